using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Fund.Gateway.Tests.Identity.Outside;

/// <summary>An OpenID Connect provider as small as it can be; what its tokens say is for the test.</summary>
internal sealed class SmallProvider : IAsyncDisposable
{
    public const string Secret = "a secret of the client";
    private readonly RSA _key = RSA.Create(2048);
    private readonly ConcurrentDictionary<string, (string Challenge, string Token)> _codes = new();
    private readonly WebApplication _app;

    private SmallProvider(WebApplication app) => _app = app;

    public string Issuer => _app.Urls.Single().TrimEnd('/');

    public static async Task<SmallProvider> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var provider = new SmallProvider(app);
        app.MapGet("/.well-known/openid-configuration", () => provider.About());
        app.MapGet("/keys", () => provider.Keys());
        app.MapPost("/token", (Delegate)provider.TokenAsync);
        await app.StartAsync();
        return provider;
    }

    public Dictionary<string, object> Person(string subject, string email, bool isVerified) =>
        new()
        {
            ["sub"] = subject,
            ["email"] = email,
            ["email_verified"] = isVerified,
        };

    public string Authorize(string challenge, string token)
    {
        var code = Guid.CreateVersion7().ToString("N");
        _codes[code] = (challenge, token);
        return code;
    }

    public string Honest(Dictionary<string, object> person, string nonce) =>
        Sign(person, nonce, Now().AddMinutes(5), "the-fund", Issuer, Rsa(_key, "key-1"));

    public string Forge(string how, Dictionary<string, object> person, string nonce)
    {
        using var other = RSA.Create(2048);
        var publicKey = Encoding.UTF8.GetBytes(_key.ExportSubjectPublicKeyInfoPem());
        var hmac = new SigningCredentials(new SymmetricSecurityKey(publicKey) { KeyId = "key-1" }, "HS256");
        var mine = Rsa(_key, "key-1");
        var soon = Now().AddMinutes(5);
        return how switch
        {
            "none" => Sign(person, nonce, soon, "the-fund", Issuer, null),
            "rs-to-hs" => Sign(person, nonce, soon, "the-fund", Issuer, hmac),
            "other-key" => Sign(person, nonce, soon, "the-fund", Issuer, Rsa(other, "key-1")),
            "kid-with-path" => Sign(person, nonce, soon, "the-fund", Issuer, Rsa(other, "../../../dev/null")),
            "embedded-key" => Sign(person, nonce, soon, "the-fund", Issuer, Rsa(other, "key-2"), embed: other),
            "audience" => Sign(person, nonce, soon, "somebody-else", Issuer, mine),
            "two-audiences" => Sign(person, nonce, soon, null, Issuer, mine),
            "issuer" => Sign(person, nonce, soon, "the-fund", "https://evil.example", mine),
            "nonce" => Sign(person, "another", soon, "the-fund", Issuer, mine),
            "no-nonce" => Sign(person, null, soon, "the-fund", Issuer, mine),
            "expired" => Sign(person, nonce, Now().AddMinutes(-5), "the-fund", Issuer, mine),
            "no-expiry" => Sign(person, nonce, null, "the-fund", Issuer, mine),
            "future" => Sign(person, nonce, Now().AddHours(2), "the-fund", Issuer, mine, from: Now().AddHours(1)),
            "no-subject" => Sign(
                person.Where(pair => pair.Key != "sub").ToDictionary(),
                nonce,
                soon,
                "the-fund",
                Issuer,
                mine
            ),
            _ => "not.a.token",
        };
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        _key.Dispose();
    }

    private static DateTimeOffset Now() => TimeProvider.System.GetUtcNow();

    private static SigningCredentials Rsa(RSA key, string id) =>
        new(new RsaSecurityKey(key.ExportParameters(true)) { KeyId = id }, "RS256");

    private static string Sign(
        Dictionary<string, object> person,
        string? nonce,
        DateTimeOffset? expires,
        string? audience,
        string issuer,
        SigningCredentials? credentials,
        DateTimeOffset? from = null,
        RSA? embed = null
    )
    {
        var claims = new Dictionary<string, object>(person)
        {
            ["iss"] = issuer,
            ["aud"] = audience is null ? new[] { "the-fund", "somebody-else" } : audience,
            ["iat"] = Now().ToUnixTimeSeconds(),
        };
        if (nonce is not null)
        {
            claims["nonce"] = nonce;
        }

        if (expires is { } end)
        {
            claims["exp"] = end.ToUnixTimeSeconds();
        }

        if (from is { } start)
        {
            claims["nbf"] = start.ToUnixTimeSeconds();
        }

        var payload = JsonSerializer.Serialize(claims);
        var handler = new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false };
        if (credentials is null)
        {
            return Base64UrlEncoder.Encode("""{"alg":"none","typ":"JWT"}""")
                + "."
                + Base64UrlEncoder.Encode(payload)
                + ".";
        }

        if (embed is null)
        {
            return handler.CreateToken(payload, credentials);
        }

        var jwk = JsonWebKeyConverter.ConvertFromRSASecurityKey(new RsaSecurityKey(embed.ExportParameters(false)));
        return handler.CreateToken(
            payload,
            credentials,
            new Dictionary<string, object>
            {
                ["jwk"] = JsonSerializer.SerializeToElement(
                    new
                    {
                        kty = "RSA",
                        n = jwk.N,
                        e = jwk.E,
                    }
                ),
            }
        );
    }

    private IResult About() =>
        Results.Json(
            new
            {
                issuer = Issuer,
                authorization_endpoint = Issuer + "/authorize",
                token_endpoint = Issuer + "/token",
                jwks_uri = Issuer + "/keys",
            }
        );

    private IResult Keys()
    {
        var key = _key.ExportParameters(false);
        return Results.Json(
            new
            {
                keys = new[]
                {
                    new
                    {
                        kty = "RSA",
                        kid = "key-1",
                        use = "sig",
                        n = Base64UrlEncoder.Encode(key.Modulus),
                        e = Base64UrlEncoder.Encode(key.Exponent),
                    },
                },
            }
        );
    }

    private async Task<IResult> TokenAsync(HttpContext context)
    {
        var form = await context.Request.ReadFormAsync();
        var expected = Convert.ToBase64String(Encoding.UTF8.GetBytes($"the-fund:{Uri.EscapeDataString(Secret)}"));
        var challenge = Base64UrlEncoder.Encode(
            SHA256.HashData(Encoding.ASCII.GetBytes(form["code_verifier"].ToString()))
        );
        return
            context.Request.Headers.Authorization == $"Basic {expected}"
            && _codes.TryRemove(form["code"].ToString(), out var asked)
            && asked.Challenge == challenge
            ? Results.Json(
                new
                {
                    id_token = asked.Token,
                    access_token = "x",
                    token_type = "Bearer",
                }
            )
            : Results.Json(new { error = "invalid_grant" }, statusCode: 400);
    }
}
