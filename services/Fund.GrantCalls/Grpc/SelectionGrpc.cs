using Fund.Common.V1;
using Fund.GrantCalls.Features;
using Fund.GrantCalls.V1;
using Fund.Hosting;
using Grpc.Core;

namespace Fund.GrantCalls.Grpc;

/// <summary>Selection and statistics: one line per RPC.</summary>
public sealed class SelectionGrpc : SelectionService.SelectionServiceBase
{
    public override Task<PreviewPortfolioResponse> PreviewPortfolio(
        PreviewPortfolioRequest request,
        ServerCallContext context
    ) => context.Feature<PreviewPortfolio>().HandleAsync(request, context.Caller(), context.CancellationToken);

    public override Task<AdoptPortfolioResponse> AdoptPortfolio(
        AdoptPortfolioRequest request,
        ServerCallContext context
    ) => context.Feature<AdoptPortfolio>().HandleAsync(request, context.Caller(), context.CancellationToken);

    public override Task<GetPortfolioResponse> GetPortfolio(GetPortfolioRequest request, ServerCallContext context) =>
        context.Feature<GetPortfolio>().HandleAsync(request, context.Caller(), context.CancellationToken);

    public override Task<GetCallStatisticsResponse> GetCallStatistics(
        GetCallStatisticsRequest request,
        ServerCallContext context
    ) => context.Feature<GetCallStatistics>().HandleAsync(request, context.Caller(), context.CancellationToken);

    public override Task<ListPublishedStatisticsResponse> ListPublishedStatistics(
        ListPublishedStatisticsRequest request,
        ServerCallContext context
    ) => context.Feature<ListPublishedStatistics>().HandleAsync(request, context.CancellationToken);

    public override Task ExportCallStatistics(
        ExportCallStatisticsRequest request,
        IServerStreamWriter<FilePart> responseStream,
        ServerCallContext context
    ) =>
        context
            .Feature<ExportCallStatistics>()
            .HandleAsync(request, context.Caller(), responseStream, context.CancellationToken);

    public override Task ExportRanking(
        ExportRankingRequest request,
        IServerStreamWriter<FilePart> responseStream,
        ServerCallContext context
    ) =>
        context
            .Feature<ExportRanking>()
            .HandleAsync(request, context.Caller(), responseStream, context.CancellationToken);
}
