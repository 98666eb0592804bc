using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Fund.Gateway.Identity;

/// <summary>One sign-in: from a password until the token expires or is revoked.</summary>
internal sealed class Session
{
    /// <summary>How long an access token lives.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

    /// <summary>How long after its sign-in a session can be kept alive by using it.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromHours(12);

    private Session() { }

    public Session(Guid accountId, string token, DateTimeOffset now)
    {
        SessionId = Guid.CreateVersion7(now);
        AccountId = accountId;
        TokenHash = AccessToken.Hash(token);
        CreatedAt = now;
        ExpiresAt = now + Lifetime;
    }

    public Guid SessionId { get; private set; }

    public Guid AccountId { get; private set; }

    /// <summary>SHA-256 of the token: whoever reads the database cannot sign in with it.</summary>
    public byte[] TokenHash { get; private set; } = [];

    public DateTimeOffset CreatedAt { get; private set; }

    public DateTimeOffset ExpiresAt { get; private set; }

    public DateTimeOffset? RevokedAt { get; private set; }

    /// <summary>It is in use: it lives on from now, up to its longest life.</summary>
    public void Extend(DateTimeOffset now)
    {
        var latest = CreatedAt + Longest;
        var next = now + Lifetime;
        ExpiresAt = next < latest ? next : latest;
    }
}

/// <summary>
/// Access tokens are 256 random bits with nothing in them to forge or to read: what they stand for is in the sessions
/// table alone. See services/decisions/0014-opaque-access-tokens.md.
/// </summary>
internal static class AccessToken
{
    private const string Prefix = "fund_";
    private const int RandomBytes = 32;
    private const int Length = 5 + 43;

    public static string New() => Prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(RandomBytes));

    public static byte[] Hash(string token) => SHA256.HashData(Encoding.ASCII.GetBytes(token));

    /// <summary>True when it looks like a token of ours; anything else isn't worth asking the database about.</summary>
    public static bool IsWellFormed(ReadOnlySpan<char> token) =>
        token.Length == Length
        && token.StartsWith(Prefix, StringComparison.Ordinal)
        && Base64Url.IsValid(token[Prefix.Length..]);
}
