using Fund.Gateway.V1;

namespace Fund.Gateway.Api;

internal static partial class Routes
{
    private static IEnumerable<Route> Audit()
    {
        var readers = new Access("Auditor, administrator, fund manager.");
        var api = new Table(AuditReflection.Descriptor.Services.Single());
        return
        [
            api.Get("/audit/entries", "SearchAuditTrail", readers),
            api.Get("/audit/heads", "GetAuditHeads", readers),
            api.Get("/audit/verification", "VerifyAuditTrail", readers),
            api.Get(
                "/records/{recordKind}/{recordId}/timeline",
                "GetRecordTimeline",
                new Access("Staff of the record's area, auditor, administrator.")
            ),
            api.Get("/dossiers/{recordKind}/{recordId}/file", "DownloadDossier", new Access("Auditor, fund manager."))
                .StreamsFile("application/zip"),
        ];
    }
}
