using System.Security.Cryptography;
using Fund.Kernel;
using Fund.Testing;
using Fund.Testing.V1;
using Grpc.Core;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Fund.Hosting.Tests.Identity;

public sealed class IdentityAttackTests(NotesFixture notes) : IClassFixture<NotesFixture>
{
    private const string Audience = "donations";
    private static readonly TestIdentity Keys = TestIdentity.Shared;

    /// <summary>Every forged token by name; each must be answered with UNAUTHENTICATED and nothing more.</summary>
    public static TheoryData<string> Forgeries =>
        [
            "none at all",
            "garbage",
            "alg none",
            "expired",
            "issued in the future",
            "lives too long",
            "another key",
            "HS256 with the public key",
            "RS256",
            "ES384",
            "wrong audience",
            "wrong type",
            "unknown issuer",
            "kid with a path",
            "a service speaking for a person",
            "a service speaking for another service",
            "a service with a person's role",
            "the gateway speaking for a service",
            "a person with the service role",
            "an unknown role",
            "no roles",
            "no subject",
            "a tampered payload",
        ];

    [Theory]
    [MemberData(nameof(Forgeries))]
    public async Task A_forged_identity_is_not_believed(string forgery)
    {
        var client = notes.Service.Client<NotesService.NotesServiceClient>(Forge(forgery));
        var e = await Assert.ThrowsAsync<RpcException>(async () => await client.WriteNoteAsync(NotesFixture.Note()));
        Assert.Equal(StatusCode.Unauthenticated, e.StatusCode);
        Assert.Equal("NOT_SIGNED_IN", e.ToRefusal()!.Reason);
        Assert.Equal(Refusals.NotSignedIn().Message, e.Status.Detail);
    }

    [Fact]
    public async Task A_token_as_the_gateway_makes_it_is_believed()
    {
        var client = notes.Service.Client<NotesService.NotesServiceClient>(() => Sign("gateway", Person()));
        Assert.Equal("somebody", (await client.MisbehaveAsync(new MisbehaveRequest())).Caller);
    }

    [Fact]
    public async Task A_token_is_refused_once_it_has_expired_even_when_it_was_believed_before()
    {
        var clock = new TestClock(DateTimeOffset.UnixEpoch.AddYears(60));
        var keys = new Dictionary<string, ECDsa> { ["gateway"] = Keys.Key("gateway") };
        var issuer = new IdentityTokens("gateway", Keys.Key("gateway"), keys, clock);
        var checker = new IdentityTokens(Audience, null, keys, clock);
        var token = issuer.Issue(NotesFixture.Finance, Audience);
        Assert.Equal(NotesFixture.Finance, await checker.ValidateAsync(token));
        clock.Advance(TimeSpan.FromSeconds(71));
        await Assert.ThrowsAsync<RefusedException>(async () => await checker.ValidateAsync(token));
    }

    [Fact]
    public void A_token_is_signed_once_for_half_its_life_and_only_for_its_caller_and_audience()
    {
        var clock = new TestClock(DateTimeOffset.UnixEpoch.AddYears(60));
        var issuer = new IdentityTokens("gateway", Keys.Key("gateway"), new Dictionary<string, ECDsa>(), clock);
        var token = issuer.Issue(NotesFixture.Finance, Audience);
        var same = NotesFixture.Finance with { Roles = new HashSet<Role> { Role.FinanceOfficer } };
        Assert.Equal(token, issuer.Issue(same, Audience));
        Assert.NotEqual(token, issuer.Issue(NotesFixture.Finance, "projects"));
        Assert.NotEqual(token, issuer.Issue(NotesFixture.Finance with { DonorId = Guid.CreateVersion7() }, Audience));
        clock.Advance(TimeSpan.FromSeconds(30));
        Assert.NotEqual(token, issuer.Issue(NotesFixture.Finance, Audience));
    }

