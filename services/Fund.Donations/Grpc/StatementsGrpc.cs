using Fund.Common.V1;
using Fund.Donations.Features;
using Fund.Donations.V1;
using Fund.Hosting;
using Grpc.Core;

namespace Fund.Donations.Grpc;

/// <summary>The table of contents of receipts and statements.</summary>
public sealed class StatementsGrpc : StatementsService.StatementsServiceBase
{
    public override Task<GetDonorStatementResponse> GetDonorStatement(
        GetDonorStatementRequest request,
        ServerCallContext context
    ) => context.Feature<GetDonorStatement>().HandleAsync(request, context.Caller(), context.CancellationToken);

    public override Task<GetConsolidatedStatementResponse> GetConsolidatedStatement(
        GetConsolidatedStatementRequest request,
        ServerCallContext context
    ) => context.Feature<GetConsolidatedStatement>().HandleAsync(request, context.CancellationToken);

    public override Task ExportDonorStatement(
        ExportDonorStatementRequest request,
        IServerStreamWriter<FilePart> responseStream,
        ServerCallContext context
    ) =>
        context
            .Feature<ExportDonorStatement>()
            .HandleAsync(request, responseStream, context.Caller(), context.CancellationToken);

    public override Task ExportConsolidatedStatement(
        ExportConsolidatedStatementRequest request,
        IServerStreamWriter<FilePart> responseStream,
        ServerCallContext context
    ) => context.Feature<ExportConsolidatedStatement>().HandleAsync(request, responseStream, context.CancellationToken);

    public override Task<StartStatementBatchResponse> StartStatementBatch(
        StartStatementBatchRequest request,
        ServerCallContext context
    ) => context.Feature<StartStatementBatch>().HandleAsync(request, context.Caller(), context.CancellationToken);

    public override Task<GetStatementBatchResponse> GetStatementBatch(
        GetStatementBatchRequest request,
        ServerCallContext context
    ) => context.Feature<GetStatementBatch>().HandleAsync(request, context.CancellationToken);

    public override Task<ListStatementBatchesResponse> ListStatementBatches(
        ListStatementBatchesRequest request,
        ServerCallContext context
    ) => context.Feature<ListStatementBatches>().HandleAsync(request, context.CancellationToken);

    public override Task<ListStatementBatchItemsResponse> ListStatementBatchItems(
        ListStatementBatchItemsRequest request,
        ServerCallContext context
    ) => context.Feature<ListStatementBatchItems>().HandleAsync(request, context.CancellationToken);

    public override Task DownloadStatementBatch(
        DownloadStatementBatchRequest request,
        IServerStreamWriter<FilePart> responseStream,
        ServerCallContext context
    ) => context.Feature<DownloadStatementBatch>().HandleAsync(request, responseStream, context.CancellationToken);

    public override Task DownloadBatchStatement(
        DownloadBatchStatementRequest request,
        IServerStreamWriter<FilePart> responseStream,
        ServerCallContext context
    ) => context.Feature<DownloadBatchStatement>().HandleAsync(request, responseStream, context.CancellationToken);

    public override Task<IssueReceiptResponse> IssueReceipt(IssueReceiptRequest request, ServerCallContext context) =>
        context.Feature<IssueReceipt>().HandleAsync(request, context.Caller(), context.CancellationToken);

    public override Task<IssueReceiptsResponse> IssueReceipts(
        IssueReceiptsRequest request,
        ServerCallContext context
    ) => context.Feature<IssueReceipts>().HandleAsync(request, context.Caller(), context.CancellationToken);

    public override Task<GetReceiptResponse> GetReceipt(GetReceiptRequest request, ServerCallContext context) =>
        context.Feature<GetReceipt>().HandleAsync(request, context.Caller(), context.CancellationToken);

    public override Task<ListReceiptsResponse> ListReceipts(ListReceiptsRequest request, ServerCallContext context) =>
        context.Feature<ListReceipts>().HandleAsync(request, context.Caller(), context.CancellationToken);

    public override Task PrintReceipt(
        PrintReceiptRequest request,
        IServerStreamWriter<FilePart> responseStream,
        ServerCallContext context
    ) =>
        context
            .Feature<PrintReceipt>()
            .HandleAsync(request, responseStream, context.Caller(), context.CancellationToken);
}
