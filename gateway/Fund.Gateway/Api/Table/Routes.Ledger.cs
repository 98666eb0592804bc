using Fund.Donations.V1;

namespace Fund.Gateway.Api;

internal static partial class Routes
{
    private static IEnumerable<Route> Ledger()
    {
        var api = new Table(LedgerService.Descriptor);
        var rates = new Table(RatesService.Descriptor);
        var reservations = new Table(DonationsService.Descriptor);
        return
        [
            rates.Post("/rates/imports", "ImportRates", Finance).TakesXml(),
            rates.Post("/rates", "RecordRate", Finance).Creates(),
            rates.Get("/rates", "ListRates", FinanceReads),
            api.Get("/fund-position", "GetFundPosition", Everybody),
            api.Get("/ledger-entries", "ListLedgerEntries", FinanceReads),
            api.Get("/trial-balance", "GetTrialBalance", FinanceReads),
            api.Get("/policy-settings", "ListPolicySettings", FinanceReads),
            api.Post("/policy-settings", "ChangePolicySetting", Manager).Creates(),
            api.Post("/published-totals", "RecordPublishedTotal", Manager).Creates(),
            reservations.Get("/reservations/{callId}", "GetReservation", FinanceReads),
        ];
    }
}