    private static Func<string>? Forge(string forgery)
    {
        var service = new Dictionary<string, object>
        {
            ["sub"] = "service:projects",
            ["kind"] = "service",
            ["roles"] = new[] { "service" },
        };
        return forgery switch
        {
            "none at all" => null,
            "garbage" => () => "a.b.c",
            "alg none" => () => Unsigned(Person()),
            "expired" => () => Sign("gateway", Person(), issued: -120, life: 60),
            "issued in the future" => () => Sign("gateway", Person(), issued: 60),
            "lives too long" => () => Sign("gateway", Person(), life: 3600),
            "another key" => () => Sign("gateway", Person(), key: new(new ECDsaSecurityKey(NewKey()), "ES256")),
            "HS256 with the public key" => () => Sign("gateway", Person(), key: HmacWithPublicKey()),
            "RS256" => () => Sign("gateway", Person(), key: new(new RsaSecurityKey(RSA.Create(2048)), "RS256")),
            "ES384" => () => Sign("gateway", Person(), key: new(new ECDsaSecurityKey(NewKey(384)), "ES384")),
            "wrong audience" => () => Sign("gateway", Person(), audience: "projects"),
            "wrong type" => () => Sign("gateway", Person(), type: "at+jwt"),
            "unknown issuer" => () => Sign("somewhere", Person(), key: Key("gateway")),
            "kid with a path" => () => Sign("gateway", Person(), key: Key("../../../tmp/forged.pem", NewKey())),
            "a service speaking for a person" => () => Sign("projects", Person()),
            "a service speaking for another service" => () => Sign("grantcalls", service),
            "a service with a person's role" => () =>
                Sign("projects", new(service) { ["roles"] = new[] { "service", "finance_officer" } }),
            "the gateway speaking for a service" => () => Sign("gateway", service),
            "a person with the service role" => () => Sign("gateway", Person("finance_officer", "service")),
            "an unknown role" => () => Sign("gateway", Person("finance_officer", "root")),
            "no roles" => () => Sign("gateway", Person([])),
            "no subject" => () => Sign("gateway", new(Person()) { ["sub"] = "" }),
            "a tampered payload" => () => Tamper(Sign("gateway", Person("reviewer"))),
            _ => throw new ArgumentOutOfRangeException(nameof(forgery), forgery, "no such forgery"),
        };
    }

    private static Dictionary<string, object> Person(params string[] roles) =>
        new()
        {
            ["sub"] = "somebody",
            ["kind"] = "person",
            ["roles"] = roles,
        };

    private static Dictionary<string, object> Person() => Person("finance_officer");

    private static string Sign(
        string issuer,
        Dictionary<string, object> claims,
        int issued = 0,
        int life = 60,
        string audience = Audience,
        string type = "fund-identity+jwt",
        SigningCredentials? key = null
    )
    {
        var now = TimeProvider.System.GetUtcNow().UtcDateTime.AddSeconds(issued);
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(
            new SecurityTokenDescriptor
            {
                Issuer = issuer,
                Audience = audience,
                TokenType = type,
                IssuedAt = now,
                Expires = now.AddSeconds(life),
                Claims = claims,
                SigningCredentials = key ?? Key(issuer),
            }
        );
    }

    private static string Unsigned(Dictionary<string, object> claims)
    {
        var signed = Sign("gateway", claims).Split('.');
        var header = Base64UrlEncoder.Encode("""{"alg":"none","typ":"fund-identity+jwt"}""");
        return $"{header}.{signed[1]}.";
    }

    private static string Tamper(string token)
    {
        var parts = token.Split('.');
        var payload = Base64UrlEncoder
            .Decode(parts[1])
            .Replace("reviewer", "finance_officer", StringComparison.Ordinal);
        return $"{parts[0]}.{Base64UrlEncoder.Encode(payload)}.{parts[2]}";
    }

    private static SigningCredentials Key(string issuer) => new(new ECDsaSecurityKey(Keys.Key(issuer)), "ES256");

    private static SigningCredentials Key(string keyId, ECDsa key) =>
        new(new ECDsaSecurityKey(key) { KeyId = keyId }, "ES256");

    private static SigningCredentials HmacWithPublicKey() =>
        new(new SymmetricSecurityKey(File.ReadAllBytes(Keys.PublicKeyFile("gateway"))), "HS256");

    private static ECDsa NewKey(int bits = 256) =>
        ECDsa.Create(bits == 256 ? ECCurve.NamedCurves.nistP256 : ECCurve.NamedCurves.nistP384);
}
