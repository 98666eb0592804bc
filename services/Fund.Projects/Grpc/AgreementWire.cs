using Fund.Hosting;
using Fund.Projects.Domain;
using Fund.Projects.Persistence;
using Wire = Fund.Projects.V1;

namespace Fund.Projects.Grpc;

/// <summary>Agreements and what is below them as they go over the wire.</summary>
internal static class AgreementWire
{
    /// <param name="file">The agreement, its organisation and the policy: holds and approvals depend on all three.</param>
    /// <param name="today">States and holds are as of this day.</param>
    public static Wire.Agreement ToWire(this AgreementFile file, DateOnly today)
    {
        var agreement = file.Agreement;
        return new Wire.Agreement
        {
            AgreementId = agreement.Id.ToWire(),
            Number = agreement.Number,
            AwardId = agreement.AwardId.ToWire(),
            OrganisationId = agreement.OrganisationId.ToWire(),
            Title = agreement.Title,
            CountryCode = agreement.CountryCode,
            Amount = agreement.Amount.ToWire(),
            State = agreement.State.ToWire(),
            StartsOn = agreement.StartsOn.ToWire(),
            EndsOn = agreement.EndsOn.ToWire(),
            Budget = { agreement.Budget.OrderBy(line => line.Category, StringComparer.Ordinal).Select(ToWire) },
            Instalments =
            {
                agreement.Instalments.OrderBy(part => part.Number).Select(part => file.ToWire(part, today)),
            },
            Reports = { agreement.Reports.OrderBy(report => report.Number).Select(report => report.ToWire(today)) },
            Version = agreement.Version,
            DurationMonths = agreement.DurationMonths,
        };
    }

    public static Wire.Report ToWire(this Report report, DateOnly today)
    {
        var wire = new Wire.Report
        {
            ReportId = report.Id.ToWire(),
            AgreementId = report.AgreementId.ToWire(),
            Number = report.Number,
            Final = report.IsFinal,
            PeriodFrom = report.PeriodFrom.ToWire(),
            PeriodTo = report.PeriodTo.ToWire(),
            DueOn = report.DueOn.ToWire(),
            State = report.State(today).ToWire(),
            Spending = { report.Spending.OrderBy(row => row.Category, StringComparer.Ordinal).Select(ToWire) },
            SentBackReason = report.SentBackReason ?? "",
            BeneficiaryReturnAccepted = report.BeneficiaryReturnAccepted,
        };
        if (report.Narrative is { } narrative)
        {
            wire.Narrative = new Wire.Narrative
            {
                Activities = narrative.Activities,
                Results = narrative.Results,
                Difficulties = narrative.Difficulties,
                Lessons = narrative.Lessons,
            };
        }

        return wire;
    }

    private static Wire.Instalment ToWire(this AgreementFile file, Instalment instalment, DateOnly today) =>
        new()
        {
            InstalmentId = instalment.Id.ToWire(),
            Number = instalment.Number,
            Amount = instalment.Amount.ToWire(),
            DueOn = instalment.DueOn.ToWire(),
            State = instalment.State.ToWire(),
            Holds = { file.Agreement.Holds(instalment, file.Organisation, today) },
            ApprovalsMissing = instalment.ApprovalsMissing(file.Policy),
            PaymentReference = instalment.Payment?.Reference ?? "",
            PaidOn = (instalment.Payment?.PaidOn).ToWire(),
        };

    private static Wire.BudgetCategory ToWire(BudgetLine line) =>
        new() { Category = line.Category, Amount = line.Amount.ToWire() };

    private static Wire.Spending ToWire(ReportSpending row) =>
        new()
        {
            Category = row.Category,
            Local = row.Local.ToWire(),
            Usd = row.Usd.ToWire(),
            Explanation = row.Explanation,
        };

    public static Wire.AgreementState ToWire(this AgreementState state) =>
        state switch
        {
            AgreementState.Draft => Wire.AgreementState.Draft,
            AgreementState.Sent => Wire.AgreementState.Sent,
            AgreementState.Signed => Wire.AgreementState.Signed,
            AgreementState.Active => Wire.AgreementState.Active,
            AgreementState.Suspended => Wire.AgreementState.Suspended,
            AgreementState.Closing => Wire.AgreementState.Closing,
            AgreementState.Closed => Wire.AgreementState.Closed,
            AgreementState.Terminated => Wire.AgreementState.Terminated,
            _ => throw new ArgumentOutOfRangeException(nameof(state), state, "Not a state."),
        };

    private static Wire.InstalmentState ToWire(this InstalmentState state) =>
        state switch
        {
            InstalmentState.Planned => Wire.InstalmentState.Planned,
            InstalmentState.Requested => Wire.InstalmentState.Requested,
            InstalmentState.Approved => Wire.InstalmentState.Approved,
            InstalmentState.Paid => Wire.InstalmentState.Paid,
            _ => throw new ArgumentOutOfRangeException(nameof(state), state, "Not a state."),
        };

    private static Wire.ReportState ToWire(this ReportState state) =>
        state switch
        {
            ReportState.NotDue => Wire.ReportState.NotDue,
            ReportState.Due => Wire.ReportState.Due,
            ReportState.Overdue => Wire.ReportState.Overdue,
            ReportState.Submitted => Wire.ReportState.Submitted,
            ReportState.SentBack => Wire.ReportState.SentBack,
            ReportState.Accepted => Wire.ReportState.Accepted,
            _ => throw new ArgumentOutOfRangeException(nameof(state), state, "Not a state."),
        };
}
