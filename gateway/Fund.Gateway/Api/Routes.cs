using Fund.Beneficiaries.V1;
using Fund.Donations.V1;
using Fund.Gateway.V1;
using Fund.GrantCalls.V1;
using Fund.Projects.V1;
using Google.Protobuf.Reflection;
using ServiceDescriptor = Google.Protobuf.Reflection.ServiceDescriptor;

namespace Fund.Gateway.Api;

/// <summary>The REST API: the one table. Everything else (handlers, description, tests) follows from it.</summary>
internal static class Routes
{
    private static readonly Access Everybody = new("Everybody, without signing in.", IsPublic: true);
    private static readonly Access SignedIn = new("Everybody who has signed in.");
    private static readonly Access Administrators = new("Administrator.");
    private static readonly Access Finance = new("Finance officer, fund manager.");
    private static readonly Access FinanceReads = new("Finance officer, fund manager, auditor.");
    private static readonly Access DonorReads = new(
        "Finance officer, fund manager, auditor; a donor contact for the own donor."
    );
    private static readonly Access Manager = new("Fund manager.");
    private static readonly Access Programme = new("Programme officer.");
    private static readonly Access Applicants = new("Organisation member, authorising officer; own organisation.");
    private static readonly Access Authorising = new("Authorising officer; own organisation.");
    private static readonly Access ProposalReads = new(
        "Own organisation; staff and auditor after the deadline; a reviewer once no conflict was declared."
    );
    private static readonly Access Reviewers = new("Reviewer; own assignment.");
    private static readonly Access Board = new("Programme officer, trustee.");
    private static readonly Access OrganisationReads = new("Own organisation; staff, auditor.");
    private static readonly Access ReturnReads = new("Own organisation; programme officer.");

    public static IReadOnlyList<Route> All { get; } =
    [.. Gateway(), .. Donations(), .. GrantCalls(), .. Projects(), .. Beneficiaries()];

    private static IEnumerable<Route> Gateway()
    {
        var api = new Table(GatewayReflection.Descriptor.Services.Single());
        return
        [
            api.Post("/session", "SignIn", Everybody),
            api.Get("/session", "GetSession", SignedIn),
            api.Delete("/session", "SignOut", SignedIn),
            api.Post("/accounts", "CreateAccount", Administrators).Creates(),
            api.Get("/accounts", "ListAccounts", Administrators),
            api.Get("/notices", "ListNotices", DonorReads),
        ];
    }

    private static IEnumerable<Route> Donations()
    {
        var api = new Table(DonationsService.Descriptor);
        return
        [
            api.Post("/donors", "RegisterDonor", Finance).Creates("/donors/{donorId}"),
            api.Get("/donors", "ListDonors", FinanceReads),
            api.Get("/donors/{donorId}", "GetDonor", DonorReads),
            api.Get("/donors/{donorId}/statement", "GetDonorStatement", DonorReads),
            api.Get("/donors/{donorId}/impact", "GetDonorImpact", DonorReads),
            api.Post("/pledges", "RecordPledge", Finance).Creates(),
            api.Get("/pledges", "ListPledges", DonorReads),
            api.Post("/pledges/{pledgeId}/cancellation", "CancelPledge", Finance),
            api.Post("/contributions", "RecordContribution", Finance).Creates("/contributions/{contributionId}"),
            api.Get("/contributions", "ListContributions", DonorReads),
            api.Get("/contributions/{contributionId}", "GetContribution", DonorReads),
            api.Post("/rates/imports", "ImportRates", Finance).TakesXml(),
            api.Post("/rates", "RecordRate", Finance).Creates(),
            api.Get("/rates", "ListRates", FinanceReads),
            api.Post("/bank-statements", "ImportBankStatement", Finance).TakesXml(),
            api.Get("/bank-entries", "ListBankEntries", FinanceReads),
            api.Post("/bank-entries/{bankEntryId}/confirmation", "ConfirmBankEntry", Finance),
            api.Post("/bank-entries/{bankEntryId}/dismissal", "DismissBankEntry", Finance),
            api.Get("/fund-position", "GetFundPosition", Everybody),
            api.Get("/ledger-entries", "ListLedgerEntries", FinanceReads),
            api.Get("/trial-balance", "GetTrialBalance", FinanceReads),
            api.Get("/policy-settings", "ListPolicySettings", FinanceReads),
            api.Post("/policy-settings", "ChangePolicySetting", Manager).Creates(),
            api.Post("/published-totals", "RecordPublishedTotal", Manager).Creates(),
            api.Get("/reservations/{callId}", "GetReservation", FinanceReads),
        ];
    }

