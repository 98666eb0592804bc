using System.Security.Cryptography;
using Fund.Kernel;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Fund.Hosting;

/// <summary>
/// Issues and checks the short-lived signed tokens that say who is asking: JWTs with ES256, type
/// <c>fund-identity+jwt</c>, at most 60 seconds long, for one audience, from a pinned issuer. The gateway may speak for
/// people and the public; a service may only speak for itself. See services/decisions/0005-caller-identity.md.
/// </summary>
public sealed class IdentityTokens
{
    /// <summary>The gRPC metadata key that carries the token.</summary>
    public const string MetadataKey = "fund-identity";

    internal const string TokenType = "fund-identity+jwt";
    internal static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Skew = TimeSpan.FromSeconds(10);

    private readonly JsonWebTokenHandler _handler = new()
    {
        MapInboundClaims = false,
        SetDefaultTimesOnTokenCreation = false,
    };
    private readonly KeptTokens<(Caller Caller, string Audience), string> _issued = new();
    private readonly KeptTokens<string, Caller> _validated = new();
    private readonly string _name;
    private readonly SigningCredentials? _signing;
    private readonly Dictionary<string, ECDsaSecurityKey> _trusted;
    private readonly TimeProvider _time;

    /// <param name="name">Name of this process: issuer of what it signs, audience of what it accepts.</param>
    /// <param name="signingKey">This process's private key; null when it only checks.</param>
    /// <param name="trustedKeys">Issuer name to its pinned public key.</param>
    /// <param name="time">The machine's clock: tokens cross processes, so a test's clock must not decide about them.</param>
    public IdentityTokens(
        string name,
        ECDsa? signingKey,
        IReadOnlyDictionary<string, ECDsa> trustedKeys,
        TimeProvider time
    )
    {
        _name = name;
        _time = time;
        _signing = signingKey is null
            ? null
            : new SigningCredentials(Cacheable(signingKey), SecurityAlgorithms.EcdsaSha256);
        _trusted = trustedKeys.ToDictionary(pair => pair.Key, pair => Cacheable(pair.Value), StringComparer.Ordinal);
    }

    /// <summary>A token for a caller towards one service; the same one for half its life, because signing costs.</summary>
    public string Issue(Caller caller, string audience)
    {
        var key = (caller, audience);
        var now = _time.GetUtcNow();
        if (_issued.Find(key, now) is { } kept)
        {
            return kept;
        }

        var token = Sign(caller, audience, now);
        _issued.Keep(key, token, now, now + (Lifetime / 2));
        return token;
    }

    /// <summary>Who a token speaks for.</summary>
    /// <exception cref="RefusedException">NOT_SIGNED_IN when anything about it is not as it must be.</exception>
    public async ValueTask<Caller> ValidateAsync(string? token)
    {
        if (string.IsNullOrEmpty(token) || token.Length > 4096)
        {
            throw Refusals.NotSignedIn().AsException();
        }

        var now = _time.GetUtcNow();
        if (_validated.Find(token, now) is { } known)
        {
            return known;
        }

        var result = await _handler.ValidateTokenAsync(token, Parameters()).ConfigureAwait(false);
        if (!result.IsValid || result.SecurityToken is not JsonWebToken jwt || CallerOf(jwt, now) is not { } caller)
        {
            throw Refusals.NotSignedIn().AsException();
        }

        _validated.Keep(token, caller, now, new DateTimeOffset(jwt.ValidTo, TimeSpan.Zero) + Skew);
        return caller;
    }

    private string Sign(Caller caller, string audience, DateTimeOffset now)
    {
        if (_signing is null)
        {
            throw new InvalidOperationException($"{_name} has no signing key (Identity:SigningKeyFile).");
        }

        var claims = new Dictionary<string, object>
        {
            ["sub"] = caller.Subject,
            ["kind"] = KindName(caller.Kind),
            ["roles"] = caller.Roles.Order().Select(role => role.Name()).ToArray(),
            ["jti"] = Guid.CreateVersion7(now).ToString("N"),
        };
        if (caller.OrganisationId is { } organisation)
        {
            claims["org"] = organisation.ToString("D");
        }

        if (caller.DonorId is { } donor)
        {
            claims["donor"] = donor.ToString("D");
        }

        if (caller.Address is { } address)
        {
            claims["addr"] = address;
        }

        if (caller.Session is { } session)
        {
            claims["sid"] = session;
        }

        return _handler.CreateToken(
            new SecurityTokenDescriptor
            {
                Issuer = _name,
                Audience = audience,
                TokenType = TokenType,
                IssuedAt = now.UtcDateTime,
                Expires = (now + Lifetime).UtcDateTime,
                Claims = claims,
                SigningCredentials = _signing,
            }
        );
    }

