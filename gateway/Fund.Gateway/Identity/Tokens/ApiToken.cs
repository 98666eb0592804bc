namespace Fund.Gateway.Identity;

/// <summary>
/// What a program signs in with: a token, or a client that asks for short-lived tokens. It may do a named part of what its
/// owner may, until a day, or until it is revoked or the owner's account is disabled.
/// </summary>
internal sealed class ApiToken
{
    /// <summary>The longest life of a token.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromDays(366);

    /// <summary>Life of a token that a client asked for.</summary>
    public static readonly TimeSpan OfClient = TimeSpan.FromMinutes(15);

    private ApiToken() { }

    /// <param name="accountId">The owner.</param>
    /// <param name="name">What the owner calls it.</param>
    /// <param name="isClient">It asks for tokens instead of being one.</param>
    /// <param name="secret">The token or secret, of which only the hash is kept.</param>
    /// <param name="permissions">What it may do.</param>
    /// <param name="now">Moment of its making.</param>
    /// <param name="expiresAt">Its end.</param>
    public ApiToken(
        Guid accountId,
        string name,
        bool isClient,
        string secret,
        IEnumerable<string> permissions,
        DateTimeOffset now,
        DateTimeOffset expiresAt
    )
    {
        ApiTokenId = Guid.CreateVersion7(now);
        AccountId = accountId;
        Name = name;
        IsClient = isClient;
        SecretHash = AccessToken.Hash(secret);
        Permissions = [.. permissions];
        CreatedAt = now;
        ExpiresAt = expiresAt;
    }

    public Guid ApiTokenId { get; private set; }

    public Guid AccountId { get; private set; }

    public string Name { get; private set; } = "";

    public bool IsClient { get; private set; }

    public byte[] SecretHash { get; private set; } = [];

    public List<string> Permissions { get; private set; } = [];

    public DateTimeOffset CreatedAt { get; private set; }

    public DateTimeOffset ExpiresAt { get; private set; }

    /// <summary>Last use, to the minute; null before the first.</summary>
    public DateTimeOffset? LastUsedAt { get; private set; }

    public DateTimeOffset? RevokedAt { get; private set; }

    /// <summary>Account of who revoked it.</summary>
    public Guid? RevokedBy { get; private set; }

    /// <summary>Why; empty when the owner did not say.</summary>
    public string? RevokeReason { get; private set; }

    /// <summary>What was revoked stays so, with its first reason.</summary>
    public void Revoke(Guid by, string reason, DateTimeOffset now)
    {
        if (RevokedAt is null)
        {
            (RevokedAt, RevokedBy, RevokeReason) = (now, by, reason);
        }
    }
}
