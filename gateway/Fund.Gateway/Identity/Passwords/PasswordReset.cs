namespace Fund.Gateway.Identity;

/// <summary>
/// Somebody asked for a new password for an address. Whether it has an account is looked up afterwards by the clock, so that
/// asking takes the same time and gets the same answer for every address.
/// </summary>
internal sealed class PasswordReset
{
    /// <summary>How long a link works.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

    private PasswordReset() { }

    public PasswordReset(string normalizedEmail, DateTimeOffset now)
    {
        PasswordResetId = Guid.CreateVersion7(now);
        NormalizedEmail = normalizedEmail;
        CreatedAt = now;
        ExpiresAt = now + Lifetime;
    }

    public Guid PasswordResetId { get; private set; }

    public string NormalizedEmail { get; private set; } = "";

    public DateTimeOffset CreatedAt { get; private set; }

    public DateTimeOffset ExpiresAt { get; private set; }

    /// <summary>SHA-256 of what stands in the link; null before the mail is written, or when there is no account.</summary>
    public byte[]? TokenHash { get; private set; }

    public Guid? AccountId { get; private set; }

    public DateTimeOffset? HandledAt { get; private set; }

    public DateTimeOffset? UsedAt { get; private set; }

    /// <summary>There is such an account: the link of its mail.</summary>
    public string NewLink(Guid account, DateTimeOffset now)
    {
        var token = AccessToken.Random();
        TokenHash = AccessToken.Hash(token);
        AccountId = account;
        HandledAt = now;
        return token;
    }

    /// <summary>There is no such account, or it cannot have a new password; nobody is told.</summary>
    public void Ignore(DateTimeOffset now) => HandledAt = now;
}
