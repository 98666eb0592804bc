using Fund.Beneficiaries.V1;

namespace Fund.Gateway.Api;

internal static partial class Routes
{
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
            api.Get("/published-figures/releases", "ListPublishedReleases", Everybody),
        ];
    }
}
