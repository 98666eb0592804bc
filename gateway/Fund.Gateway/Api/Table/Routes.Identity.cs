using Fund.Gateway.V1;

namespace Fund.Gateway.Api;

internal static partial class Routes
{
    /// <summary>What the gateway does itself.</summary>
    private static IEnumerable<Route> Identity()
    {
        var api = new Table(GatewayReflection.Descriptor.Services.Single());
        var unfinished = new Access("Everybody who has signed in, also when the second factor is missing.");
        var inviting = new Access(
            "Administrator; an authorising officer for the own organisation; a finance officer for donor contacts; a donor "
                + "contact for the own donor."
        );
        var managing = new Access(
            "Administrator; an authorising officer for the own organisation; never the own account."
        );
        var seeing = new Access(
            "Administrator, auditor; people of an organisation or donor their own; a finance officer donor contacts."
        );
        return
        [
            api.Post("/session", "SignIn", Everybody),
            api.Get("/session", "GetSession", unfinished),
            api.Delete("/session", "SignOut", unfinished),
            api.Post("/session/completion", "CompleteSignIn", unfinished),
            api.Get("/sessions", "ListSessions", SignedIn),
            api.Delete("/sessions/{sessionId}", "RevokeSession", SignedIn),
            api.Post("/sessions/ending-of-others", "RevokeOtherSessions", SignedIn),
            api.Get("/second-factor", "GetSecondFactor", SignedIn),
            api.Post("/second-factor", "BeginSecondFactor", unfinished),
            api.Post("/second-factor/confirmation", "ConfirmSecondFactor", unfinished),
            api.Post("/second-factor/recovery-codes", "RenewRecoveryCodes", SignedIn),
            api.Post("/second-factor/removal", "RemoveSecondFactor", SignedIn),
            api.Put("/password", "ChangePassword", SignedIn),
            api.Post("/password-resets", "RequestPasswordReset", Everybody),
            api.Post("/password-resets/completion", "CompletePasswordReset", Everybody),
            api.Post("/invitations", "CreateInvitation", inviting).Creates(),
            api.Get(
                "/invitations",
                "ListInvitations",
                new Access(
                    "Administrator, auditor; an authorising officer for the own organisation; a finance officer for donor "
                        + "contacts; a donor contact for the own donor."
                )
            ),
            api.Post("/invitations/acceptance", "AcceptInvitation", Everybody).Creates(),
            api.Post("/invitations/{invitationId}/revocation", "RevokeInvitation", inviting),
            api.Post("/invitations/{invitationId}/resending", "ResendInvitation", inviting),
            api.Get("/accounts/{accountId}", "GetAccount", seeing),
            api.Post("/accounts/{accountId}/disabling", "DisableAccount", managing),
            api.Post("/accounts/{accountId}/enabling", "EnableAccount", managing),
            api.Put("/accounts/{accountId}/role", "ChangeAccountRole", managing),
            api.Post("/accounts/{accountId}/second-factor-reset", "ResetSecondFactor", managing),
            api.Post("/api-tokens", "CreateApiToken", SignedIn).Creates(),
            api.Get("/api-tokens", "ListApiTokens", SignedIn),
            api.Delete("/api-tokens/{apiTokenId}", "RevokeApiToken", SignedIn),
            api.Get("/permissions", "GetPermissions", SignedIn),
            api.Put("/own-name", "ChangeOwnName", SignedIn),
            api.Get("/mail-settings", "GetMailSettings", SignedIn),
            api.Put("/mail-settings", "SetMailSettings", SignedIn),
            api.Get("/mails", "ListMails", Administrators),
            api.Post("/accounts", "CreateAccount", Administrators).Creates(),
            api.Get("/accounts", "ListAccounts", seeing),
            api.Get("/notices", "ListNotices", NoticeReads),
            api.Put("/notices/{noticeId}/mark", "MarkNotice", NoticeReads),
            api.Get("/operations", "ListOperations", SignedIn),
            api.Get("/operations/{operationId}", "GetOperation", SignedIn),
        ];
    }
}
