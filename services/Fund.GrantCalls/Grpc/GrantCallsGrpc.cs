using Fund.GrantCalls.Features;
using Fund.GrantCalls.V1;
using Fund.Hosting;
using Grpc.Core;

namespace Fund.GrantCalls.Grpc;

/// <summary>The table of contents: one line per RPC.</summary>
public sealed class GrantCallsGrpc : GrantCallsService.GrantCallsServiceBase
{
    public override Task<CreateCallResponse> CreateCall(CreateCallRequest request, ServerCallContext context) =>
        context.Feature<CreateCall>().HandleAsync(request, context.Caller(), context.CancellationToken);

    public override Task<UpdateCallResponse> UpdateCall(UpdateCallRequest request, ServerCallContext context) =>
        context.Feature<UpdateCall>().HandleAsync(request, context.Caller(), context.CancellationToken);

    public override Task<GetCallResponse> GetCall(GetCallRequest request, ServerCallContext context) =>
        context.Feature<GetCall>().HandleAsync(request, context.Caller(), context.CancellationToken);

    public override Task<ListCallsResponse> ListCalls(ListCallsRequest request, ServerCallContext context) =>
        context.Feature<ListCalls>().HandleAsync(request, context.Caller(), context.CancellationToken);

    public override Task<PublishCallResponse> PublishCall(PublishCallRequest request, ServerCallContext context) =>
        context.Feature<PublishCall>().HandleAsync(request, context.Caller(), context.CancellationToken);

    public override Task<CancelCallResponse> CancelCall(CancelCallRequest request, ServerCallContext context) =>
        context.Feature<CancelCall>().HandleAsync(request, context.Caller(), context.CancellationToken);

    public override Task<ExtendDeadlineResponse> ExtendDeadline(
        ExtendDeadlineRequest request,
        ServerCallContext context
    ) => context.Feature<ExtendDeadline>().HandleAsync(request, context.Caller(), context.CancellationToken);

    public override Task<ChangeEnvelopeResponse> ChangeEnvelope(
        ChangeEnvelopeRequest request,
        ServerCallContext context
    ) => context.Feature<ChangeEnvelope>().HandleAsync(request, context.Caller(), context.CancellationToken);

    public override Task<CompleteCallResponse> CompleteCall(CompleteCallRequest request, ServerCallContext context) =>
        context.Feature<CompleteCall>().HandleAsync(request, context.Caller(), context.CancellationToken);

    public override Task<StartProposalResponse> StartProposal(
        StartProposalRequest request,
        ServerCallContext context
    ) => context.Feature<StartProposal>().HandleAsync(request, context.Caller(), context.CancellationToken);

    public override Task<SaveProposalResponse> SaveProposal(SaveProposalRequest request, ServerCallContext context) =>
        context.Feature<SaveProposal>().HandleAsync(request, context.Caller(), context.CancellationToken);

    public override Task<SubmitProposalResponse> SubmitProposal(
        SubmitProposalRequest request,
        ServerCallContext context
    ) => context.Feature<SubmitProposal>().HandleAsync(request, context.Caller(), context.CancellationToken);

    public override Task<WithdrawProposalResponse> WithdrawProposal(
        WithdrawProposalRequest request,
        ServerCallContext context
    ) => context.Feature<WithdrawProposal>().HandleAsync(request, context.Caller(), context.CancellationToken);

    public override Task<GetProposalResponse> GetProposal(GetProposalRequest request, ServerCallContext context) =>
        context.Feature<GetProposal>().HandleAsync(request, context.Caller(), context.CancellationToken);

    public override Task<ListProposalsResponse> ListProposals(
        ListProposalsRequest request,
        ServerCallContext context
    ) => context.Feature<ListProposals>().HandleAsync(request, context.Caller(), context.CancellationToken);

    public override Task<ScreenEligibilityResponse> ScreenEligibility(
        ScreenEligibilityRequest request,
        ServerCallContext context
    ) => context.Feature<ScreenEligibility>().HandleAsync(request, context.Caller(), context.CancellationToken);

    public override Task<DecideCriterionResponse> DecideCriterion(
        DecideCriterionRequest request,
        ServerCallContext context
    ) => context.Feature<DecideCriterion>().HandleAsync(request, context.Caller(), context.CancellationToken);

    public override Task<AssignReviewerResponse> AssignReviewer(
        AssignReviewerRequest request,
        ServerCallContext context
    ) => context.Feature<AssignReviewer>().HandleAsync(request, context.Caller(), context.CancellationToken);

    public override Task<DeclareConflictResponse> DeclareConflict(
        DeclareConflictRequest request,
        ServerCallContext context
    ) => context.Feature<DeclareConflict>().HandleAsync(request, context.Caller(), context.CancellationToken);

    public override Task<ListAssignmentsResponse> ListAssignments(
        ListAssignmentsRequest request,
        ServerCallContext context
    ) => context.Feature<ListAssignments>().HandleAsync(request, context.Caller(), context.CancellationToken);

    public override Task<SubmitReviewResponse> SubmitReview(SubmitReviewRequest request, ServerCallContext context) =>
        context.Feature<SubmitReview>().HandleAsync(request, context.Caller(), context.CancellationToken);

    public override Task<GetRankingResponse> GetRanking(GetRankingRequest request, ServerCallContext context) =>
        context.Feature<GetRanking>().HandleAsync(request, context.Caller(), context.CancellationToken);

    public override Task<RecordBoardSessionResponse> RecordBoardSession(
        RecordBoardSessionRequest request,
        ServerCallContext context
    ) => context.Feature<RecordBoardSession>().HandleAsync(request, context.Caller(), context.CancellationToken);

    public override Task<DecideProposalResponse> DecideProposal(
        DecideProposalRequest request,
        ServerCallContext context
    ) => context.Feature<DecideProposal>().HandleAsync(request, context.Caller(), context.CancellationToken);

    public override Task<ListAwardsResponse> ListAwards(ListAwardsRequest request, ServerCallContext context) =>
        context.Feature<ListAwards>().HandleAsync(request, context.Caller(), context.CancellationToken);
}
