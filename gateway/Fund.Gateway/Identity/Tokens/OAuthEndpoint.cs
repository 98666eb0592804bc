using System.Security.Cryptography;
using System.Text;
using Fund.Gateway.Persistence;
using Fund.Kernel;
using Microsoft.EntityFrameworkCore;
using Microsoft.Net.Http.Headers;

namespace Fund.Gateway.Identity;

/// <summary>
/// <c>POST /oauth/token</c>: client credentials (RFC 6749, section 4.4), with the secret in the Authorization header or in
/// the form. The token lives a quarter of an hour and may do what the client may, or the part of it that <c>scope</c> names.
/// </summary>
internal static class OAuthEndpoint
{
    public const string Path = "/oauth/token";
    private const int Longest = 8 * 1024;

    public static void Map(IEndpointRouteBuilder endpoints) =>
        endpoints.MapPost(Path, context => AnswerAsync(context)).DisableAntiforgery();

    private static async Task AnswerAsync(HttpContext context)
    {
        context.Response.Headers.CacheControl = "no-store";
        var request = context.Request;
        if (!request.HasFormContentType || request.ContentLength is not (> 0 and <= Longest))
        {
            await RefuseAsync(context, StatusCodes.Status400BadRequest, "invalid_request");
            return;
        }

        var form = await request.ReadFormAsync(context.RequestAborted);
        if (form.Any(field => field.Value.Count != 1))
        {
            await RefuseAsync(context, StatusCodes.Status400BadRequest, "invalid_request");
        }
        else if (form["grant_type"] != "client_credentials")
        {
            await RefuseAsync(context, StatusCodes.Status400BadRequest, "unsupported_grant_type");
        }
        else if (CredentialsOf(request, form) is not { } credentials)
        {
            await RefuseAsync(context, StatusCodes.Status401Unauthorized, "invalid_client");
        }
        else
        {
            await GiveAsync(context, credentials.Id, credentials.Secret, form["scope"].ToString());
        }
    }

    private static async Task GiveAsync(HttpContext context, string id, string secret, string scope)
    {
        var services = context.RequestServices;
        var place = ClientPlace.Of(context);
        var stop = context.RequestAborted;
        var throttle = services.GetRequiredService<SignInThrottle>();
        SignInAttempt attempt;
        try
        {
            attempt = await throttle.BeginAsync("client " + id, place, stop);
        }
        catch (RefusedException e)
        {
            Api.Problems.Of(e.Refusal, null).SendTo(context);
            return;
        }

        var events = services.GetRequiredService<IdentityEvents>();
        if (await FindAsync(services, id, secret, stop) is not { } client)
        {
            events.Happened(IdentityEvent.SignInFailed, null, place);
            await RefuseAsync(context, StatusCodes.Status401Unauthorized, "invalid_client");
            return;
        }

        await throttle.ForgetAsync(attempt, stop);
        await throttle.RememberAsync("client " + id, place, stop);
        var asked = scope.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (asked.Except(client.Permissions).Any())
        {
            await RefuseAsync(context, StatusCodes.Status400BadRequest, "invalid_scope");
            return;
        }

        string[] given = asked.Length > 0 ? asked : [.. client.Permissions];
        var token = await OpenAsync(services, client, given, place, stop);
        events.Happened(IdentityEvent.TokenUsed, client.AccountId, place);
        await context.Response.WriteAsJsonAsync(
            new
            {
                access_token = token,
                token_type = "Bearer",
                expires_in = (int)ApiToken.OfClient.TotalSeconds,
                scope = string.Join(' ', given),
            },
            stop
        );
    }

    private static async Task<ApiToken?> FindAsync(
        IServiceProvider services,
        string id,
        string secret,
        CancellationToken cancellationToken
    )
    {
        var db = services.GetRequiredService<GatewayDb>();
        var now = services.GetRequiredService<TimeProvider>().GetUtcNow();
        if (!Guid.TryParseExact(id, "D", out var clientId))
        {
            return null;
        }

        var client = await db
            .ApiTokens.Where(row => row.ApiTokenId == clientId && row.IsClient)
            .Where(row => row.RevokedAt == null && row.ExpiresAt > now)
            .Where(row => db.Accounts.Any(owner => owner.Id == row.AccountId && owner.DisabledAt == null))
            .AsNoTracking()
            .SingleOrDefaultAsync(cancellationToken);
        var right =
            client is not null && CryptographicOperations.FixedTimeEquals(client.SecretHash, AccessToken.Hash(secret));
        return right ? client : null;
    }

    private static async Task<string> OpenAsync(
        IServiceProvider services,
        ApiToken client,
        IReadOnlyList<string> permissions,
        ClientPlace place,
        CancellationToken cancellationToken
    )
    {
        var db = services.GetRequiredService<GatewayDb>();
        var now = services.GetRequiredService<TimeProvider>().GetUtcNow();
        var token = AccessToken.New();
        db.Sessions.Add(Session.OfClient(client, token, permissions, now, place));
        await db.SaveChangesAsync(cancellationToken);
        await db
            .ApiTokens.Where(row => row.ApiTokenId == client.ApiTokenId)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.LastUsedAt, now), cancellationToken);
        return token;
    }

    private static (string Id, string Secret)? CredentialsOf(HttpRequest request, IFormCollection form)
    {
        const string basic = "Basic ";
        var header = request.Headers.Authorization.ToString();
        if (header.Length == 0)
        {
            return (form["client_id"].ToString(), form["client_secret"].ToString());
        }

        var bytes = new byte[header.Length];
        if (
            form.ContainsKey("client_secret")
            || !header.StartsWith(basic, StringComparison.OrdinalIgnoreCase)
            || !Convert.TryFromBase64String(header[basic.Length..].Trim(), bytes, out var length)
        )
        {
            // Two ways at once are refused (RFC 6749, section 2.3), and so is what is neither.
            return null;
        }

        var text = Encoding.UTF8.GetString(bytes, 0, length).Split(':', 2);
        return text.Length == 2 ? (Uri.UnescapeDataString(text[0]), Uri.UnescapeDataString(text[1])) : null;
    }

    private static Task RefuseAsync(HttpContext context, int status, string error)
    {
        context.Response.StatusCode = status;
        if (status == StatusCodes.Status401Unauthorized)
        {
            context.Response.Headers[HeaderNames.WWWAuthenticate] = "Basic realm=\"oauth\"";
        }

        return context.Response.WriteAsJsonAsync(new { error }, context.RequestAborted);
    }
}
