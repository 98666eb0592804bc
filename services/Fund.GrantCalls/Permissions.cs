using System.Collections.Frozen;
using Fund.Hosting;
using static Fund.Hosting.Role;

namespace Fund.GrantCalls;

/// <summary>
/// Who may call which RPC at all. Whose proposal, which assignment and at what time is decided by each use case.
/// </summary>
public static class Permissions
{
    private static readonly Role[] Everybody = Enum.GetValues<Role>();
    private static readonly Role[] Applicants = [OrganisationMember, AuthorisingOfficer];
    private static readonly Role[] Readers = [ProgrammeOfficer, FinanceOfficer, FundManager, Trustee, Auditor];

    private static readonly Role[] BoardReaders = [ProgrammeOfficer, FundManager, Trustee, Auditor];

    public static IReadOnlyDictionary<string, IReadOnlySet<Role>> Table { get; } =
        new Dictionary<string, Role[]>
        {
            ["CreateCall"] = [ProgrammeOfficer],
            ["UpdateCall"] = [ProgrammeOfficer],
            ["GetCall"] = Everybody,
            ["ListCalls"] = Everybody,
            ["PublishCall"] = [ProgrammeOfficer],
            ["CancelCall"] = [ProgrammeOfficer],
            ["ExtendDeadline"] = [ProgrammeOfficer],
            ["ChangeEnvelope"] = [ProgrammeOfficer],
            ["CompleteCall"] = [ProgrammeOfficer],
            ["SaveCallForm"] = [ProgrammeOfficer],
            ["GetCallForm"] = Everybody,
            ["StartProposal"] = Applicants,
            ["SaveSection"] = Applicants,
            ["PreviewEligibility"] = Applicants,
            ["GetApplication"] = Applicants,
            ["ListSubmissionAttempts"] = [.. Applicants, .. Readers],
            ["BeginProposalFile"] = Applicants,
            ["AppendToProposalFile"] = Applicants,
            ["GetProposalFile"] = [.. Applicants, .. Readers, Reviewer],
            ["ListProposalFiles"] = [.. Applicants, .. Readers, Reviewer],
            ["DownloadProposalFile"] = [.. Applicants, .. Readers, Reviewer],
            ["SaveProposal"] = Applicants,
            ["SubmitProposal"] = [AuthorisingOfficer],
            ["WithdrawProposal"] = [AuthorisingOfficer],
            ["GetProposal"] = [.. Applicants, .. Readers, Reviewer],
            ["ListProposals"] = [.. Applicants, .. Readers],
            ["ScreenEligibility"] = [ProgrammeOfficer],
            ["DecideCriterion"] = [ProgrammeOfficer],
            ["AssignReviewer"] = [ProgrammeOfficer],
            ["DeclareConflict"] = [Reviewer],
            ["ListAssignments"] = [.. Readers, Reviewer],
            ["SubmitReview"] = [Reviewer],
            ["GetRanking"] = [ProgrammeOfficer, FundManager, Trustee, Auditor],
            ["RecordBoardSession"] = [ProgrammeOfficer, Trustee],
            ["DecideProposal"] = [ProgrammeOfficer, Trustee],
            ["ListAwards"] = Everybody,
            ["ListPublishedStatistics"] = Everybody,
            ["AskClarification"] = Applicants,
            ["AnswerClarification"] = [ProgrammeOfficer],
            ["ListClarifications"] = Everybody,
            ["DeclareInterests"] = [Reviewer],
            ["DecideInterests"] = [ProgrammeOfficer],
            ["ListInterests"] = [ProgrammeOfficer, FundManager, Auditor],
            ["SaveReviewDraft"] = [Reviewer],
            ["GetReviewDraft"] = [Reviewer],
            ["GetReview"] = [Reviewer],
            ["RemoveReviewer"] = [ProgrammeOfficer],
            ["SaveReviewerProfile"] = [ProgrammeOfficer, Reviewer],
            ["ListReviewerProfiles"] = [ProgrammeOfficer, FundManager, Auditor, Reviewer],
            ["PreviewAssignments"] = [ProgrammeOfficer],
            ["PlanReviews"] = [ProgrammeOfficer],
            ["RecordConsensus"] = [ProgrammeOfficer],
            ["GetReviewPlan"] = [ProgrammeOfficer, FundManager, Trustee, Auditor],
            ["PreviewPortfolio"] = [ProgrammeOfficer, FundManager, Trustee],
            ["AdoptPortfolio"] = [ProgrammeOfficer],
            ["GetPortfolio"] = [ProgrammeOfficer, FundManager, Trustee, Auditor],
            ["GetCallStatistics"] = Readers,
            ["ExportCallStatistics"] = Readers,
            ["ExportRanking"] = [ProgrammeOfficer, FundManager, Trustee, Auditor],
            ["PrepareLetters"] = [ProgrammeOfficer],
            ["SendLetters"] = [ProgrammeOfficer],
            ["ResendLetter"] = [ProgrammeOfficer],
            ["ListLetters"] = [.. Applicants, .. Readers],
            ["GetLetter"] = [.. Applicants, .. Readers],
            ["PlanBoardSession"] = [ProgrammeOfficer],
            ["ChangeBoardSession"] = [ProgrammeOfficer],
            ["GetBoardSession"] = BoardReaders,
            ["ListBoardSessions"] = BoardReaders,
            ["RecordAttendance"] = [ProgrammeOfficer],
            ["RecuseTrustee"] = [ProgrammeOfficer, Trustee],
            ["UndoRecusal"] = [ProgrammeOfficer],
            ["UndoDecision"] = [ProgrammeOfficer],
            ["CloseBoardSession"] = [ProgrammeOfficer],
            ["GetBoardPack"] = BoardReaders,
            ["ListBoardPackPages"] = BoardReaders,
            ["PrintBoardPack"] = BoardReaders,
            ["GetBoardPackPrint"] = BoardReaders,
            ["ListBoardPackPrints"] = BoardReaders,
            ["DownloadBoardPack"] = BoardReaders,
            ["GetMinutes"] = BoardReaders,
            ["SaveMinutes"] = [ProgrammeOfficer],
            ["ApproveMinutes"] = [FundManager, Trustee],
            ["PrintMinutes"] = BoardReaders,
            ["ListAuditEntries"] = [.. AuditRoles.Readers],
            ["GetAuditHead"] = [.. AuditRoles.Readers],
            ["VerifyAuditChain"] = [.. AuditRoles.Readers],
            ["GetRecordProof"] = [.. AuditRoles.Exporters],
            ["ListRecordEntries"] = [ProgrammeOfficer, FundManager, Auditor],
        }.ToFrozenDictionary(row => row.Key, IReadOnlySet<Role> (row) => row.Value.ToFrozenSet());
}
