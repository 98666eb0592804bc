using Fund.Hosting;
using Fund.Projects.Domain;

namespace Fund.Projects.Persistence;

/// <summary>
/// What the audit trail may hold of this service's records. Account numbers and their holders, and the narrative of
/// reports, are told by the field's name only. See decision 0047.
/// </summary>
public static class AuditedFields
{
    public static AuditFields Fields { get; } =
        new AuditFields()
            .Texts<Organisation>(
                nameof(Organisation.Name),
                nameof(Organisation.CountryCode),
                nameof(Organisation.RegistrationNumber),
                nameof(Organisation.RegistrationKey)
            )
            .Names<BankAccount>(nameof(BankAccount.Number), nameof(BankAccount.HolderName))
            .Texts<BankAccount>(nameof(BankAccount.RecordedBy))
            .Texts<BankAccountVerification>(
                nameof(BankAccountVerification.RecordedBy),
                nameof(BankAccountVerification.VerifiedBy)
            )
            .Names<DueDiligenceCheck>(nameof(DueDiligenceCheck.Findings))
            .Texts<DueDiligenceCheck>(nameof(DueDiligenceCheck.RecordedBy))
            .Texts<Agreement>(
                nameof(Agreement.Number),
                nameof(Agreement.ProposalNumber),
                nameof(Agreement.Title),
                nameof(Agreement.CountryCode),
                nameof(Agreement.SuspensionReason)
            )
            .Texts<AgreementStep>(nameof(AgreementStep.Person), nameof(AgreementStep.Reason))
            .Texts<BudgetLine>(nameof(BudgetLine.Category))
            .Texts<InstalmentStep>(nameof(InstalmentStep.Person), nameof(InstalmentStep.Reason))
            .Texts<Payment>(nameof(Payment.Reference), nameof(Payment.RecordedBy))
            .Names<Report>(
                nameof(Report.Activities),
                nameof(Report.Results),
                nameof(Report.Difficulties),
                nameof(Report.Lessons)
            )
            .Texts<Report>(nameof(Report.SentBackReason))
            .Texts<ReportSpending>(nameof(ReportSpending.Category))
            .Names<ReportSpending>(nameof(ReportSpending.Explanation))
            .Texts<ReportStep>(nameof(ReportStep.Person), nameof(ReportStep.Reason))
            .Texts<Setting>(nameof(Setting.Key), nameof(Setting.Source));
}
