using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Fund.Gateway.Identity;

/// <summary>How far a sign-in has come.</summary>
internal enum SessionStage
{
    /// <summary>Signed in.</summary>
    Full,

    /// <summary>The password was right; a code of the second factor is missing, and nothing else is allowed.</summary>
    SecondFactor,

    /// <summary>The password was right; a second factor must be set up first, and nothing else is allowed.</summary>
    Enrolment,
}

/// <summary>
/// One sign-in: from a password, or a second factor, until the token expires or is revoked. A sign-in that comes further
/// is another session with another token, so that a token planted before is worth nothing after.
/// </summary>
internal sealed class Session
{
    /// <summary>How long an access token lives without being used.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

    /// <summary>How long after its sign-in a session can be kept alive by using it.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromHours(12);

    /// <summary>How long somebody has to finish signing in.</summary>
    public static readonly TimeSpan Unfinished = TimeSpan.FromMinutes(15);

    private Session() { }

    public Session(Guid accountId, string token, DateTimeOffset now)
        : this(accountId, token, now, SessionStage.Full, ClientPlace.Unknown) { }

    /// <param name="accountId">Who signed in.</param>
    /// <param name="token">The access token, of which only the hash is kept.</param>
    /// <param name="now">Moment of the sign-in.</param>
    /// <param name="stage">How far it has come.</param>
    /// <param name="place">Where from, for the person to recognise it by.</param>
    public Session(Guid accountId, string token, DateTimeOffset now, SessionStage stage, ClientPlace place)
    {
        SessionId = Guid.CreateVersion7(now);
        AccountId = accountId;
        TokenHash = AccessToken.Hash(token);
        Stage = stage;
        CreatedAt = now;
        LastSeenAt = now;
        ExpiresAt = now + (stage == SessionStage.Full ? Longest : Unfinished);
        Address = $"{place.Address}";
        Device = place.Device;
    }

    public Guid SessionId { get; private set; }

    public Guid AccountId { get; private set; }

    /// <summary>SHA-256 of the token: whoever reads the database cannot sign in with it.</summary>
    public byte[] TokenHash { get; private set; } = [];

    public SessionStage Stage { get; private set; }

    public DateTimeOffset CreatedAt { get; private set; }

    /// <summary>Last use, to the minute.</summary>
    public DateTimeOffset LastSeenAt { get; private set; }

    /// <summary>Latest end, used or not.</summary>
    public DateTimeOffset ExpiresAt { get; private set; }

    public DateTimeOffset? RevokedAt { get; private set; }

    /// <summary>Network address of the sign-in.</summary>
    public string Address { get; private set; } = "";

    /// <summary>Family of the browser and system, such as <c>Firefox, Windows</c>.</summary>
    public string Device { get; private set; } = "";

    /// <summary>The client that asked for the token; null for people.</summary>
    public Guid? ApiTokenId { get; private set; }

    /// <summary>What a client's token may do; null for people, who may what the role may.</summary>
    public List<string>? Permissions { get; private set; }

    /// <summary>The short-lived token of a client.</summary>
    public static Session OfClient(
        ApiToken client,
        string token,
        IEnumerable<string> permissions,
        DateTimeOffset now,
        ClientPlace place
    ) =>
        new(client.AccountId, token, now, SessionStage.Full, place)
        {
            ApiTokenId = client.ApiTokenId,
            Permissions = [.. permissions],
            ExpiresAt = now + ApiToken.OfClient,
        };

    /// <summary>Moment from which the token is worth nothing, if it is not used before.</summary>
    public DateTimeOffset EndsAt => EndOf(LastSeenAt, ExpiresAt);

    public static DateTimeOffset EndOf(DateTimeOffset lastSeen, DateTimeOffset expires) =>
        lastSeen + Lifetime < expires ? lastSeen + Lifetime : expires;
}

/// <summary>
/// Access tokens are 256 random bits with nothing in them to forge or to read: what they stand for is in the database
/// alone. See services/decisions/0014-opaque-access-tokens.md.
/// </summary>
internal static class AccessToken
{
    private const string SessionPrefix = "fund_";
    private const string ProgramPrefix = "fkey_";
    private const int RandomBytes = 32;
    private const int Length = 5 + 43;

    /// <summary>A token of a session.</summary>
    public static string New() => SessionPrefix + Random();

    /// <summary>A token of a program, which lives until its day.</summary>
    public static string NewForProgram() => ProgramPrefix + Random();

    /// <summary>256 random bits as text, for links and secrets.</summary>
    public static string Random() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(RandomBytes));

    public static byte[] Hash(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));

    /// <summary>True when it looks like a token of ours; anything else isn't worth asking the database about.</summary>
    public static bool IsWellFormed(ReadOnlySpan<char> token) =>
        token.Length == Length
        && (token.StartsWith(SessionPrefix, StringComparison.Ordinal) || IsOfProgram(token))
        && Base64Url.IsValid(token[SessionPrefix.Length..]);

    /// <summary>True for the tokens of programs, which are kept apart from sessions.</summary>
    public static bool IsOfProgram(ReadOnlySpan<char> token) =>
        token.StartsWith(ProgramPrefix, StringComparison.Ordinal);
}
