using Fund.Donations.V1;

namespace Fund.Gateway.Api;

internal static partial class Routes
{
    private static IEnumerable<Route> Ledger()
    {
        var api = new Table(DonationsService.Descriptor);
        return
        [
            api.Post("/rates/imports", "ImportRates", Finance).TakesXml(),
            api.Post("/rates", "RecordRate", Finance).Creates(),
            api.Get("/rates", "ListRates", FinanceReads),
            api.Get("/fund-position", "GetFundPosition", Everybody),
            api.Get("/ledger-entries", "ListLedgerEntries", FinanceReads),
            api.Get("/trial-balance", "GetTrialBalance", FinanceReads),
            api.Get("/policy-settings", "ListPolicySettings", FinanceReads),
            api.Post("/policy-settings", "ChangePolicySetting", Manager).Creates(),
            api.Post("/published-totals", "RecordPublishedTotal", Manager).Creates(),
            api.Get("/reservations/{callId}", "GetReservation", FinanceReads),
        ];
    }
}
