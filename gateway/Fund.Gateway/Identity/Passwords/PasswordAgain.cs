using Fund.Kernel;
using Microsoft.AspNetCore.Identity;

namespace Fund.Gateway.Identity;

/// <summary>Asks somebody who is signed in for the password again, before what a computer left open must not allow.</summary>
internal sealed class PasswordAgain(UserManager<Account> users, SignInThrottle throttle, IdentityEvents events)
{
    /// <exception cref="RefusedException">WRONG_PASSWORD; TOO_MANY_SIGN_INS.</exception>
    public async Task<Account> RequireAsync(
        Guid id,
        string password,
        ClientPlace place,
        CancellationToken cancellationToken
    )
    {
        var account = await users.FindByIdAsync(id.ToString("D")) ?? throw Refusals.NotSignedIn().AsException();
        var attempt = await throttle.BeginAsync($"password again {id:D}", place, cancellationToken);
        var right =
            account.PasswordHash is not null
            && password.Length <= PasswordRules.Longest
            && await users.CheckPasswordAsync(account, password);
        if (!right)
        {
            events.Happened(IdentityEvent.SignInFailed, id, place);
            throw Refusal.OfField("WRONG_PASSWORD", "password", "This is not your password.").AsException();
        }

        await throttle.ForgetAsync(attempt, cancellationToken);
        return account;
    }
}
