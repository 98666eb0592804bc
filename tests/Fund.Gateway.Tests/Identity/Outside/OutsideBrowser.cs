using System.Net;
using Fund.Gateway.Identity;
using Fund.Gateway.Persistence;
using Fund.Testing;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;

namespace Fund.Gateway.Tests.Identity.Outside;

/// <summary>A browser on its way to the outside provider and back.</summary>
internal static class OutsideBrowser
{
    public static Task<RunningService> StartAsync(RunningGateway gateway, SmallProvider provider) =>
        gateway.StartInstanceAsync(
            null,
            $"--Outside:Issuer={provider.Issuer}",
            "--Outside:ClientId=the-fund",
            $"--Outside:ClientSecret={SmallProvider.Secret}"
        );

    public static Task<Guid?> SignInAsync(
        RunningService instance,
        SmallProvider provider,
        Dictionary<string, object> person,
        bool changeState = false,
        bool withoutCookie = false,
        bool otherVerifier = false
    ) =>
        SignInAsync(
            instance,
            provider,
            nonce => provider.Honest(person, nonce),
            changeState,
            withoutCookie,
            otherVerifier
        );

    /// <summary>The whole way as a browser goes it; the account that is signed in at its end, or null.</summary>
    public static async Task<Guid?> SignInAsync(
        RunningService instance,
        SmallProvider provider,
        Func<string, string> token,
        bool changeState = false,
        bool withoutCookie = false,
        bool otherVerifier = false
    )
    {
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false })
        {
            BaseAddress = instance.HttpAddress,
        };
        using var start = await http.GetAsync("/en" + OutsideEndpoints.Start);
        Assert.Equal(HttpStatusCode.Redirect, start.StatusCode);
        var asked = QueryHelpers.ParseQuery(start.Headers.Location!.Query);
        Assert.Equal("S256", asked["code_challenge_method"]);
        var code = provider.Authorize(
            otherVerifier ? "another challenge" : asked["code_challenge"]!,
            token(asked["nonce"].ToString())
        );
        var state = changeState ? asked["state"] + "x" : asked["state"].ToString();
        using var back = new HttpRequestMessage(
            HttpMethod.Get,
            $"{OutsideEndpoints.Callback}?code={code}&state={state}"
        );
        if (!withoutCookie)
        {
            back.Headers.Add("Cookie", start.Headers.GetValues("Set-Cookie").Single().Split(';')[0]);
        }

        using var end = await http.SendAsync(back);
        Assert.Equal(HttpStatusCode.Redirect, end.StatusCode);
        var session = end.Headers.TryGetValues("Set-Cookie", out var cookies)
            ? cookies.SingleOrDefault(cookie => cookie.StartsWith("fund=", StringComparison.Ordinal))
            : null;
        if (session is null)
        {
            Assert.Contains("outside-failed", end.Headers.Location!.ToString(), StringComparison.Ordinal);
            return null;
        }

        var hash = AccessToken.Hash(session["fund=".Length..].Split(';')[0]);
        return await instance.InScopeAsync<GatewayDb, Guid>(db =>
            db.Sessions.Where(row => row.TokenHash == hash).Select(row => row.AccountId).SingleAsync()
        );
    }
}
