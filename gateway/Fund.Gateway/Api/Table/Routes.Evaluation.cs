using Fund.GrantCalls.V1;

namespace Fund.Gateway.Api;

internal static partial class Routes
{
    private static IEnumerable<Route> Evaluation()
    {
        var clarifications = new Table(ClarificationsService.Descriptor);
        var reviews = new Table(ReviewService.Descriptor);
        var selection = new Table(SelectionService.Descriptor);
        var letters = new Table(LettersService.Descriptor);
        return
        [
            clarifications.Post("/calls/{callId}/clarifications", "AskClarification", Applicants).Creates(),
            clarifications.Get("/calls/{callId}/clarifications", "ListClarifications", Everybody),
            clarifications.Post("/clarifications/{clarificationId}/answer", "AnswerClarification", Programme),
            reviews.Post("/assignments/{assignmentId}/interests", "DeclareInterests", Reviewers),
            reviews.Post("/assignments/{assignmentId}/interests/decision", "DecideInterests", Programme),
            reviews.Get("/calls/{callId}/interests", "ListInterests", EvaluationReads),
            reviews.Put("/assignments/{assignmentId}/draft", "SaveReviewDraft", Reviewers),
            reviews.Get("/assignments/{assignmentId}/draft", "GetReviewDraft", Reviewers),
            reviews.Get("/assignments/{assignmentId}", "GetReview", Reviewers),
            reviews.Post("/assignments/{assignmentId}/removal", "RemoveReviewer", Programme),
            reviews.Post("/calls/{callId}/assignment-preview", "PreviewAssignments", Programme),
            reviews.Put("/reviewers/{reviewerId}/profile", "SaveReviewerProfile", ReviewerProfiles),
            reviews.Get("/reviewers", "ListReviewerProfiles", ReviewerProfileReads),
            reviews.Put("/calls/{callId}/review-plan", "PlanReviews", Programme),
            reviews.Get("/calls/{callId}/review-plan", "GetReviewPlan", RankingReads),
            reviews.Post("/proposals/{proposalId}/consensus", "RecordConsensus", Programme).Creates(),
            selection.Post(
                "/calls/{callId}/portfolio-preview",
                "PreviewPortfolio",
                new Access("Programme officer, fund manager, trustee.")
            ),
            selection.Post("/calls/{callId}/portfolio", "AdoptPortfolio", Programme).Creates(),
            selection.Get("/calls/{callId}/portfolio", "GetPortfolio", RankingReads),
            selection.Get("/calls/{callId}/statistics", "GetCallStatistics", new Access("Staff, trustee, auditor.")),
            selection
                .Get("/calls/{callId}/statistics/file", "ExportCallStatistics", new Access("Staff, trustee, auditor."))
                .StreamsFile("text/csv"),
            selection.Get("/published-statistics", "ListPublishedStatistics", Everybody),
            selection.Get("/calls/{callId}/ranking/file", "ExportRanking", RankingReads).StreamsFile("text/csv"),
            letters.Post("/calls/{callId}/letters", "PrepareLetters", Programme),
            letters.Post("/calls/{callId}/letters/dispatch", "SendLetters", Programme),
            letters.Post("/letters/{letterId}/dispatch", "ResendLetter", Programme),
            letters.Get("/letters", "ListLetters", LetterReads),
            letters.Get("/letters/{letterId}", "GetLetter", LetterReads),
        ];
    }
}
