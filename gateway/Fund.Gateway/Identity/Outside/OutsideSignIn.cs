using Fund.Gateway.Persistence;
using Fund.Kernel;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Fund.Gateway.Identity;

/// <summary>
/// Whose account somebody has who signed in at the outside provider: the linked one; else the one of the verified address,
/// which is linked then; else the one that an open invitation to that address makes. Nobody else gets in.
/// </summary>
internal sealed class OutsideSignIn(
    GatewayDb db,
    UserManager<Account> users,
    AcceptInvitation invitations,
    SessionMaker sessions,
    OutsideSettings settings,
    IdentityEvents events,
    TimeProvider time
)
{
    /// <exception cref="OutsideFailedException">There is no account for this person.</exception>
    /// <exception cref="RefusedException">ACCOUNT_DISABLED.</exception>
    public async Task<OpenedSession> OpenAsync(
        OutsidePerson person,
        ClientPlace place,
        CancellationToken cancellationToken
    )
    {
        var account = await LinkedAsync(person, cancellationToken) ?? await LinkAsync(person, place, cancellationToken);
        if (account.DisabledAt is null)
        {
            return await sessions.OpenAsync(account, person.HasSecondFactor, place, cancellationToken);
        }

        events.Happened(IdentityEvent.AccessRefused, account.Id, place);
        throw SignIn.Disabled().AsException();
    }

    private string Issuer => settings.Issuer!.ToString().TrimEnd('/');

    private Task<Account?> LinkedAsync(OutsidePerson person, CancellationToken cancellationToken) =>
        db
            .Accounts.Where(account =>
                db.OutsideLogins.Any(login =>
                    login.Issuer == Issuer && login.Subject == person.Subject && login.AccountId == account.Id
                )
            )
            .SingleOrDefaultAsync(cancellationToken);

    private async Task<Account> LinkAsync(OutsidePerson person, ClientPlace place, CancellationToken cancellationToken)
    {
        if (!person.IsVerified || person.Email.Length == 0)
        {
            events.Happened(IdentityEvent.AccessRefused, null, place);
            throw new OutsideFailedException("The provider has not verified the address.");
        }

        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var account = await users.FindByNameAsync(person.Email) ?? await InvitedAsync(person, place, cancellationToken);
        db.OutsideLogins.Add(new OutsideLogin(Issuer, person.Subject, account.Id, time.GetUtcNow()));
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        events.Happened(IdentityEvent.OutsideLoginLinked, account.Id, place);
        return account;
    }

    private async Task<Account> InvitedAsync(
        OutsidePerson person,
        ClientPlace place,
        CancellationToken cancellationToken
    )
    {
        var (email, now) = (users.NormalizeName(person.Email), time.GetUtcNow());
        var invitation = await db.Invitations.SingleOrDefaultAsync(
            row =>
                row.NormalizedEmail == email && row.AcceptedAt == null && row.RevokedAt == null && row.ExpiresAt > now,
            cancellationToken
        );
        if (invitation is null)
        {
            events.Happened(IdentityEvent.AccessRefused, null, place);
            throw new OutsideFailedException("Nobody has invited this address.");
        }

        return await invitations.MakeAsync(invitation, invitation.Name, null, cancellationToken);
    }
}
