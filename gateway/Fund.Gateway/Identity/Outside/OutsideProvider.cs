using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Fund.Gateway.Identity;

/// <summary>The outside sign-in did not work; the message is for the log, never for the visitor.</summary>
internal sealed class OutsideFailedException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>Who the provider says somebody is.</summary>
internal sealed record OutsidePerson(string Subject, string Email, bool IsVerified, bool HasSecondFactor);

/// <summary>
/// The outside provider: its description and keys, the exchange of a code, and the check of the identity token (OpenID
/// Connect Core 1.0, section 3.1.3.7). The framework's own client is not on every package feed; this is the part of it
/// that is needed here, over the same token library that checks our own identities.
/// </summary>
internal sealed class OutsideProvider(OutsideSettings settings, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Fresh = TimeSpan.FromHours(1);
    private static readonly TimeSpan NotAgainFor = TimeSpan.FromMinutes(1);
    private static readonly string[] Algorithms =
    [
        SecurityAlgorithms.RsaSha256,
        SecurityAlgorithms.EcdsaSha256,
        SecurityAlgorithms.RsaSsaPssSha256,
    ];

    private readonly JsonWebTokenHandler _tokens = new() { MapInboundClaims = false };
    private readonly SemaphoreSlim _reading = new(1);
    private readonly HttpClient _http = new(
        new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            ConnectTimeout = TimeSpan.FromSeconds(5),
        }
    )
    {
        Timeout = TimeSpan.FromSeconds(10),
        MaxResponseContentBufferSize = 256 * 1024,
    };
    private Known? _known;

    private string Issuer => settings.Issuer!.ToString().TrimEnd('/');

    /// <summary>Where a visitor is sent to sign in.</summary>
    public async Task<Uri> AuthorizationAsync(CancellationToken cancellationToken) =>
        (await KnownAsync(null, cancellationToken)).Authorization;

    /// <summary>Whom a code stands for.</summary>
    /// <param name="code">From the provider, by way of the visitor's browser.</param>
    /// <param name="verifier">What only we know of the request it answers (RFC 7636).</param>
    /// <param name="redirect">The same address as in that request.</param>
    /// <param name="nonce">What the identity token must carry.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="OutsideFailedException">The provider is not there, or anything about its answer is wrong.</exception>
    public async Task<OutsidePerson> ExchangeAsync(
        string code,
        string verifier,
        string redirect,
        string nonce,
        CancellationToken cancellationToken
    )
    {
        var known = await KnownAsync(null, cancellationToken);
        using var request = new HttpRequestMessage(HttpMethod.Post, known.Token);
        request.Content = new FormUrlEncodedContent(
            new Dictionary<string, string>
            {
                ["grant_type"] = "authorization_code",
                ["code"] = code,
                ["redirect_uri"] = redirect,
                ["code_verifier"] = verifier,
            }
        );
        var secret = $"{Uri.EscapeDataString(settings.ClientId)}:{Uri.EscapeDataString(settings.ClientSecret)}";
        request.Headers.Authorization = new AuthenticationHeaderValue(
            "Basic",
            Convert.ToBase64String(Encoding.UTF8.GetBytes(secret))
        );
        using var answer = await SendAsync(request, cancellationToken);
        return answer.RootElement.TryGetProperty("id_token", out var token) && token.GetString() is { } text
            ? await CheckAsync(text, nonce, cancellationToken)
            : throw new OutsideFailedException("There is no identity token in the answer.");
    }

    public void Dispose()
    {
        _http.Dispose();
        _reading.Dispose();
    }

    private async Task<OutsidePerson> CheckAsync(string token, string nonce, CancellationToken cancellationToken)
    {
        if (token.Length > 16 * 1024 || !_tokens.CanReadToken(token))
        {
            throw new OutsideFailedException("The identity token cannot be read.");
        }

        var known = await KnownAsync(KidOf(token), cancellationToken);
        var result = await _tokens.ValidateTokenAsync(token, Parameters(known));
        if (!result.IsValid || result.SecurityToken is not JsonWebToken jwt)
        {
            throw new OutsideFailedException("The identity token is not valid.", result.Exception);
        }

        var audiences = jwt.Audiences.ToList();
        if (Claim(jwt, "nonce") != nonce)
        {
            throw new OutsideFailedException("The identity token answers another request.");
        }

        if (audiences.Count > 1 && Claim(jwt, "azp") != settings.ClientId)
        {
            throw new OutsideFailedException("The identity token is for somebody else too.");
        }

        if (string.IsNullOrEmpty(jwt.Subject))
        {
            throw new OutsideFailedException("The identity token has no subject.");
        }

        return new OutsidePerson(
            jwt.Subject,
            Claim(jwt, "email") ?? "",
            string.Equals(Claim(jwt, "email_verified"), "true", StringComparison.OrdinalIgnoreCase),
            settings.HasSecondFactor && jwt.Claims.Any(claim => claim is { Type: "amr", Value: "mfa" })
        );
    }

    private string KidOf(string token)
    {
        try
        {
            return _tokens.ReadJsonWebToken(token).Kid;
        }
        catch (Exception e) when (e is ArgumentException or SecurityTokenException)
        {
            throw new OutsideFailedException("The identity token cannot be read.", e);
        }
    }

    private TokenValidationParameters Parameters(Known known) =>
        new()
        {
            ValidAlgorithms = Algorithms,
            ValidIssuer = known.Issuer,
            ValidAudience = settings.ClientId,
            RequireSignedTokens = true,
            RequireExpirationTime = true,
            TryAllIssuerSigningKeys = false,
            // Only keys that the provider publishes at its own address; a key in the token, or a path to one, is nothing.
            IssuerSigningKeyResolver = (_, _, kid, _) =>
                string.IsNullOrEmpty(kid) && known.Keys.Count == 1
                    ? known.Keys
                    : known.Keys.Where(key => key.KeyId == kid),
            LifetimeValidator = (from, until, _, _) =>
                until is { } end
                && new DateTimeOffset(end, TimeSpan.Zero) + Skew > time.GetUtcNow()
                && (from is not { } start || new DateTimeOffset(start, TimeSpan.Zero) - Skew < time.GetUtcNow()),
        };

    /// <summary>Description and keys, read again after an hour, or when a key is not among them: at most once a minute.</summary>
    private async Task<Known> KnownAsync(string? kid, CancellationToken cancellationToken)
    {
        await _reading.WaitAsync(cancellationToken);
        try
        {
            var age = _known is null ? TimeSpan.MaxValue : time.GetUtcNow() - _known.ReadAt;
            var misses = kid is { Length: > 0 } && _known?.Keys.Any(key => key.KeyId == kid) == false;
            if (_known is null || age > Fresh || (misses && age > NotAgainFor))
            {
                _known = await ReadAsync(cancellationToken);
            }

            return _known;
        }
        finally
        {
            _reading.Release();
        }
    }

    private async Task<Known> ReadAsync(CancellationToken cancellationToken)
    {
        using var about = await GetAsync(new Uri(Issuer + "/.well-known/openid-configuration"), cancellationToken);
        var issuer = Text(about, "issuer");
        if (issuer.TrimEnd('/') != Issuer)
        {
            throw new OutsideFailedException("The provider calls itself by another name.");
        }

        using var keys = await GetAsync(Address(about, "jwks_uri"), cancellationToken);
        var usable = new JsonWebKeySet(keys.RootElement.GetRawText())
            .Keys.Where(key => key.Kty is "RSA" or "EC" && key.Use is null or "" or "sig")
            .ToList<SecurityKey>();
        return new Known(
            issuer,
            Address(about, "authorization_endpoint"),
            Address(about, "token_endpoint"),
            usable,
            time.GetUtcNow()
        );
    }

    /// <summary>An address of the provider: over TLS, unless the provider itself is on this machine without.</summary>
    private Uri Address(JsonDocument about, string name) =>
        Uri.TryCreate(Text(about, name), UriKind.Absolute, out var address)
        && (address.Scheme == "https" || (settings.Issuer!.Scheme == "http" && address.IsLoopback))
            ? address
            : throw new OutsideFailedException($"The provider's {name} is not an address over TLS.");

    private static string Text(JsonDocument about, string name) =>
        about.RootElement.TryGetProperty(name, out var value) && value.GetString() is { Length: > 0 } text
            ? text
            : throw new OutsideFailedException($"The provider's description has no {name}.");

    private async Task<JsonDocument> GetAsync(Uri address, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        return await SendAsync(request, cancellationToken);
    }

    private async Task<JsonDocument> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await _http.SendAsync(request, cancellationToken);
            if (!response.IsSuccessStatusCode)
            {
                throw new OutsideFailedException($"The provider answered {(int)response.StatusCode}.");
            }

            await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
            return await JsonDocument.ParseAsync(body, cancellationToken: cancellationToken);
        }
        catch (Exception e) when (e is HttpRequestException or JsonException or TaskCanceledException)
        {
            throw new OutsideFailedException("The provider did not answer as it should.", e);
        }
    }

    private static string? Claim(JsonWebToken jwt, string type) =>
        jwt.TryGetClaim(type, out var claim) ? claim.Value : null;

    private sealed record Known(
        string Issuer,
        Uri Authorization,
        Uri Token,
        IReadOnlyList<SecurityKey> Keys,
        DateTimeOffset ReadAt
    );
}
