using System.Globalization;
using Fund.Gateway.Api;
using Fund.Gateway.Mail;
using Fund.Gateway.Persistence;
using Fund.Gateway.V1;
using Fund.Hosting;
using Fund.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Fund.Gateway.Identity;

/// <summary>One of the accounts that the asker may see.</summary>
internal sealed class GetAccount(GatewayDb db) : IOwnRpc<GetAccountRequest, GetAccountResponse>
{
    public async Task<GetAccountResponse> HandleAsync(
        GetAccountRequest request,
        ApiCall call,
        CancellationToken cancellationToken
    )
    {
        var id = request.AccountId.ToId("account_id");
        var account =
            await db.AccountsSeenBy(call.Caller)
                .AsNoTracking()
                .SingleOrDefaultAsync(row => row.Id == id, cancellationToken)
            ?? throw Refusals.NotFound("account", request.AccountId).AsException();
        return new GetAccountResponse { Account = account.ToWire() };
    }
}

/// <summary>From now on the account may not sign in; what it did stays.</summary>
internal sealed class DisableAccount(GatewayDb db, AccountChange change, TimeProvider time)
    : IOwnRpc<DisableAccountRequest, DisableAccountResponse>
{
    public async Task<DisableAccountResponse> HandleAsync(
        DisableAccountRequest request,
        ApiCall call,
        CancellationToken cancellationToken
    ) =>
        await db.OnceAsync(
            call.Caller,
            request.RequestId,
            request,
            async token =>
            {
                var account = await db.ManagedAsync(call.Caller, request.AccountId, token);
                account.Disable(time.GetUtcNow());
                await change.SaveAsync(account, IdentityEvent.AccountDisabled, call, token);
                return new DisableAccountResponse { Account = account.ToWire() };
            },
            cancellationToken
        );
}

/// <summary>The account may sign in again.</summary>
internal sealed class EnableAccount(GatewayDb db, AccountChange change)
    : IOwnRpc<EnableAccountRequest, EnableAccountResponse>
{
    public async Task<EnableAccountResponse> HandleAsync(
        EnableAccountRequest request,
        ApiCall call,
        CancellationToken cancellationToken
    ) =>
        await db.OnceAsync(
            call.Caller,
            request.RequestId,
            request,
            async token =>
            {
                var account = await db.ManagedAsync(call.Caller, request.AccountId, token);
                account.Enable();
                await change.SaveAsync(account, IdentityEvent.AccountEnabled, call, token);
                return new EnableAccountResponse { Account = account.ToWire() };
            },
            cancellationToken
        );
}

/// <summary>Another role, and the organisation or donor it speaks for; the person signs in again.</summary>
internal sealed class ChangeAccountRole(GatewayDb db, AccountChange change, MailOutbox outbox, TimeProvider time)
    : IOwnRpc<ChangeAccountRoleRequest, ChangeAccountRoleResponse>
{
    public async Task<ChangeAccountRoleResponse> HandleAsync(
        ChangeAccountRoleRequest request,
        ApiCall call,
        CancellationToken cancellationToken
    ) =>
        await db.OnceAsync(
            call.Caller,
            request.RequestId,
            request,
            token => ChangeAsync(request, call, token),
            cancellationToken
        );

    private async Task<ChangeAccountRoleResponse> ChangeAsync(
        ChangeAccountRoleRequest request,
        ApiCall call,
        CancellationToken cancellationToken
    )
    {
        var check = new Check();
        var role = request.Role.ToRole();
        var organisation = check.OptionalId("organisation_id", request.OrganisationId);
        var donor = check.OptionalId("donor_id", request.DonorId);
        if (call.Caller.Is(Role.AuthorisingOfficer))
        {
            organisation ??= call.Caller.OrganisationId;
            check.That(
                organisation == call.Caller.OrganisationId,
                "organisation_id",
                "People stay in the own organisation."
            );
        }

        check.CheckTenant(role, organisation, donor);
        check.That(
            role is null || AccountReach.GivenBy(call.Caller).Contains(role.Value),
            "role",
            $"You may not make anybody {role?.Name()}."
        );
        check.ThrowIfAny();
        var account = await db.ManagedAsync(call.Caller, request.AccountId, cancellationToken);
        account.ChangeRole(role!.Value, organisation, donor);
        outbox.Add(
            MailKind.RoleChanged,
            account.Language,
            account.Email!,
            "/sign-in",
            time.GetUtcNow().UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)
        );
        await change.SaveAsync(account, IdentityEvent.RoleChanged, call, cancellationToken);
        return new ChangeAccountRoleResponse { Account = account.ToWire() };
    }
}

/// <summary>Takes a lost second factor away; the person sets up another one at the next sign-in.</summary>
internal sealed class ResetSecondFactor(
    GatewayDb db,
    AccountChange change,
    SecondFactors secondFactors,
    MailOutbox outbox,
    TimeProvider time
) : IOwnRpc<ResetSecondFactorRequest, ResetSecondFactorResponse>
{
    public async Task<ResetSecondFactorResponse> HandleAsync(
        ResetSecondFactorRequest request,
        ApiCall call,
        CancellationToken cancellationToken
    ) =>
        await db.OnceAsync(
            call.Caller,
            request.RequestId,
            request,
            async token =>
            {
                var account = await db.ManagedAsync(call.Caller, request.AccountId, token);
                await secondFactors.RemoveAsync(account.Id, token);
                outbox.Add(
                    MailKind.SecondFactorChanged,
                    account.Language,
                    account.Email!,
                    "/sign-in",
                    time.GetUtcNow().UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)
                );
                await change.SaveAsync(account, IdentityEvent.SecondFactorRemoved, call, token);
                return new ResetSecondFactorResponse { Account = account.ToWire() };
            },
            cancellationToken
        );
}

/// <summary>What every change of an account by somebody else brings: it is saved, its sessions end, it is noted.</summary>
internal sealed class AccountChange(GatewayDb db, SessionEnds ends, IdentityEvents events)
{
    public async Task SaveAsync(Account account, IdentityEvent what, ApiCall call, CancellationToken cancellationToken)
    {
        await db.SaveChangesAsync(cancellationToken);
        if (what != IdentityEvent.AccountEnabled)
        {
            await ends.AllAsync(account.Id, null, cancellationToken);
        }

        events.Happened(what, account.Id, call.Place, call.SignedIn.AccountId);
    }
}
