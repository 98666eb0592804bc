using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Fund.Gateway.Identity;
using Fund.Gateway.Persistence;
using Fund.Hosting;
using Fund.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Fund.Gateway.Tests.Identity;

/// <summary>Sign-in at an outside provider: a small real one, over HTTP, with real keys; honest and forging.</summary>
public sealed class OutsideTests(RunningGateway gateway) : IClassFixture<RunningGateway>
{
    [Fact]
    public async Task Somebody_with_an_account_is_linked_by_the_verified_address_and_known_by_the_subject_after_that()
    {
        await using var provider = await SmallProvider.StartAsync();
        await using var instance = await StartAsync(provider);
        var (account, _) = await gateway.AccountAsync(Role.OrganisationMember);
        var person = provider.Person("sub-1", account.Email!, isVerified: true);

        Assert.Equal(account.Id, await SignInAsync(instance, provider, person));

        // The address changes at the provider; the subject counts.
        var renamed = provider.Person("sub-1", "somebody-else@people.example", isVerified: true);
        Assert.Equal(account.Id, await SignInAsync(instance, provider, renamed));
    }

    [Fact]
    public async Task Nobody_gets_an_account_by_it_unless_invited()
    {
        await using var provider = await SmallProvider.StartAsync();
        await using var instance = await StartAsync(provider);
        var email = $"{Guid.CreateVersion7():N}@people.example";
        Assert.Null(await SignInAsync(instance, provider, provider.Person("sub-2", email, isVerified: true)));

        var administrator = await gateway.TokenAsync(Role.Administrator);
        await gateway.PostAsync(
            "/api/v1/invitations",
            administrator,
            $$"""{"email":"{{email}}","role":"organisationMember"}"""
        );
        Assert.Null(await SignInAsync(instance, provider, provider.Person("sub-2", email, isVerified: false)));
        var made = await SignInAsync(instance, provider, provider.Person("sub-2", email, isVerified: true));
        Assert.NotNull(made);
    }

    [Fact]
    public async Task An_address_that_is_not_verified_and_an_account_that_is_disabled_get_nothing()
    {
        await using var provider = await SmallProvider.StartAsync();
        await using var instance = await StartAsync(provider);
        var (account, _) = await gateway.AccountAsync(Role.OrganisationMember);
        Assert.Null(await SignInAsync(instance, provider, provider.Person("sub-3", account.Email!, isVerified: false)));

        await gateway.Service.InScopeAsync<GatewayDb>(db =>
            db.Accounts.Where(row => row.Id == account.Id)
                .ExecuteUpdateAsync(set => set.SetProperty(row => row.DisabledAt, TimeProvider.System.GetUtcNow()))
        );
        Assert.Null(await SignInAsync(instance, provider, provider.Person("sub-3", account.Email!, isVerified: true)));
    }

    [Fact]
    public async Task Staff_still_need_their_second_factor()
    {
        await using var provider = await SmallProvider.StartAsync();
        await using var instance = await StartAsync(provider);
        var (account, _) = await gateway.AccountAsync(Role.FinanceOfficer);

        await SignInAsync(instance, provider, provider.Person("sub-4", account.Email!, isVerified: true));

        var stage = await gateway.Service.InScopeAsync<GatewayDb, SessionStage>(db =>
            db.Sessions.Where(row => row.AccountId == account.Id).Select(row => row.Stage).SingleAsync()
        );
        Assert.Equal(SessionStage.Enrolment, stage);
    }

    [Theory]
    [InlineData("none")]
    [InlineData("rs-to-hs")]
    [InlineData("other-key")]
    [InlineData("kid-with-path")]
    [InlineData("embedded-key")]
    [InlineData("audience")]
    [InlineData("two-audiences")]
    [InlineData("issuer")]
    [InlineData("nonce")]
    [InlineData("no-nonce")]
    [InlineData("expired")]
    [InlineData("no-expiry")]
    [InlineData("future")]
    [InlineData("no-subject")]
    [InlineData("garbage")]
    public async Task A_forged_identity_token_is_refused(string forgery)
    {
        await using var provider = await SmallProvider.StartAsync();
        await using var instance = await StartAsync(provider);
        var (account, _) = await gateway.AccountAsync(Role.OrganisationMember);
        var honest = provider.Person($"sub-{forgery}", account.Email!, isVerified: true);

        Assert.Null(await SignInAsync(instance, provider, nonce => provider.Forge(forgery, honest, nonce)));
        Assert.NotNull(await SignInAsync(instance, provider, honest));
    }

    [Fact]
    public async Task An_answer_that_was_not_asked_for_in_this_browser_is_refused()
    {
        await using var provider = await SmallProvider.StartAsync();
        await using var instance = await StartAsync(provider);
        var (account, _) = await gateway.AccountAsync(Role.OrganisationMember);
        var person = provider.Person("sub-5", account.Email!, isVerified: true);

        Assert.Null(await SignInAsync(instance, provider, person, changeState: true));
        Assert.Null(await SignInAsync(instance, provider, person, withoutCookie: true));
        Assert.Null(await SignInAsync(instance, provider, person, otherVerifier: true));
    }

    [Fact]
    public async Task It_is_off_unless_it_is_set()
    {
        Assert.Equal(404, (await gateway.SendAsync(HttpMethod.Get, "/en" + OutsideEndpoints.Start)).Status);
    }

    private Task<RunningService> StartAsync(SmallProvider provider) =>
        gateway.StartInstanceAsync(
            null,
            $"--Outside:Issuer={provider.Issuer}",
            "--Outside:ClientId=the-fund",
            $"--Outside:ClientSecret={SmallProvider.Secret}"
        );

    private Task<Guid?> SignInAsync(
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
    private async Task<Guid?> SignInAsync(
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
        return await gateway.Service.InScopeAsync<GatewayDb, Guid>(db =>
            db.Sessions.Where(row => row.TokenHash == hash).Select(row => row.AccountId).SingleAsync()
        );
    }

    /// <summary>An OpenID Connect provider as small as it can be; what its tokens say is for the test.</summary>
    private sealed class SmallProvider : IAsyncDisposable
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
}
