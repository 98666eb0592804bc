using Fund.Beneficiaries.Domain;
using Fund.Beneficiaries.Grpc;
using Fund.Beneficiaries.Persistence;
using Fund.Beneficiaries.V1;
using Fund.Hosting;

namespace Fund.Beneficiaries.Features;

/// <summary>
/// Takes in the table of a period, by the people of the organisation whose project it is. The parts must make the
/// totals; what contradicts earlier returns is noted as a warning for whoever accepts it.
/// </summary>
public sealed class SubmitAggregateReturn(BeneficiariesDb db, TimeProvider clock)
{
    public Task<SubmitAggregateReturnResponse> HandleAsync(
        SubmitAggregateReturnRequest request,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var check = new Check();
        var agreementId = check.Id("agreement_id", request.AgreementId);
        var reportId = check.Id("report_id", request.ReportId);
        check.ThrowIfAny();
        return db.OnceAsync(
            caller,
            request.RequestId,
            request,
            async token =>
            {
                var now = clock.GetUtcNow();
                var today = DateOnly.FromDateTime(now.UtcDateTime);

                // Whose project it is comes before what the table says: a stranger learns nothing from either.
                var open = await db.OpenPeriodAsync(caller, agreementId, reportId, today, token);
                var table = RecordChecks.Table(request.Cells);
                var warnings = ReturnWarnings.OfAggregate(table, open.Period, await open.EarlierAsync(db, token));
                open.Return.Submit(Domain.ReturnKind.Aggregate, table.Cells, warnings, caller.Subject, now);
                return new SubmitAggregateReturnResponse { BeneficiaryReturn = open.Return.ToWire() };
            },
            cancellationToken
        );
    }
}
