using Fund.Hosting;
using Fund.Kernel;

namespace Fund.Gateway.Identity;

/// <summary>Somebody was asked to have an account. The link that went by mail works once, and only for a while.</summary>
internal sealed class Invitation
{
    /// <summary>How long a link works.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(7);

    private Invitation() { }

    /// <param name="email">Where the link goes; the name to sign in with.</param>
    /// <param name="normalizedEmail">The same as addresses are compared.</param>
    /// <param name="role">What the account will be.</param>
    /// <param name="invitedBy">Account of who invites.</param>
    /// <param name="now">Moment of the invitation.</param>
    public Invitation(string email, string normalizedEmail, Role role, Guid invitedBy, DateTimeOffset now)
    {
        InvitationId = Guid.CreateVersion7(now);
        Email = email;
        NormalizedEmail = normalizedEmail;
        Role = role;
        InvitedBy = invitedBy;
        CreatedAt = now;
    }

    public Guid InvitationId { get; private set; }

    public string Email { get; private set; } = "";

    public string NormalizedEmail { get; private set; } = "";

    public string Name { get; init; } = "";

    public Role Role { get; private set; }

    public Guid? OrganisationId { get; init; }

    public Guid? DonorId { get; init; }

    public string Language { get; init; } = "";

    /// <summary>SHA-256 of what stands in the link: whoever reads the database cannot accept it.</summary>
    public byte[] TokenHash { get; private set; } = [];

    public Guid InvitedBy { get; private set; }

    public DateTimeOffset CreatedAt { get; private set; }

    public DateTimeOffset ExpiresAt { get; private set; }

    public DateTimeOffset? AcceptedAt { get; private set; }

    /// <summary>The account that came of it.</summary>
    public Guid? AccountId { get; private set; }

    public DateTimeOffset? RevokedAt { get; private set; }

    /// <summary>Of two who change it at once, one is refused.</summary>
    public int Version { get; private set; }

    public bool IsOpen => AcceptedAt is null && RevokedAt is null;

    /// <summary>A new link; an earlier one is worth nothing from now on.</summary>
    /// <exception cref="RefusedException">INVITATION_CLOSED.</exception>
    public string NewLink(DateTimeOffset now)
    {
        RequireOpen();
        var token = AccessToken.Random();
        TokenHash = AccessToken.Hash(token);
        ExpiresAt = now + Lifetime;
        Version++;
        return token;
    }

    /// <exception cref="RefusedException">INVITATION_CLOSED.</exception>
    public void Revoke(DateTimeOffset now)
    {
        RequireOpen();
        RevokedAt = now;
        Version++;
    }

    /// <exception cref="RefusedException">INVITATION_CLOSED.</exception>
    public void Accept(Guid account, DateTimeOffset now)
    {
        RequireOpen();
        AcceptedAt = now;
        AccountId = account;
        Version++;
    }

    private void RequireOpen()
    {
        if (!IsOpen)
        {
            throw new Refusal(
                RefusalKind.WrongState,
                "INVITATION_CLOSED",
                AcceptedAt is null ? "The invitation was revoked." : "The invitation was accepted already."
            ).AsException();
        }
    }
}
