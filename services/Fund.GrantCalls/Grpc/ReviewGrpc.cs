using Fund.GrantCalls.Features;
using Fund.GrantCalls.V1;
using Fund.Hosting;
using Grpc.Core;

namespace Fund.GrantCalls.Grpc;

/// <summary>The work of reviewers and of those who assign them: one line per RPC.</summary>
public sealed class ReviewGrpc : ReviewService.ReviewServiceBase
{
    public override Task<DeclareInterestsResponse> DeclareInterests(
        DeclareInterestsRequest request,
        ServerCallContext context
    ) => context.Feature<DeclareInterests>().HandleAsync(request, context.Caller(), context.CancellationToken);

    public override Task<DecideInterestsResponse> DecideInterests(
        DecideInterestsRequest request,
        ServerCallContext context
    ) => context.Feature<DecideInterests>().HandleAsync(request, context.Caller(), context.CancellationToken);

    public override Task<ListInterestsResponse> ListInterests(
        ListInterestsRequest request,
        ServerCallContext context
    ) => context.Feature<ListInterests>().HandleAsync(request, context.Caller(), context.CancellationToken);

    public override Task<SaveReviewDraftResponse> SaveReviewDraft(
        SaveReviewDraftRequest request,
        ServerCallContext context
    ) => context.Feature<SaveReviewDraft>().HandleAsync(request, context.Caller(), context.CancellationToken);

    public override Task<GetReviewDraftResponse> GetReviewDraft(
        GetReviewDraftRequest request,
        ServerCallContext context
    ) => context.Feature<GetReviewDraft>().HandleAsync(request, context.Caller(), context.CancellationToken);

    public override Task<GetReviewResponse> GetReview(GetReviewRequest request, ServerCallContext context) =>
        context.Feature<GetReview>().HandleAsync(request, context.Caller(), context.CancellationToken);

    public override Task<RemoveReviewerResponse> RemoveReviewer(
        RemoveReviewerRequest request,
        ServerCallContext context
    ) => context.Feature<RemoveReviewer>().HandleAsync(request, context.Caller(), context.CancellationToken);

    public override Task<SaveReviewerProfileResponse> SaveReviewerProfile(
        SaveReviewerProfileRequest request,
        ServerCallContext context
    ) => context.Feature<SaveReviewerProfile>().HandleAsync(request, context.Caller(), context.CancellationToken);

    public override Task<ListReviewerProfilesResponse> ListReviewerProfiles(
        ListReviewerProfilesRequest request,
        ServerCallContext context
    ) => context.Feature<ListReviewerProfiles>().HandleAsync(request, context.Caller(), context.CancellationToken);

    public override Task<PreviewAssignmentsResponse> PreviewAssignments(
        PreviewAssignmentsRequest request,
        ServerCallContext context
    ) => context.Feature<PreviewAssignments>().HandleAsync(request, context.Caller(), context.CancellationToken);

    public override Task<PlanReviewsResponse> PlanReviews(PlanReviewsRequest request, ServerCallContext context) =>
        context.Feature<PlanReviews>().HandleAsync(request, context.Caller(), context.CancellationToken);

    public override Task<RecordConsensusResponse> RecordConsensus(
        RecordConsensusRequest request,
        ServerCallContext context
    ) => context.Feature<RecordConsensus>().HandleAsync(request, context.Caller(), context.CancellationToken);

    public override Task<GetReviewPlanResponse> GetReviewPlan(
        GetReviewPlanRequest request,
        ServerCallContext context
    ) => context.Feature<GetReviewPlan>().HandleAsync(request, context.Caller(), context.CancellationToken);
}
