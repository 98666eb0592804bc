using Fund.Gateway.Api;
using Fund.Gateway.Mail;
using Fund.Gateway.Persistence;
using Fund.Gateway.V1;
using Fund.Hosting;
using Fund.Kernel;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Fund.Gateway.Identity;

/// <summary>Invites somebody by mail. Who invites decides role and tenant, the person the password.</summary>
internal sealed class CreateInvitation(
    GatewayDb db,
    UserManager<Account> users,
    InvitationMail mail,
    IdentityEvents events,
    TimeProvider time
) : IOwnRpc<CreateInvitationRequest, CreateInvitationResponse>
{
    public async Task<CreateInvitationResponse> HandleAsync(
        CreateInvitationRequest request,
        ApiCall call,
        CancellationToken cancellationToken
    )
    {
        try
        {
            return await db.OnceAsync(
                call.Caller,
                request.RequestId,
                request,
                token => InviteAsync(request, call, token),
                cancellationToken
            );
        }
        catch (DbUpdateException e)
            when (e.InnerException is PostgresException { SqlState: "23505", ConstraintName: "ix_invitations_open" })
        {
            throw Invited().AsException();
        }
    }

    private async Task<CreateInvitationResponse> InviteAsync(
        CreateInvitationRequest request,
        ApiCall call,
        CancellationToken cancellationToken
    )
    {
        var invitation = Checked(request, call);
        if (await users.FindByNameAsync(invitation.Email) is not null)
        {
            throw AccountMaker.EmailTaken().AsException();
        }

        db.Invitations.Add(invitation);
        mail.Send(invitation, time.GetUtcNow());
        await db.SaveChangesAsync(cancellationToken);
        events.Happened(IdentityEvent.Invited, null, call.Place, call.SignedIn.AccountId);
        return new CreateInvitationResponse { Invitation = invitation.ToWire(time.GetUtcNow()) };
    }

    private Invitation Checked(CreateInvitationRequest request, ApiCall call)
    {
        var check = new Check();
        var email = check.Email("email", request.Email);
        var name = check.OptionalText("name", request.Name, Account.LongestName);
        var (role, organisation, donor) = check.RoleAndTenant(
            call.Caller,
            request.Role,
            request.OrganisationId,
            request.DonorId
        );
        var language = request.Language.Length == 0 ? MailLanguages.Default : request.Language;
        check.That(
            MailLanguages.All.Contains(language),
            "language",
            $"'{WireConversions.Shown(language)}' is not one of {string.Join(", ", MailLanguages.All)}."
        );
        check.ThrowIfAny();
        return new Invitation(email, users.NormalizeName(email), role, call.SignedIn.AccountId, time.GetUtcNow())
        {
            Name = name,
            OrganisationId = organisation,
            DonorId = donor,
            Language = language,
        };
    }

    private static Refusal Invited()
    {
        const string sentence =
            "There is an open invitation for this e-mail address; send that one again, or revoke it.";
        return new Refusal(RefusalKind.WrongState, "INVITED_ALREADY", sentence)
        {
            Fields = [new FieldProblem("email", sentence)],
        };
    }
}

/// <summary>Invitations that somebody may manage, newest first.</summary>
internal sealed class ListInvitations(GatewayDb db, TimeProvider time)
    : IOwnRpc<ListInvitationsRequest, ListInvitationsResponse>
{
    public async Task<ListInvitationsResponse> HandleAsync(
        ListInvitationsRequest request,
        ApiCall call,
        CancellationToken cancellationToken
    )
    {
        var now = time.GetUtcNow();
        var check = new Check();
        var organisation = check.OptionalId("organisation_id", request.OrganisationId);
        var donor = check.OptionalId("donor_id", request.DonorId);
        check.ThrowIfAny();
        var seen = db.InvitationsSeenBy(call.Caller)
            .AsNoTracking()
            .Where(row => organisation == null || row.OrganisationId == organisation)
            .Where(row => donor == null || row.DonorId == donor);
        if (request.OpenOnly)
        {
            seen = seen.Where(row => row.AcceptedAt == null && row.RevokedAt == null);
        }

        var page = await Page.Of(request.Page).NewestFirstAsync(seen, row => row.InvitationId, cancellationToken);
        return new ListInvitationsResponse
        {
            Invitations = { page.Items.Select(row => row.ToWire(now)) },
            Page = page.ToWire(),
        };
    }
}

