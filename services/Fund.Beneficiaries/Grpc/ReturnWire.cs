using Fund.Beneficiaries.Domain;
using Fund.Hosting;
using WireCell = Fund.Beneficiaries.V1.AggregateCell;
using WireKind = Fund.Beneficiaries.V1.ReturnKind;
using WireReturn = Fund.Beneficiaries.V1.BeneficiaryReturn;
using WireState = Fund.Beneficiaries.V1.ReturnState;

namespace Fund.Beneficiaries.Grpc;

/// <summary>Returns as they are on the wire: measures only, never a case record.</summary>
internal static class ReturnWire
{
    public static WireReturn ToWire(this BeneficiaryReturn row) =>
        new()
        {
            ReturnId = row.Id.ToWire(),
            AgreementId = row.AgreementId.ToWire(),
            ReportId = row.ReportId.ToWire(),
            PeriodFrom = row.PeriodFrom.ToWire(),
            PeriodTo = row.PeriodTo.ToWire(),
            Kind = row.Kind == ReturnKind.Aggregate ? WireKind.Aggregate : WireKind.Cases,
            State = row.State switch
            {
                ReturnState.Submitted => WireState.Submitted,
                ReturnState.Questioned => WireState.Questioned,
                _ => WireState.Accepted,
            },
            Cells = { row.Cells.OrderBy(cell => cell.Key, CellOrder.Instance).Select(ToWire) },
            Question = row.Question,
            Warnings = { row.Warnings },
            SubmittedAt = row.SubmittedAt.ToWire(),
        };

    private static WireCell ToWire(ReturnCell cell) =>
        new()
        {
            Measure = cell.Measure,
            Gender = cell.Gender,
            AgeGroup = cell.AgeGroup,
            Exploitation = cell.Exploitation,
            Count = cell.Count,
        };

    /// <summary>Measure by measure, totals before their parts, the same at every reading.</summary>
    private sealed class CellOrder : IComparer<CellKey>
    {
        public static CellOrder Instance { get; } = new();

        public int Compare(CellKey? x, CellKey? y) => string.CompareOrdinal(Text(x!), Text(y!));

        private static string Text(CellKey key) => $"{key.Measure}\t{key.Exploitation}\t{key.AgeGroup}\t{key.Gender}";
    }
}
