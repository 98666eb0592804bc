using Fund.Gateway.Api;
using Fund.Gateway.Mail;
using Fund.Gateway.Persistence;
using Fund.Gateway.V1;
using Fund.Hosting;
using Fund.Kernel;
using Google.Protobuf;
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

/// <summary>Says how the asker is called from now on. Nobody is asked for a name twice, and anybody's may change.</summary>
internal sealed class ChangeOwnName(GatewayDb db) : IOwnRpc<ChangeOwnNameRequest, ChangeOwnNameResponse>
{
    public async Task<ChangeOwnNameResponse> HandleAsync(
        ChangeOwnNameRequest request,
        ApiCall call,
        CancellationToken cancellationToken
    )
    {
        var check = new Check();
        var name = check.Text("name", request.Name, Account.LongestName);
        check.ThrowIfAny();
        var id = call.SignedIn.AccountId;
        var account = await db.Accounts.SingleAsync(row => row.Id == id, cancellationToken);
        account.Rename(name);
        await db.SaveChangesAsync(cancellationToken);
        return new ChangeOwnNameResponse { Name = account.Name };
    }
}

/// <summary>From now on the account may not sign in; what it did stays.</summary>
internal sealed class DisableAccount(AccountChange change, TimeProvider time)
    : IOwnRpc<DisableAccountRequest, DisableAccountResponse>
{
    public Task<DisableAccountResponse> HandleAsync(
        DisableAccountRequest request,
        ApiCall call,
        CancellationToken cancellationToken
    ) =>
        change.OnceAsync(
            new AccountAct(request.AccountId, request.RequestId, IdentityEvent.AccountDisabled, call),
            request,
            (account, _) =>
            {
                account.Disable(time.GetUtcNow());
                return Task.CompletedTask;
            },
            account => new DisableAccountResponse { Account = account.ToWire() },
            cancellationToken
        );
}

/// <summary>The account may sign in again.</summary>
internal sealed class EnableAccount(AccountChange change) : IOwnRpc<EnableAccountRequest, EnableAccountResponse>
{
    public Task<EnableAccountResponse> HandleAsync(
        EnableAccountRequest request,
        ApiCall call,
        CancellationToken cancellationToken
    ) =>
        change.OnceAsync(
            new AccountAct(request.AccountId, request.RequestId, IdentityEvent.AccountEnabled, call),
            request,
            (account, _) =>
            {
                account.Enable();
                return Task.CompletedTask;
            },
            account => new EnableAccountResponse { Account = account.ToWire() },
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
        var (role, organisation, donor) = check.RoleAndTenant(
            call.Caller,
            request.Role,
            request.OrganisationId,
            request.DonorId
        );
        var seen = check.SeenVersion("expected_version", request.ExpectedVersion);
        check.ThrowIfAny();
        var account = await db.ManagedAsync(call.Caller, request.AccountId, cancellationToken);
        account.ChangeRole(role, organisation, donor, seen);
        outbox.Add(
            MailKind.RoleChanged,
            account.Language,
            account.Email!,
            "/sign-in",
            MailOutbox.Moment(time.GetUtcNow())
        );
        await change.SaveAsync(account, IdentityEvent.RoleChanged, call, cancellationToken);
        return new ChangeAccountRoleResponse { Account = account.ToWire() };
    }
}

/// <summary>Takes a lost second factor away; the person sets up another one at the next sign-in.</summary>
internal sealed class ResetSecondFactor(
    AccountChange change,
    SecondFactors secondFactors,
    MailOutbox outbox,
    TimeProvider time
) : IOwnRpc<ResetSecondFactorRequest, ResetSecondFactorResponse>
{
    public Task<ResetSecondFactorResponse> HandleAsync(
        ResetSecondFactorRequest request,
        ApiCall call,
        CancellationToken cancellationToken
    ) =>
        change.OnceAsync(
            new AccountAct(request.AccountId, request.RequestId, IdentityEvent.SecondFactorRemoved, call),
            request,
            async (account, token) =>
            {
                await secondFactors.RemoveAsync(account.Id, token);
                outbox.Add(
                    MailKind.SecondFactorChanged,
                    account.Language,
                    account.Email!,
                    "/sign-in",
                    MailOutbox.Moment(time.GetUtcNow())
                );
            },
            account => new ResetSecondFactorResponse { Account = account.ToWire() },
            cancellationToken
        );
}

/// <summary>What every change of an account by somebody else brings: it is saved, its sessions end, it is noted.</summary>
internal sealed class AccountChange(GatewayDb db, SessionEnds ends, IdentityEvents events)
{
    /// <summary>Changes an account that the caller manages, once for each request.</summary>
    /// <exception cref="RefusedException">NOT_FOUND; OWN_ACCOUNT; those of a request id.</exception>
    public Task<TResponse> OnceAsync<TRequest, TResponse>(
        AccountAct act,
        TRequest request,
        Func<Account, CancellationToken, Task> change,
        Func<Account, TResponse> answer,
        CancellationToken cancellationToken
    )
        where TRequest : IMessage
        where TResponse : IMessage<TResponse>, new() =>
        db.OnceAsync(
            act.Call.Caller,
            act.RequestId,
            request,
            async token =>
            {
                var account = await db.ManagedAsync(act.Call.Caller, act.AccountId, token);
                await change(account, token);
                await SaveAsync(account, act.What, act.Call, token);
                return answer(account);
            },
            cancellationToken
        );

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

/// <summary>Somebody's act on somebody else's account.</summary>
internal sealed record AccountAct(string AccountId, string RequestId, IdentityEvent What, ApiCall Call);
