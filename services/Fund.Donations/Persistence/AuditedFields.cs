using Fund.Donations.Domain;
using Fund.Donations.Domain.Banking;
using Fund.Donations.Domain.Importing;
using Fund.Donations.Domain.Statements;
using Fund.Donations.Persistence.Importing;
using Fund.Hosting;

namespace Fund.Donations.Persistence;

/// <summary>
/// What the audit trail may hold of this service's records. Names, addresses and accounts of donors and remitters, and
/// whatever a bank passed on in their words, are told by the field's name only. See decision 0047.
/// </summary>
public static class AuditedFields
{
    public static AuditFields Fields { get; } =
        new AuditFields()
            .Names<Donor>(nameof(Donor.Name), nameof(Donor.SearchName), nameof(Donor.NameWords))
            .Texts<Donor>(nameof(Donor.CountryCode), nameof(Donor.Language), nameof(Donor.StatedUnType))
            .Names<DonorContact>(nameof(DonorContact.Name), nameof(DonorContact.Email), nameof(DonorContact.Phone))
            .Texts<DonorContact>(nameof(DonorContact.Language))
            .Counts<DonorIban>()
            .Texts<DonorMerge>(
                nameof(DonorMerge.Reason),
                nameof(DonorMerge.MergedBy),
                nameof(DonorMerge.UndoReason),
                nameof(DonorMerge.UndoneBy)
            )
            .Counts<DonorMergeRow>()
            .Counts<DonorMergeCrossing>()
            .Texts<Pledge>(nameof(Pledge.Reference), nameof(Pledge.CancellationReason))
            .Names<Pledge>(nameof(Pledge.ReferenceKey), nameof(Pledge.Earmark))
            .Texts<FormerPlan>(nameof(FormerPlan.Reason))
            .Names<Contribution>(nameof(Contribution.Earmark))
            .Texts<Contribution>(nameof(Contribution.ReversalReason))
            .Texts<InKindGift>(nameof(InKindGift.Description), nameof(InKindGift.WithdrawalReason))
            .Texts<OperationalRate>(
                nameof(OperationalRate.CurrencyCode),
                nameof(OperationalRate.Source),
                nameof(OperationalRate.Reason)
            )
            .Texts<RateValuation>(nameof(RateValuation.CurrencyCode), nameof(RateValuation.Problem))
            .Counts<Revaluation>()
            .Books()
            .Papers()
            .Imports()
            .Banking();

    private static AuditFields Books(this AuditFields fields) =>
        fields
            .Counts<LedgerEntry>()
            .Texts<LedgerAccount>(nameof(LedgerAccount.Name))
            .Leaves<FundBalance>()
            .Leaves<FundBalanceAddition>()
            .Leaves<ReferenceVersion>()
            .Counts<AwardShare>()
            .Texts<AccountingPeriod>(
                nameof(AccountingPeriod.RequestedBy),
                nameof(AccountingPeriod.Note),
                nameof(AccountingPeriod.ClosedBy)
            )
            .Texts<PolicySetting>(
                nameof(PolicySetting.Name),
                nameof(PolicySetting.Source),
                nameof(PolicySetting.RecordedBy)
            )
            .Texts<PublishedTotal>(nameof(PublishedTotal.Source))
            .Texts<ProjectFact>(nameof(ProjectFact.Title), nameof(ProjectFact.CountryCode))
            .Texts<PublishedFigureFact>(nameof(PublishedFigureFact.Measure), nameof(PublishedFigureFact.Figure));

    private static AuditFields Papers(this AuditFields fields) =>
        fields
            .Texts<Receipt>(
                nameof(Receipt.IssuedBy),
                nameof(Receipt.Language),
                nameof(Receipt.DonorCountryCode),
                nameof(Receipt.PledgeReference)
            )
            .Names<Receipt>(nameof(Receipt.DonorName), nameof(Receipt.DonorSearchName), nameof(Receipt.Earmark))
            .Texts<StatementBatch>(nameof(StatementBatch.Language), nameof(StatementBatch.RequestedBy))
            .Counts<StatementBatchItem>()
            .Counts<StatementPaperFile>()
            .Leaves<InstalmentNotice>();

    private static AuditFields Imports(this AuditFields fields) =>
        fields
            .Texts<ImportFile>(
                nameof(ImportFile.FileName),
                nameof(ImportFile.CreatedBy),
                nameof(ImportFile.Sha256),
                nameof(ImportFile.Refusal)
            )
            .Names<ImportFile>(
                nameof(ImportFile.Sums),
                nameof(ImportFile.Columns),
                nameof(ImportFile.Preview),
                nameof(ImportFile.Layout)
            )
            .Leaves<ImportPart>()
            .Counts<ImportProblem>();

    private static AuditFields Banking(this AuditFields fields) =>
        fields
            .Texts<BankStatement>(
                nameof(BankStatement.BankReference),
                nameof(BankStatement.CurrencyCode),
                nameof(BankStatement.Format)
            )
            .Names<BankStatement>(nameof(BankStatement.Account), nameof(BankStatement.Warnings))
            .Counts<BankBalance>()
            .Counts<BankRowProblem>()
            .Texts<BankFile>(
                nameof(BankFile.Sha256),
                nameof(BankFile.FileName),
                nameof(BankFile.MediaType),
                nameof(BankFile.ReceivedBy)
            )
            .Leaves<BankFilePart>()
            .Counts<StatementFile>()
            .Counts<BankLesson>()
            .Counts<BankDismissal>()
            .Names<BankEntry>(
                nameof(BankEntry.Account),
                nameof(BankEntry.RawAmount),
                nameof(BankEntry.RemitterName),
                nameof(BankEntry.RemitterIban),
                nameof(BankEntry.Reference),
                nameof(BankEntry.StructuredReference),
                nameof(BankEntry.EndToEndId),
                nameof(BankEntry.BankReference),
                nameof(BankEntry.Information),
                "SearchText"
            )
            .Texts<BankEntry>(
                nameof(BankEntry.CurrencyCode),
                nameof(BankEntry.BankStatus),
                nameof(BankEntry.Problem),
                nameof(BankEntry.DismissalReason)
            )
            .Texts<BankDecision>(nameof(BankDecision.Reason), nameof(BankDecision.DecidedBy))
            .Texts<BankCsvProfile>(nameof(BankCsvProfile.Name), nameof(BankCsvProfile.SavedBy))
            .Names<BankCsvProfile>(nameof(BankCsvProfile.Account), nameof(BankCsvProfile.Layout));
}
