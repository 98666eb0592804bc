using Fund.Donations.V1;

namespace Fund.Gateway.Api;

internal static partial class Routes
{
    private const string Csv = "text/csv";

    private static IEnumerable<Route> Reports()
    {
        var api = new Table(ReportsService.Descriptor);
        return
        [
            api.Get("/contributions-report", "GetContributionsReport", FinanceReads),
            api.Get("/contributions-report/file", "ExportContributionsReport", FinanceReads).StreamsFile(Csv),
            api.Get(
                "/facts-and-figures",
                "GetFactsAndFigures",
                new Access("Finance officer, fund manager, trustee, auditor.")
            ),
            api.Get("/ceb-revenue/{referenceYear}", "GetCebRevenue", FinanceReads),
            api.Get("/ceb-revenue/{referenceYear}/file", "ExportCebRevenue", FinanceReads).StreamsFile(Csv),
            api.Get("/public-register", "ListPublicRegister", Everybody),
            api.Get("/public-register/file", "ExportPublicRegister", Everybody).StreamsFile(Csv),
            api.Get("/donors/{donorId}/impact", "GetDonorImpact", DonorReads),
        ];
    }
}
