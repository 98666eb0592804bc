using System.Collections.Frozen;
using Fund.Hosting;

namespace Fund.Donations;

/// <summary>Who may call what. Whose data a caller sees is decided by the features.</summary>
public static class Permissions
{
    private static readonly Role[] Keepers = [Role.FinanceOfficer, Role.FundManager];
    private static readonly Role[] Readers = [.. Keepers, Role.Auditor];
    private static readonly Role[] ReadersAndDonors = [.. Readers, Role.DonorContact];

    public static IReadOnlyDictionary<string, IReadOnlySet<Role>> Table { get; } =
        new Dictionary<string, IReadOnlySet<Role>>
        {
            ["RegisterDonor"] = Set(Keepers),
            ["GetDonor"] = Set(ReadersAndDonors),
            ["ListDonors"] = Set(Readers),
            ["ExportDonors"] = Set(Readers),
            ["ChangeDonor"] = Set(Keepers),
            ["ListDuplicateDonors"] = Set(Readers),
            ["MergeDonors"] = Set(Keepers),
            ["UndoMerge"] = Set(Keepers),
            ["RecordPledge"] = Set(Keepers),
            ["CancelPledge"] = Set(Keepers),
            ["GetPledge"] = Set(ReadersAndDonors),
            ["ChangePledgePlan"] = Set(Keepers),
            ["ExportPledges"] = Set(ReadersAndDonors),
            ["ListPledges"] = Set(ReadersAndDonors),
            ["RecordContribution"] = Set(Keepers),
            ["ReverseContribution"] = Set(Keepers),
            ["CorrectContribution"] = Set(Keepers),
            ["GetContribution"] = Set(ReadersAndDonors),
            ["ListContributions"] = Set(ReadersAndDonors),
            ["BeginImport"] = Set(Keepers),
            ["AppendToImport"] = Set(Keepers),
            ["GetImport"] = Set(Readers),
            ["ListImports"] = Set(Readers),
            ["ListImportProblems"] = Set(Readers),
            ["ChangeImportLayout"] = Set(Keepers),
            ["StartImport"] = Set(Keepers),
            ["CancelImport"] = Set(Keepers),
            ["DownloadImport"] = Set(Readers),
            ["DownloadImportProblems"] = Set(Readers),
            ["ImportRates"] = Set(Keepers),
            ["RecordRate"] = Set(Keepers),
            ["ListRates"] = Set(ReadersAndDonors),
            ["ImportBankStatement"] = Set(Keepers),
            ["ListBankStatements"] = Set(Readers),
            ["GetBankStatement"] = Set(Readers),
            ["DownloadBankStatement"] = Set(Readers),
            ["ListBankEntries"] = Set(Readers),
            ["GetBankEntry"] = Set(Readers),
            ["ConfirmBankEntry"] = Set(Keepers),
            ["ConfirmBankEntries"] = Set(Keepers),
            ["DismissBankEntry"] = Set(Keepers),
            ["UndoBankEntryDecision"] = Set(Keepers),
            ["GetFundPosition"] = Set(Enum.GetValues<Role>()),
            ["ListLedgerEntries"] = Set(Readers),
            ["GetTrialBalance"] = Set(Readers),
            ["ListLedgerAccounts"] = Set(Readers),
            ["GetAccountStatement"] = Set(Readers),
            ["ExportJournal"] = Set(Readers),
            ["ListAccountingPeriods"] = Set(Readers),
            ["RequestMonthClosing"] = Set(Role.FinanceOfficer),
            ["CloseMonth"] = Set(Role.FundManager),
            ["ExplainFundPosition"] = Set([.. Readers, Role.ProgrammeOfficer, Role.Trustee]),
            ["GetPositionHistory"] = Set([.. Readers, Role.ProgrammeOfficer, Role.Trustee]),
            ["GetForecast"] = Set([.. Readers, Role.ProgrammeOfficer, Role.Trustee]),
            ["ListPolicySettings"] = Set(Readers),
            ["ChangePolicySetting"] = Set(Role.FundManager),
            ["RecordPublishedTotal"] = Set(Role.FundManager),
            ["ReserveForCall"] = Set(Role.Service),
            ["CommitAward"] = Set(Role.Service),
            ["ReleaseReservation"] = Set(Role.Service),
            ["GetReservation"] = Set([.. Readers, Role.ProgrammeOfficer, Role.Trustee, Role.Service]),
            ["GetDonorStatement"] = Set(ReadersAndDonors),
            ["ExportDonorStatement"] = Set(ReadersAndDonors),
            ["GetConsolidatedStatement"] = Set(Readers),
            ["ExportConsolidatedStatement"] = Set(Readers),
            ["IssueReceipt"] = Set(Keepers),
            ["IssueReceipts"] = Set(Keepers),
            ["GetReceipt"] = Set(ReadersAndDonors),
            ["ListReceipts"] = Set(ReadersAndDonors),
            ["PrintReceipt"] = Set(ReadersAndDonors),
            ["GetContributionsReport"] = Set(Readers),
            ["ExportContributionsReport"] = Set(Readers),
            ["GetFactsAndFigures"] = Set([.. Readers, Role.Trustee]),
            ["GetCebRevenue"] = Set(Readers),
            ["ExportCebRevenue"] = Set(Readers),
            ["ListPublicRegister"] = Set(Enum.GetValues<Role>()),
            ["ExportPublicRegister"] = Set(Enum.GetValues<Role>()),
            ["GetDonorImpact"] = Set(ReadersAndDonors),
        };

    private static FrozenSet<Role> Set(params Role[] roles) => roles.ToFrozenSet();
}
