using Fund.Projects.V1;

namespace Fund.Gateway.Api;

internal static partial class Routes
{
    private static IEnumerable<Route> Projects()
    {
        var api = new Table(ProjectsService.Descriptor);
        var registers = new Access("Programme officer; an organisation member who has no organisation yet.");
        return
        [
            api.Post("/organisations", "RegisterOrganisation", registers).Creates("/organisations/{organisationId}"),
            api.Get(
                "/organisations",
                "ListOrganisations",
                new Access("Staff, auditor; an administrator, for the list of tenants.")
            ),
            api.Get("/organisations/{organisationId}", "GetOrganisation", OrganisationReads),
            api.Post(
                "/organisations/{organisationId}/bank-account",
                "RecordBankAccount",
                new Access("Own organisation; finance officer.")
            ),
            api.Post(
                "/organisations/{organisationId}/bank-account-verification",
                "VerifyBankAccount",
                new Access("Finance officer, fund manager; two different people, neither of whom recorded it.")
            ),
            api.Post("/organisations/{organisationId}/due-diligence", "RecordDueDiligence", Programme),
            api.Get("/agreements", "ListAgreements", OrganisationReads),
            api.Get("/agreements/{agreementId}", "GetAgreement", OrganisationReads),
            api.Get("/activities", "ListPublishedActivities", Everybody),
            api.Put("/agreements/{agreementId}/terms", "SetAgreementTerms", Programme),
            api.Post("/agreements/{agreementId}/sending", "SendAgreement", Programme),
            api.Post(
                "/agreements/{agreementId}/signature",
                "SignAgreement",
                new Access("First an authorising officer of the organisation, then a fund manager.")
            ),
            api.Post("/agreements/{agreementId}/suspension", "SuspendAgreement", Programme),
            api.Post("/agreements/{agreementId}/resumption", "ResumeAgreement", Programme),
            api.Post(
                "/instalments/{instalmentId}/request",
                "RequestInstalment",
                new Access("Finance officer, programme officer.")
            ),
            api.Post(
                "/instalments/{instalmentId}/approval",
                "ApproveInstalment",
                new Access("Finance officer, fund manager; not who requested it.")
            ),
            api.Post(
                "/instalments/{instalmentId}/rejection",
                "RejectInstalment",
                new Access("Finance officer, fund manager; not who requested it.")
            ),
            api.Post("/instalments/{instalmentId}/payment", "PayInstalment", new Access("Finance officer.")),
            api.Get("/reports", "ListReports", OrganisationReads),
            api.Get("/reports/{reportId}", "GetReport", OrganisationReads),
            api.Post("/reports/{reportId}/submission", "SubmitReport", Authorising),
            api.Post("/reports/{reportId}/acceptance", "AcceptReport", Programme),
            api.Post("/reports/{reportId}/sending-back", "SendBackReport", Programme),
        ];
    }
}
