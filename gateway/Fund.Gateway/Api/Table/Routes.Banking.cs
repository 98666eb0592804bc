using Fund.Donations.V1;

namespace Fund.Gateway.Api;

internal static partial class Routes
{
    private static IEnumerable<Route> Banking()
    {
        var api = new Table(BankingService.Descriptor);
        return
        [
            api.Post("/bank-statements", "ImportBankStatement", Finance).TakesXml(),
            api.Get("/bank-entries", "ListBankEntries", FinanceReads),
            api.Post("/bank-entries/{bankEntryId}/confirmation", "ConfirmBankEntry", Finance),
            api.Post("/bank-entries/{bankEntryId}/dismissal", "DismissBankEntry", Finance),
        ];
    }
}