    private static IEnumerable<Route> GrantCalls()
    {
        var api = new Table(GrantCallsService.Descriptor);
        return
        [
            api.Post("/calls", "CreateCall", Programme).Creates("/calls/{callId}"),
            api.Put("/calls/{callId}", "UpdateCall", Programme),
            api.Get("/calls", "ListCalls", Everybody),
            api.Get("/calls/{callId}", "GetCall", Everybody),
            api.Post("/calls/{callId}/publication", "PublishCall", Programme),
            api.Post("/calls/{callId}/cancellation", "CancelCall", Programme),
            api.Post("/calls/{callId}/completion", "CompleteCall", Programme),
            api.Post("/calls/{callId}/proposals", "StartProposal", Applicants).Creates("/proposals/{proposalId}"),
            api.Get("/proposals", "ListProposals", ProposalReads),
            api.Get("/proposals/{proposalId}", "GetProposal", ProposalReads),
            api.Put("/proposals/{proposalId}", "SaveProposal", Applicants),
            api.Post("/proposals/{proposalId}/submission", "SubmitProposal", Authorising),
            api.Post("/proposals/{proposalId}/withdrawal", "WithdrawProposal", Authorising),
            api.Post("/proposals/{proposalId}/screening", "ScreenEligibility", Programme),
            api.Post("/proposals/{proposalId}/criteria/{key}", "DecideCriterion", Programme),
            api.Post("/proposals/{proposalId}/assignments", "AssignReviewer", Programme).Creates(),
            api.Get("/assignments", "ListAssignments", new Access("A reviewer's own; programme officer, auditor.")),
            api.Post("/assignments/{assignmentId}/declaration", "DeclareConflict", Reviewers),
            api.Post("/assignments/{assignmentId}/review", "SubmitReview", Reviewers),
            api.Get(
                "/calls/{callId}/ranking",
                "GetRanking",
                new Access("Programme officer, fund manager, trustee, auditor.")
            ),
            api.Post("/calls/{callId}/board-sessions", "RecordBoardSession", Board).Creates(),
            api.Post("/proposals/{proposalId}/decision", "DecideProposal", Board),
            api.Get("/awards", "ListAwards", Everybody),
        ];
    }

    private static IEnumerable<Route> Projects()
    {
        var api = new Table(ProjectsService.Descriptor);
        var registers = new Access("Programme officer; an organisation member who has no organisation yet.");
        return
        [
            api.Post("/organisations", "RegisterOrganisation", registers).Creates("/organisations/{organisationId}"),
            api.Get("/organisations", "ListOrganisations", new Access("Staff, auditor.")),
            api.Get("/organisations/{organisationId}", "GetOrganisation", OrganisationReads),
            api.Post(
                "/organisations/{organisationId}/bank-account",
                "RecordBankAccount",
                new Access("Own organisation; finance officer.")
            ),
            api.Post(
                "/organisations/{organisationId}/bank-account-verification",
                "VerifyBankAccount",
                new Access("Finance officer, fund manager; two different people, neither of whom recorded it.")
            ),
            api.Post("/organisations/{organisationId}/due-diligence", "RecordDueDiligence", Programme),
            api.Get("/agreements", "ListAgreements", OrganisationReads),
            api.Get("/agreements/{agreementId}", "GetAgreement", OrganisationReads),
            api.Put("/agreements/{agreementId}/terms", "SetAgreementTerms", Programme),
            api.Post("/agreements/{agreementId}/sending", "SendAgreement", Programme),
            api.Post(
                "/agreements/{agreementId}/signature",
                "SignAgreement",
                new Access("First an authorising officer of the organisation, then a fund manager.")
            ),
            api.Post("/agreements/{agreementId}/suspension", "SuspendAgreement", Programme),
            api.Post("/agreements/{agreementId}/resumption", "ResumeAgreement", Programme),
            api.Post(
                "/instalments/{instalmentId}/request",
                "RequestInstalment",
                new Access("Finance officer, programme officer.")
            ),
            api.Post(
                "/instalments/{instalmentId}/approval",
                "ApproveInstalment",
                new Access("Finance officer, fund manager; not who requested it.")
            ),
            api.Post(
                "/instalments/{instalmentId}/rejection",
                "RejectInstalment",
                new Access("Finance officer, fund manager; not who requested it.")
            ),
            api.Post("/instalments/{instalmentId}/payment", "PayInstalment", new Access("Finance officer.")),
            api.Get("/reports", "ListReports", OrganisationReads),
            api.Get("/reports/{reportId}", "GetReport", OrganisationReads),
            api.Post("/reports/{reportId}/submission", "SubmitReport", Authorising),
            api.Post("/reports/{reportId}/acceptance", "AcceptReport", Programme),
            api.Post("/reports/{reportId}/sending-back", "SendBackReport", Programme),
        ];
    }

    private static IEnumerable<Route> Beneficiaries()
    {
        var api = new Table(BeneficiariesService.Descriptor);
        return
        [
            api.Post("/agreements/{agreementId}/aggregate-returns", "SubmitAggregateReturn", Applicants)
                .Creates("/returns/{returnId}"),
            api.Post("/agreements/{agreementId}/case-returns", "SubmitCaseReturn", Applicants)
                .Creates("/returns/{returnId}"),
            api.Get("/returns", "ListReturns", ReturnReads),
            api.Get("/returns/{returnId}", "GetReturn", ReturnReads),
            api.Post("/returns/{returnId}/acceptance", "AcceptReturn", Programme),
            api.Post("/returns/{returnId}/question", "QuestionReturn", Programme),
            api.Get("/agreements/{agreementId}/counts", "GetProjectCounts", ReturnReads),
            api.Post("/published-figures", "PublishFigures", Programme)
                .Creates("/published-figures?releaseId={releaseId}"),
            api.Get("/published-figures", "GetPublishedFigures", Everybody),
        ];
    }

    /// <summary>Lines of one service.</summary>
    private sealed class Table(ServiceDescriptor service)
    {
        public Route Get(string path, string rpc, Access access) => Line(HttpMethods.Get, path, rpc, access);

        public Route Post(string path, string rpc, Access access) => Line(HttpMethods.Post, path, rpc, access);

        public Route Put(string path, string rpc, Access access) => Line(HttpMethods.Put, path, rpc, access);

        public Route Delete(string path, string rpc, Access access) => Line(HttpMethods.Delete, path, rpc, access);

        private Route Line(string verb, string path, string rpc, Access access) =>
            new(
                verb,
                path,
                service.FindMethodByName(rpc)
                    ?? throw new InvalidOperationException($"{service.FullName} has no RPC {rpc}."),
                access
            );
    }
}
