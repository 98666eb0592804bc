namespace Fund.Gateway.Identity;

/// <summary>The second factor of an account: a secret that an authenticator app shares, protected in the database.</summary>
internal sealed class StoredSecondFactor
{
    private StoredSecondFactor() { }

    public StoredSecondFactor(Guid accountId) => AccountId = accountId;

    public Guid AccountId { get; private set; }

    /// <summary>Protected; null until a first code confirmed it.</summary>
    public string? Secret { get; private set; }

    public DateTimeOffset? ConfirmedAt { get; private set; }

    /// <summary>Protected; shown to the person, and waiting for its first code.</summary>
    public string? PendingSecret { get; private set; }

    public DateTimeOffset? PendingSince { get; private set; }

    /// <summary>Step of the last code that was accepted.</summary>
    public long LastStep { get; private set; }

    public void Offer(string secret, DateTimeOffset now)
    {
        PendingSecret = secret;
        PendingSince = now;
    }

    /// <summary>From now on the secret counts.</summary>
    public void Confirm(string secret, long step, DateTimeOffset now)
    {
        Secret = secret;
        ConfirmedAt = now;
        LastStep = step;
        PendingSecret = null;
        PendingSince = null;
    }
}

/// <summary>One code for when the app is lost; used once.</summary>
internal sealed class RecoveryCode
{
    private RecoveryCode() { }

    public RecoveryCode(Guid accountId, byte[] codeHash)
    {
        AccountId = accountId;
        CodeHash = codeHash;
    }

    public Guid AccountId { get; private set; }

    /// <summary>SHA-256: the codes are random enough that nobody can go through them.</summary>
    public byte[] CodeHash { get; private set; } = [];

    public DateTimeOffset? UsedAt { get; private set; }
}
