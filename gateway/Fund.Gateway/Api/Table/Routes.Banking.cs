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
            api.Get("/bank-statements", "ListBankStatements", FinanceReads),
            api.Get("/bank-statements/{bankStatementId}", "GetBankStatement", FinanceReads),
            api.Get("/bank-statements/{bankStatementId}/file", "DownloadBankStatement", FinanceReads)
                .StreamsFile("application/xml", "text/csv"),
            api.Get("/bank-entries", "ListBankEntries", FinanceReads),
            api.Get("/bank-entries/{bankEntryId}", "GetBankEntry", FinanceReads),
            api.Post("/bank-entries/confirmations", "ConfirmBankEntries", Finance),
            api.Post("/bank-entries/{bankEntryId}/confirmation", "ConfirmBankEntry", Finance),
            api.Post("/bank-entries/{bankEntryId}/dismissal", "DismissBankEntry", Finance),
            api.Post("/bank-entries/{bankEntryId}/undoing", "UndoBankEntryDecision", Finance),
            api.Post("/bank-csv-profiles", "SaveBankCsvProfile", Finance).Creates(),
            api.Get("/bank-csv-profiles", "ListBankCsvProfiles", FinanceReads),
            api.Get("/bank-csv-profiles/{bankCsvProfileId}", "GetBankCsvProfile", FinanceReads),
            api.Put("/bank-csv-profiles/{bankCsvProfileId}", "ChangeBankCsvProfile", Finance),
            api.Post("/bank-csv-profiles/{bankCsvProfileId}/imports", "BeginBankCsvImport", Finance)
                .Creates("/imports/{importId}"),
        ];
    }
}
