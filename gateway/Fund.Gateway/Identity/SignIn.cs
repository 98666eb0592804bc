using Fund.Gateway.Api;
using Fund.Gateway.V1;
using Fund.Hosting;
using Fund.Kernel;
using Microsoft.AspNetCore.Identity;

namespace Fund.Gateway.Identity;

/// <summary>
/// Signs in with e-mail and password. A wrong password and an unknown e-mail address get the same answer after the same
/// work, so that nobody learns who has an account.
/// </summary>
internal sealed class SignIn(
    UserManager<Account> users,
    SignInThrottle throttle,
    PasswordDecoy decoy,
    SecondFactorCheck secondFactor,
    SessionMaker sessions,
    IdentityEvents events
) : IOwnRpc<SignInRequest, SignInResponse>
{
    public async Task<SignInResponse> HandleAsync(
        SignInRequest request,
        ApiCall call,
        CancellationToken cancellationToken
    )
    {
        var check = new Check();
        var email = check.Text("email", request.Email, 200);
        var code = check.OptionalText("code", request.Code, SecondFactorCheck.LongestCode);
        check.Required("password", request.Password.Length > 0);
        check.That(
            request.Password.Length <= PasswordRules.Longest,
            "password",
            $"At most {PasswordRules.Longest} characters."
        );
        check.ThrowIfAny();

        var account = await PersonAsync(email, request.Password, call, cancellationToken);
        if (account.DisabledAt is not null)
        {
            events.Happened(IdentityEvent.AccessRefused, account.Id, call.Place);
            throw Disabled().AsException();
        }

        if (code.Length > 0)
        {
            await secondFactor.RequireAsync(account.Id, code, call.Place, cancellationToken);
        }

        var opened = await sessions.OpenAsync(account, code.Length > 0, call.Place, cancellationToken);
        return new SignInResponse
        {
            AccessToken = opened.Token,
            ExpiresAt = opened.Session.EndsAt.ToWire(),
            Account = account.ToWire(),
            Step = opened.Session.Stage.ToWire(),
        };
    }

    public static Refusal Disabled() =>
        new(RefusalKind.NotAllowed, "ACCOUNT_DISABLED", "This account is disabled; ask an administrator of the Fund.");

    private async Task<Account> PersonAsync(
        string email,
        string password,
        ApiCall call,
        CancellationToken cancellationToken
    )
    {
        var attempt = await throttle.BeginAsync(users.NormalizeName(email), call.Place, cancellationToken);
        var account = await users.FindByNameAsync(email);
        var right = account?.PasswordHash is null
            ? decoy.Refuse(password)
            : await users.CheckPasswordAsync(account, password);
        if (!right)
        {
            events.Happened(IdentityEvent.SignInFailed, account?.Id, call.Place);
            throw new Refusal(
                RefusalKind.NotSignedIn,
                "WRONG_EMAIL_OR_PASSWORD",
                "The e-mail address and the password do not belong together."
            )
            {
                About = account is null ? null : $"account:{account.Id:D}",
            }.AsException();
        }

        await throttle.ForgetAsync(attempt, cancellationToken);
        return account!;
    }
}

/// <summary>A password nobody knows, checked in place of the missing one of an unknown e-mail address.</summary>
internal sealed class PasswordDecoy(IPasswordHasher<Account> hasher)
{
    private readonly string _hash = hasher.HashPassword(null!, AccessToken.New());

    /// <summary>Takes as long as checking a password; always false.</summary>
    public bool Refuse(string password) =>
        hasher.VerifyHashedPassword(null!, _hash, password) != PasswordVerificationResult.Failed;
}
