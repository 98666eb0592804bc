using Fund.Gateway.Api;
using Fund.Gateway.Mail;
using Fund.Gateway.Persistence;
using Fund.Gateway.V1;
using Fund.Hosting;
using Fund.Kernel;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Fund.Gateway.Identity;

/// <summary>Asks for a mail with a link to a new password. The answer is the same whether or not there is an account.</summary>
internal sealed class RequestPasswordReset(
    GatewayDb db,
    UserManager<Account> users,
    SignInThrottle throttle,
    IdentityEvents events,
    TimeProvider time
) : IOwnRpc<RequestPasswordResetRequest, RequestPasswordResetResponse>
{
    /// <summary>Mails for one address within an hour; further requests are answered the same and send nothing.</summary>
    private const int MostMails = 3;

    public async Task<RequestPasswordResetResponse> HandleAsync(
        RequestPasswordResetRequest request,
        ApiCall call,
        CancellationToken cancellationToken
    )
    {
        var check = new Check();
        var email = check.Email("email", request.Email);
        check.ThrowIfAny();
        var normalized = users.NormalizeName(email);
        await throttle.BeginAsync("password reset " + normalized, call.Place, cancellationToken);
        var now = time.GetUtcNow();
        var hourAgo = now.AddHours(-1);
        var asked = await db.PasswordResets.CountAsync(
            row => row.NormalizedEmail == normalized && row.CreatedAt > hourAgo,
            cancellationToken
        );
        if (asked < MostMails)
        {
            db.PasswordResets.Add(new PasswordReset(normalized, now));
            await db.SaveChangesAsync(cancellationToken);
        }

        events.Happened(IdentityEvent.PasswordResetAsked, null, call.Place);
        return new RequestPasswordResetResponse();
    }
}

/// <summary>Sets the new password of a link; the link is used up, and every session ends.</summary>
internal sealed class CompletePasswordReset(
    GatewayDb db,
    PasswordChange change,
    SignInThrottle throttle,
    TimeProvider time
) : IOwnRpc<CompletePasswordResetRequest, CompletePasswordResetResponse>
{
    public async Task<CompletePasswordResetResponse> HandleAsync(
        CompletePasswordResetRequest request,
        ApiCall call,
        CancellationToken cancellationToken
    )
    {
        var check = new Check();
        var token = check.Text("token", request.Token, 100);
        check.ThrowIfAny();
        var attempt = await throttle.BeginAsync("password link " + token, call.Place, cancellationToken);
        var (hash, now) = (AccessToken.Hash(token), time.GetUtcNow());
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var found = await db
            .PasswordResets.FromSql($"select * from password_resets where token_hash = {hash} for update")
            .AsNoTracking()
            .SingleOrDefaultAsync(row => row.UsedAt == null && row.ExpiresAt > now, cancellationToken);
        if (found?.AccountId is not { } id)
        {
            throw AcceptInvitation.LinkNotValid().AsException();
        }

        await change.SetAsync(id, "password", request.Password, null, call.Place, cancellationToken);

        // Whatever else was asked for this account is worth nothing from now on.
        await db
            .PasswordResets.Where(row => row.AccountId == id && row.UsedAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.UsedAt, now), cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        await throttle.ForgetAsync(attempt, cancellationToken);

        // Whoever reads the person's mail is the person: signing in from here waits for nobody else's guesses.
        await throttle.RememberAsync(found.NormalizedEmail, call.Place, cancellationToken);
        return new CompletePasswordResetResponse();
    }
}

/// <summary>Changes the own password; other sessions end.</summary>
internal sealed class ChangePassword(PasswordAgain passwordAgain, PasswordChange change)
    : IOwnRpc<ChangePasswordRequest, ChangePasswordResponse>
{
    public async Task<ChangePasswordResponse> HandleAsync(
        ChangePasswordRequest request,
        ApiCall call,
        CancellationToken cancellationToken
    )
    {
        var session = call.SignedIn;
        await passwordAgain.RequireAsync(session.AccountId, request.Password, call.Place, cancellationToken);
        await change.SetAsync(
            session.AccountId,
            "new_password",
            request.NewPassword,
            session.SessionId,
            call.Place,
            cancellationToken
        );
        return new ChangePasswordResponse();
    }
}

/// <summary>Sets a password: checked, other sessions ended, the person told.</summary>
internal sealed class PasswordChange(
    UserManager<Account> users,
    GatewayDb db,
    SessionEnds ends,
    MailOutbox outbox,
    IdentityEvents events,
    TimeProvider time
)
{
    /// <exception cref="RefusedException">PASSWORD_NOT_ALLOWED; ACCOUNT_DISABLED.</exception>
    public async Task SetAsync(
        Guid id,
        string field,
        string password,
        Guid? exceptSession,
        ClientPlace place,
        CancellationToken cancellationToken
    )
    {
        var account = await db.Accounts.SingleAsync(row => row.Id == id, cancellationToken);
        if (account.DisabledAt is not null)
        {
            throw SignIn.Disabled().AsException();
        }

        PasswordRules.Require(field, password, account.Email!, account.Name);
        account.PasswordHash = users.PasswordHasher.HashPassword(account, password);
        outbox.Add(
            MailKind.PasswordChanged,
            account.Language,
            account.Email!,
            "/sign-in",
            MailOutbox.Moment(time.GetUtcNow())
        );
        await db.SaveChangesAsync(cancellationToken);
        await ends.AllAsync(id, exceptSession, cancellationToken);
        events.Happened(IdentityEvent.PasswordChanged, id, place);
    }
}
