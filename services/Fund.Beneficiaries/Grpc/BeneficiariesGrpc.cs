using Fund.Beneficiaries.Features;
using Fund.Beneficiaries.V1;
using Fund.Hosting;
using Grpc.Core;

namespace Fund.Beneficiaries.Grpc;

/// <summary>The table of contents of this service: one line for each RPC.</summary>
public sealed class BeneficiariesGrpc : BeneficiariesService.BeneficiariesServiceBase
{
    public override Task<SubmitAggregateReturnResponse> SubmitAggregateReturn(
        SubmitAggregateReturnRequest request,
        ServerCallContext context
    ) => context.Feature<SubmitAggregateReturn>().HandleAsync(request, context.Caller(), context.CancellationToken);

    public override Task<SubmitCaseReturnResponse> SubmitCaseReturn(
        SubmitCaseReturnRequest request,
        ServerCallContext context
    ) => context.Feature<SubmitCaseReturn>().HandleAsync(request, context.Caller(), context.CancellationToken);

    public override Task<AcceptReturnResponse> AcceptReturn(AcceptReturnRequest request, ServerCallContext context) =>
        context.Feature<AcceptReturn>().HandleAsync(request, context.Caller(), context.CancellationToken);

    public override Task<QuestionReturnResponse> QuestionReturn(
        QuestionReturnRequest request,
        ServerCallContext context
    ) => context.Feature<QuestionReturn>().HandleAsync(request, context.Caller(), context.CancellationToken);

    public override Task<GetReturnResponse> GetReturn(GetReturnRequest request, ServerCallContext context) =>
        context.Feature<GetReturn>().HandleAsync(request, context.Caller(), context.CancellationToken);

    public override Task<ListReturnsResponse> ListReturns(ListReturnsRequest request, ServerCallContext context) =>
        context.Feature<ListReturns>().HandleAsync(request, context.Caller(), context.CancellationToken);

    public override Task<GetProjectCountsResponse> GetProjectCounts(
        GetProjectCountsRequest request,
        ServerCallContext context
    ) => context.Feature<GetProjectCounts>().HandleAsync(request, context.Caller(), context.CancellationToken);

    public override Task<PublishFiguresResponse> PublishFigures(
        PublishFiguresRequest request,
        ServerCallContext context
    ) => context.Feature<PublishFigures>().HandleAsync(request, context.Caller(), context.CancellationToken);

    public override Task<GetPublishedFiguresResponse> GetPublishedFigures(
        GetPublishedFiguresRequest request,
        ServerCallContext context
    ) => context.Feature<GetPublishedFigures>().HandleAsync(request, context.CancellationToken);

    public override Task<ListPublishedReleasesResponse> ListPublishedReleases(
        ListPublishedReleasesRequest request,
        ServerCallContext context
    ) => context.Feature<ListPublishedReleases>().HandleAsync(request, context.CancellationToken);
}
