using Fund.Donations.V1;

namespace Fund.Gateway.Api;

internal static partial class Routes
{
    private static IEnumerable<Route> Statements()
    {
        var api = new Table(StatementsService.Descriptor);
        return
        [
            api.Get("/donors/{donorId}/statement", "GetDonorStatement", DonorReads),
            api.Get("/donors/{donorId}/statement/file", "ExportDonorStatement", DonorReads)
                .StreamsFile("application/pdf", "text/csv"),
            api.Get("/consolidated-statement", "GetConsolidatedStatement", FinanceReads),
            api.Get("/consolidated-statement/file", "ExportConsolidatedStatement", FinanceReads)
                .StreamsFile("application/pdf", "text/csv"),
            api.Post("/statement-batches", "StartStatementBatch", Finance)
                .Begins("/operations/statementBatch-{batchId}"),
            api.Get("/statement-batches", "ListStatementBatches", FinanceReads),
            api.Get("/statement-batches/{batchId}", "GetStatementBatch", FinanceReads),
            api.Get("/statement-batches/{batchId}/statements", "ListStatementBatchItems", FinanceReads),
            api.Get("/statement-batches/{batchId}/zip", "DownloadStatementBatch", FinanceReads)
                .StreamsFile("application/zip"),
            api.Get("/statement-batches/{batchId}/statements/{donorId}/pdf", "DownloadBatchStatement", FinanceReads)
                .StreamsFile("application/pdf"),
            api.Post("/receipts", "IssueReceipt", Finance).Creates("/receipts/{receiptId}"),
            api.Post("/receipts/batches", "IssueReceipts", Finance),
            api.Get("/receipts", "ListReceipts", DonorReads),
            api.Get("/receipts/{receiptId}", "GetReceipt", DonorReads),
            api.Get("/receipts/{receiptId}/pdf", "PrintReceipt", DonorReads).StreamsFile("application/pdf"),
        ];
    }
}