    private TokenValidationParameters Parameters() =>
        new()
        {
            ValidAlgorithms = [SecurityAlgorithms.EcdsaSha256],
            ValidTypes = [TokenType],
            ValidAudience = _name,
            ValidIssuers = _trusted.Keys,
            RequireSignedTokens = true,
            RequireExpirationTime = true,
            // The key is chosen by the issuer alone; a key id in the token is never looked up anywhere.
            IssuerSigningKeyResolver = (_, token, _, _) =>
                token is JsonWebToken jwt && _trusted.TryGetValue(jwt.Issuer, out var key) ? [key] : [],
            TryAllIssuerSigningKeys = false,
            LifetimeValidator = (_, expires, _, _) =>
                expires is { } end && new DateTimeOffset(end, TimeSpan.Zero) + Skew > _time.GetUtcNow(),
        };

    private static Caller? CallerOf(JsonWebToken jwt, DateTimeOffset now)
    {
        var issued = new DateTimeOffset(jwt.IssuedAt, TimeSpan.Zero);
        var expires = new DateTimeOffset(jwt.ValidTo, TimeSpan.Zero);
        if (issued > now + Skew || expires - issued > Lifetime || string.IsNullOrEmpty(jwt.Subject))
        {
            return null;
        }

        var roles = jwt
            .Claims.Where(claim => claim.Type == "roles")
            .Select(claim => RoleNames.Find(claim.Value))
            .ToList();
        if (roles.Count == 0 || roles.Contains(null) || KindOf(Claim(jwt, "kind")) is not { } kind)
        {
            return null;
        }

        if (!TryId(Claim(jwt, "org"), out var organisation) || !TryId(Claim(jwt, "donor"), out var donor))
        {
            return null;
        }

        var set = roles.Select(role => role!.Value).ToHashSet();
        var caller = new Caller(kind, jwt.Subject, set, organisation, donor)
        {
            Address = Short(Claim(jwt, "addr")),
            Session = Short(Claim(jwt, "sid")),
        };
        return IssuerMaySay(jwt.Issuer, caller) ? caller : null;
    }

    /// <summary>The gateway speaks for people and the public, a service for itself alone.</summary>
    private static bool IssuerMaySay(string issuer, Caller caller) =>
        issuer == "gateway"
            ? caller.Kind switch
            {
                CallerKind.Person => !caller.Is(Role.Service) && !caller.Is(Role.Public),
                CallerKind.Public => caller.Roles.SetEquals([Role.Public])
                    && caller.Subject == Caller.Anonymous.Subject,
                _ => false,
            }
            : caller is { Kind: CallerKind.Service, OrganisationId: null, DonorId: null, Address: null, Session: null }
                && caller.Subject == $"service:{issuer}"
                && caller.Roles.SetEquals([Role.Service]);

    /// <summary>An address or a session's name; anything longer is none.</summary>
    private static string? Short(string? text) => text is { Length: <= 64 } ? text : null;

    private static string? Claim(JsonWebToken jwt, string type) =>
        jwt.TryGetClaim(type, out var claim) ? claim.Value : null;

    private static bool TryId(string? text, out Guid? id)
    {
        var isId = Guid.TryParseExact(text, "D", out var parsed);
        id = isId ? parsed : null;
        return isId || text is null;
    }

    private static string KindName(CallerKind kind) =>
        kind switch
        {
            CallerKind.Person => "person",
            CallerKind.Service => "service",
            _ => "public",
        };

    private static CallerKind? KindOf(string? name) =>
        name switch
        {
            "person" => CallerKind.Person,
            "service" => CallerKind.Service,
            "public" => CallerKind.Public,
            _ => null,
        };

    private static ECDsaSecurityKey Cacheable(ECDsa key) =>
        new(key) { CryptoProviderFactory = new CryptoProviderFactory { CacheSignatureProviders = true } };
}
