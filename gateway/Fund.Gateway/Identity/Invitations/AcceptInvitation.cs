using System.Security.Cryptography;
using Fund.Gateway.Api;
using Fund.Gateway.Persistence;
using Fund.Gateway.V1;
using Fund.Hosting;
using Fund.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Fund.Gateway.Identity;

/// <summary>
/// Makes the account of an invitation, with the password its person chose. The link is the proof of the address: it works
/// once, for a week, and signing in comes after, by the usual way.
/// </summary>
internal sealed class AcceptInvitation(
    GatewayDb db,
    AccountMaker maker,
    SignInThrottle throttle,
    IdentityEvents events,
    TimeProvider time
) : IOwnRpc<AcceptInvitationRequest, AcceptInvitationResponse>
{
    public async Task<AcceptInvitationResponse> HandleAsync(
        AcceptInvitationRequest request,
        ApiCall call,
        CancellationToken cancellationToken
    )
    {
        var check = new Check();
        var token = check.Text("token", request.Token, 100);
        var name = check.OptionalText("name", request.Name, Account.LongestName);
        check.ThrowIfAny();
        var attempt = await throttle.BeginAsync("invitation " + token, call.Place, cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var invitation = await OpenAsync(token, cancellationToken);
        name = name.Length > 0 ? name : invitation.Name;
        PasswordRules.Require("password", request.Password, invitation.Email, name);
        var account = await MakeAsync(invitation, name, request.Password, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        await throttle.ForgetAsync(attempt, cancellationToken);
        events.Happened(IdentityEvent.InvitationAccepted, account.Id, call.Place, invitation.InvitedBy);
        return new AcceptInvitationResponse { Account = account.ToWire() };
    }

    /// <summary>Who a link is for, for the page that asks for the password.</summary>
    /// <exception cref="RefusedException">LINK_NOT_VALID.</exception>
    public async Task<Invitation> OpenAsync(string token, CancellationToken cancellationToken)
    {
        var (hash, now) = (AccessToken.Hash(token), time.GetUtcNow());
        return await db
                .Invitations.FromSql($"select * from invitations where token_hash = {hash} for update")
                .SingleOrDefaultAsync(
                    row => row.AcceptedAt == null && row.RevokedAt == null && row.ExpiresAt > now,
                    cancellationToken
                )
            ?? throw LinkNotValid().AsException();
    }

    /// <summary>The account of an open invitation; without a password when the person signs in elsewhere.</summary>
    public async Task<Account> MakeAsync(
        Invitation invitation,
        string name,
        string? password,
        CancellationToken cancellationToken
    )
    {
        var now = time.GetUtcNow();
        var origin = new AccountOrigin(
            invitation.InvitedBy.ToString("D"),
            $"invitation {invitation.InvitationId:D}",
            SHA256.HashData(invitation.InvitationId.ToByteArray())
        );
        var account = new Account(invitation.Email, invitation.Role, now, origin)
        {
            OrganisationId = invitation.OrganisationId,
            DonorId = invitation.DonorId,
            Name = name,
        };
        account.SetMail(invitation.Language, account.NoticeMails);
        await maker.MakeAsync(account, password);
        invitation.Accept(account.Id, now);
        await db.SaveChangesAsync(cancellationToken);
        return account;
    }

    /// <summary>The same for a link that never was, was used, was revoked or is too old.</summary>
    public static Refusal LinkNotValid() =>
        new(
            RefusalKind.WrongState,
            "LINK_NOT_VALID",
            "This link does not work, or no longer: it may have been used, replaced by a newer one, or be too old."
        );
}