/// <summary>Takes an invitation back: its link is worth nothing.</summary>
internal sealed class RevokeInvitation(GatewayDb db, IdentityEvents events, TimeProvider time)
    : IOwnRpc<RevokeInvitationRequest, RevokeInvitationResponse>
{
    public Task<RevokeInvitationResponse> HandleAsync(
        RevokeInvitationRequest request,
        ApiCall call,
        CancellationToken cancellationToken
    ) =>
        db.OnceAsync(
            call.Caller,
            request.RequestId,
            request,
            async token =>
            {
                var invitation = await db.InvitationAsync(call.Caller, request.InvitationId, token);
                invitation.Revoke(time.GetUtcNow());
                events.Happened(IdentityEvent.InvitationRevoked, null, call.Place, call.SignedIn.AccountId);
                return new RevokeInvitationResponse { Invitation = invitation.ToWire(time.GetUtcNow()) };
            },
            cancellationToken
        );
}

/// <summary>Sends a new link; the one before is worth nothing.</summary>
internal sealed class ResendInvitation(GatewayDb db, InvitationMail mail, IdentityEvents events, TimeProvider time)
    : IOwnRpc<ResendInvitationRequest, ResendInvitationResponse>
{
    public Task<ResendInvitationResponse> HandleAsync(
        ResendInvitationRequest request,
        ApiCall call,
        CancellationToken cancellationToken
    ) =>
        db.OnceAsync(
            call.Caller,
            request.RequestId,
            request,
            async token =>
            {
                var invitation = await db.InvitationAsync(call.Caller, request.InvitationId, token);
                mail.Send(invitation, time.GetUtcNow());
                events.Happened(IdentityEvent.Invited, null, call.Place, call.SignedIn.AccountId);
                return new ResendInvitationResponse { Invitation = invitation.ToWire(time.GetUtcNow()) };
            },
            cancellationToken
        );
}

/// <summary>The mail with the link of an invitation.</summary>
internal sealed class InvitationMail(MailOutbox outbox)
{
    public const string Page = "/invitation";

    public void Send(Invitation invitation, DateTimeOffset now)
    {
        var token = invitation.NewLink(now);
        outbox.Add(
            MailKind.Invitation,
            invitation.Language,
            invitation.Email,
            $"{Page}?token={token}",
            MailOutbox.Moment(invitation.ExpiresAt)
        );
    }
}

/// <summary>Whose invitations are whose, and how they are shown.</summary>
internal static class InvitationReach
{
    /// <summary>All for administrators and auditors; otherwise those of the own organisation, of the own donor, or of donors.</summary>
    public static IQueryable<Invitation> InvitationsSeenBy(this GatewayDb db, Caller caller)
    {
        var invitations = db.Invitations.AsQueryable();
        if (caller.Is(Role.Administrator) || caller.Is(Role.Auditor))
        {
            return invitations;
        }

        if (caller.Is(Role.AuthorisingOfficer))
        {
            var organisation = caller.OrganisationId;
            return invitations.Where(row => organisation != null && row.OrganisationId == organisation);
        }

        if (caller.Is(Role.DonorContact))
        {
            var donor = caller.DonorId;
            return invitations.Where(row => donor != null && row.DonorId == donor);
        }

        return caller.Is(Role.FinanceOfficer)
            ? invitations.Where(row => row.Role == Role.DonorContact)
            : invitations.Where(_ => false);
    }

    /// <exception cref="RefusedException">NOT_FOUND.</exception>
    public static async Task<Invitation> InvitationAsync(
        this GatewayDb db,
        Caller caller,
        string invitationId,
        CancellationToken cancellationToken
    )
    {
        var id = invitationId.ToId("invitation_id");
        return await db.InvitationsSeenBy(caller).SingleOrDefaultAsync(row => row.InvitationId == id, cancellationToken)
            ?? throw Refusals.NotFound("invitation", invitationId).AsException();
    }

    public static V1.Invitation ToWire(this Invitation invitation, DateTimeOffset now) =>
        new()
        {
            InvitationId = invitation.InvitationId.ToWire(),
            Email = invitation.Email,
            Name = invitation.Name,
            Role = invitation.Role.ToWire(),
            OrganisationId = invitation.OrganisationId.ToWire(),
            DonorId = invitation.DonorId.ToWire(),
            Language = invitation.Language,
            CreatedAt = invitation.CreatedAt.ToWire(),
            ExpiresAt = invitation.ExpiresAt.ToWire(),
            AccountId = invitation.AccountId.ToWire(),
            State =
                invitation.AcceptedAt is not null ? InvitationState.Accepted
                : invitation.RevokedAt is not null ? InvitationState.Revoked
                : invitation.ExpiresAt <= now ? InvitationState.Expired
                : InvitationState.Open,
        };
}
