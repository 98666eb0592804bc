using Fund.Gateway.V1;
using Fund.GrantCalls.V1;

namespace Fund.Gateway.Api;

internal static partial class Routes
{
    private static IEnumerable<Route> GrantCalls()
    {
        var api = new Table(GrantCallsService.Descriptor);
        var forms = new Table(CallFormsService.Descriptor);
        var applications = new Table(ApplicationsService.Descriptor);
        var papers = new Table(PapersReflection.Descriptor.Services.Single());
        return
        [
            api.Post("/calls", "CreateCall", Programme).Creates("/calls/{callId}"),
            api.Put("/calls/{callId}", "UpdateCall", Programme),
            api.Get("/calls", "ListCalls", Everybody),
            api.Get("/calls/{callId}", "GetCall", Everybody),
            api.Post("/calls/{callId}/publication", "PublishCall", Programme),
            api.Post("/calls/{callId}/cancellation", "CancelCall", Programme),
            api.Post("/calls/{callId}/extension", "ExtendDeadline", Programme),
            api.Put("/calls/{callId}/envelope", "ChangeEnvelope", Programme),
            api.Post("/calls/{callId}/completion", "CompleteCall", Programme),
            forms.Put("/calls/{callId}/form", "SaveCallForm", Programme),
            forms.Get("/calls/{callId}/form", "GetCallForm", Everybody),
            papers.Get("/calls/{callId}/form/pdf", "PrintCallForm", Everybody).StreamsFile("application/pdf"),
            papers.Get("/proposals/{proposalId}/pdf", "PrintProposal", ProposalReads).StreamsFile("application/pdf"),
            applications.Get("/calls/{callId}/own-eligibility", "PreviewEligibility", Applicants),
            applications.Get("/proposals/{proposalId}/application", "GetApplication", Applicants),
            applications.Put("/proposals/{proposalId}/sections/{section}", "SaveSection", Applicants),
            applications
                .Post("/proposals/{proposalId}/files", "BeginProposalFile", Applicants)
                .Creates("/proposals/{proposalId}/files/{fileId}"),
            applications.Get("/proposals/{proposalId}/files", "ListProposalFiles", ProposalReads),
            applications.Get("/proposals/{proposalId}/files/{fileId}", "GetProposalFile", ProposalReads),
            applications
                .Put("/proposals/{proposalId}/files/{fileId}/content", "AppendToProposalFile", Applicants)
                .TakesUpload(),
            applications
                .Head("/proposals/{proposalId}/files/{fileId}/content", "GetProposalFile", ProposalReads)
                .TellsUpload("getProposalFileProgress"),
            applications
                .Get("/proposals/{proposalId}/files/{fileId}/content", "DownloadProposalFile", ProposalReads)
                .StreamsFile("application/octet-stream"),
            applications.Get(
                "/proposals/{proposalId}/submission-attempts",
                "ListSubmissionAttempts",
                new Access("Own organisation; staff, trustee and auditor after the deadline.")
            ),
            api.Post("/calls/{callId}/proposals", "StartProposal", Applicants).Creates("/proposals/{proposalId}"),
            api.Get(
                "/proposals",
                "ListProposals",
                new Access("Own organisation; staff, trustee and auditor after the deadline.")
            ),
            api.Get("/proposals/{proposalId}", "GetProposal", ProposalReads),
            api.Put("/proposals/{proposalId}", "SaveProposal", Applicants),
            api.Post("/proposals/{proposalId}/submission", "SubmitProposal", Authorising),
            api.Post("/proposals/{proposalId}/withdrawal", "WithdrawProposal", Authorising),
            api.Post("/proposals/{proposalId}/screening", "ScreenEligibility", Programme),
            api.Post("/proposals/{proposalId}/criteria/{key}", "DecideCriterion", Programme),
            api.Post("/proposals/{proposalId}/assignments", "AssignReviewer", Programme).Creates(),
            api.Get("/assignments", "ListAssignments", new Access("A reviewer's own; staff, trustee, auditor.")),
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
}
