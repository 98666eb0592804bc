using Fund.Donations.V1;

namespace Fund.Gateway.Api;

internal static partial class Routes
{
    private static IEnumerable<Route> Imports()
    {
        var api = new Table(ImportsService.Descriptor);
        return
        [
            api.Post("/imports", "BeginImport", Finance).Creates("/imports/{importId}"),
            api.Get("/imports", "ListImports", FinanceReads),
            api.Get("/imports/{importId}", "GetImport", FinanceReads),
            api.Put("/imports/{importId}/content", "AppendToImport", Finance).TakesUpload(),
            api.Head("/imports/{importId}/content", "GetImport", FinanceReads).TellsUpload("getUploadProgress"),
            api.Get("/imports/{importId}/content", "DownloadImport", FinanceReads)
                .StreamsFile("application/octet-stream"),
            api.Put("/imports/{importId}/layout", "ChangeImportLayout", Finance),
            api.Get("/imports/{importId}/problems", "ListImportProblems", FinanceReads),
            api.Get("/imports/{importId}/problems.csv", "DownloadImportProblems", FinanceReads).StreamsFile("text/csv"),
            api.Post("/imports/{importId}/start", "StartImport", Finance).Begins("/operations/import-{importId}"),
            api.Post("/imports/{importId}/cancellation", "CancelImport", Finance),
        ];
    }
}
