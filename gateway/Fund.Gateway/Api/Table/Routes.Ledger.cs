using Fund.Donations.V1;

namespace Fund.Gateway.Api;

internal static partial class Routes
{
    private static IEnumerable<Route> Ledger()
    {
        var api = new Table(LedgerService.Descriptor);
        var rates = new Table(RatesService.Descriptor);
        var reservations = new Table(DonationsService.Descriptor);
        var positionReads = new Access("Finance officer, fund manager, programme officer, trustee, auditor.");
        return
        [
            rates.Post("/rates/imports", "ImportRates", Finance).TakesXml(),
            rates.Post("/rates/imports/check", "CheckRates", Finance).TakesXml(),
            rates.Post("/rates/check", "CheckRate", Finance),
            rates.Get("/rates/revaluations", "ListRevaluations", FinanceReads),
            rates.Get("/rates/valuations", "ListValuations", FinanceReads),
            rates.Post("/rates", "RecordRate", Finance).Creates(),
            rates.Get("/rates", "ListRates", new Access("Finance officer, fund manager, auditor, donor contact.")),
            api.Get("/fund-position", "GetFundPosition", Everybody),
            api.Get("/ledger-entries", "ListLedgerEntries", FinanceReads),
            api.Get("/trial-balance", "GetTrialBalance", FinanceReads),
            api.Get("/ledger-accounts", "GetChartOfAccounts", FinanceReads),
            api.Get("/ledger-accounts/{account}/statement", "GetAccountStatement", FinanceReads),
            api.Get("/journal", "ExportJournal", FinanceReads).StreamsFile("text/csv"),
            api.Get("/accounting-periods", "ListAccountingPeriods", FinanceReads),
            api.Post(
                "/accounting-periods/{month}/closing-request",
                "RequestMonthClosing",
                new Access("Finance officer.")
            ),
            api.Post(
                "/accounting-periods/{month}/closing",
                "CloseMonth",
                new Access("Fund manager; not who asked for it.")
            ),
            api.Get("/fund-position/parts", "ExplainFundPosition", positionReads),
            api.Get("/fund-position/history", "GetPositionHistory", Everybody),
            api.Get("/forecast", "GetForecast", positionReads),
            api.Get("/policy-settings", "ListPolicySettings", FinanceReads),
            api.Post("/policy-settings", "ChangePolicySetting", Manager).Creates(),
            api.Post("/published-totals", "RecordPublishedTotal", Manager).Creates(),
            reservations.Get("/reservations/{callId}", "GetReservation", positionReads),
        ];
    }
}
