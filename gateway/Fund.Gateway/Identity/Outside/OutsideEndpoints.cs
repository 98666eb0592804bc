using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Fund.Gateway.Mail;
using Fund.Gateway.Portal;
using Fund.Gateway.Portal.Access;
using Fund.Kernel;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.WebUtilities;

namespace Fund.Gateway.Identity;

/// <summary>
/// Sends a visitor to the outside provider and takes the answer: code flow with PKCE, state and nonce, which a protected
/// cookie binds to the browser that asked.
/// </summary>
internal static class OutsideEndpoints
{
    public const string Start = "/sign-in/outside";
    public const string Callback = "/sign-in/outside/callback";
    private const string Cookie = "fund-outside";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    public static void Map(IEndpointRouteBuilder endpoints)
    {
        if (!endpoints.ServiceProvider.GetRequiredService<OutsideSettings>().IsOn)
        {
            return;
        }

        endpoints.MapGet(Start, StartAsync);
        endpoints.MapGet(Callback, CallbackAsync);
    }

    private static async Task<IResult> StartAsync(
        HttpContext context,
        OutsideProvider provider,
        OutsideSettings settings,
        MailSettings addresses,
        IDataProtectionProvider protection,
        ILogger<OutsideProvider> log
    )
    {
        var asked = new Asked(
            AccessToken.Random(),
            AccessToken.Random(),
            AccessToken.Random(),
            LocalAddress.OrHome(context.Request.Query["return"]),
            Languages.Current.Code
        );
        try
        {
            var authorization = await provider.AuthorizationAsync(context.RequestAborted);
            var challenge = Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(asked.Verifier)));
            var address = QueryHelpers.AddQueryString(
                authorization.ToString(),
                new Dictionary<string, string?>
                {
                    ["response_type"] = "code",
                    ["client_id"] = settings.ClientId,
                    ["redirect_uri"] = Redirect(addresses),
                    ["scope"] = "openid email",
                    ["state"] = asked.State,
                    ["nonce"] = asked.Nonce,
                    ["code_challenge"] = challenge,
                    ["code_challenge_method"] = "S256",
                }
            );
            Keep(context, Protector(protection).Protect(JsonSerializer.Serialize(asked), Patience));
            return Results.Redirect(address);
        }
        catch (OutsideFailedException e)
        {
            log.LogWarning(e, "The outside provider cannot be asked");
            return Failed(asked.Language);
        }
    }

    private static async Task<IResult> CallbackAsync(
        HttpContext context,
        OutsideProvider provider,
        OutsideSignIn signIn,
        MailSettings addresses,
        IDataProtectionProvider protection,
        ILogger<OutsideProvider> log
    )
    {
        var asked = AskedBy(context, Protector(protection));
        context.Response.Cookies.Delete(Cookie, Options(context));
        var query = context.Request.Query;
        if (
            asked is null
            || !IsSame(asked.State, query["state"].ToString())
            || query["code"].ToString() is not { Length: > 0 } code
        )
        {
            return Failed(asked?.Language ?? Languages.Current.Code);
        }

        try
        {
            var person = await provider.ExchangeAsync(
                code,
                asked.Verifier,
                Redirect(addresses),
                asked.Nonce,
                context.RequestAborted
            );
            var opened = await signIn.OpenAsync(person, ClientPlace.Of(context), context.RequestAborted);
            SessionCookie.Set(context, opened.Token);
            return Results.Redirect(
                opened.Session.Stage == SessionStage.Full
                    ? $"/{asked.Language}{asked.Return}"
                    : $"/{asked.Language}/sign-in?return={Uri.EscapeDataString(asked.Return)}"
            );
        }
        catch (Exception e) when (e is OutsideFailedException or RefusedException)
        {
            log.LogWarning(e, "A sign-in at the outside provider was refused");
            return Failed(asked.Language);
        }
    }

    private static string Redirect(MailSettings addresses) =>
        addresses.PublicAddress.GetLeftPart(UriPartial.Authority) + Callback;

    private static IResult Failed(string language) => Results.Redirect($"/{language}/sign-in?done=outside-failed");

    private static bool IsSame(string one, string other) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(one), Encoding.UTF8.GetBytes(other));

    private static Asked? AskedBy(HttpContext context, ITimeLimitedDataProtector protector)
    {
        if (context.Request.Cookies[Cookie] is not { Length: > 0 and < 4096 } kept)
        {
            return null;
        }

        try
        {
            return JsonSerializer.Deserialize<Asked>(protector.Unprotect(kept));
        }
        catch (CryptographicException)
        {
            // Too old, or not from us: as if it were not there.
            return null;
        }
    }

    private static ITimeLimitedDataProtector Protector(IDataProtectionProvider protection) =>
        protection.CreateProtector("fund.outside").ToTimeLimitedDataProtector();

    private static void Keep(HttpContext context, string value) =>
        context.Response.Cookies.Append(Cookie, value, Options(context));

    private static CookieOptions Options(HttpContext context) =>
        new()
        {
            HttpOnly = true,
            Secure = context.Request.IsHttps,
            SameSite = SameSiteMode.Lax,
            Path = "/",
            MaxAge = Patience,
            IsEssential = true,
        };

    /// <summary>What we asked the provider, and for whom.</summary>
    private sealed record Asked(string State, string Nonce, string Verifier, string Return, string Language);
}
