using Fund.Gateway.V1;

namespace Fund.Gateway.Api;

internal static partial class Routes
{
    /// <summary>What the gateway does itself.</summary>
    private static IEnumerable<Route> Identity()
    {
        var api = new Table(GatewayReflection.Descriptor.Services.Single());
        var unfinished = new Access("Everybody who has signed in, also when the second factor is missing.");
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
            api.Post("/accounts", "CreateAccount", Administrators).Creates(),
            api.Get("/accounts", "ListAccounts", Administrators),
            api.Get("/notices", "ListNotices", DonorReads),
            api.Put("/notices/{noticeId}/mark", "MarkNotice", DonorReads),
            api.Get("/operations", "ListOperations", SignedIn),
            api.Get("/operations/{operationId}", "GetOperation", SignedIn),
        ];
    }
}
