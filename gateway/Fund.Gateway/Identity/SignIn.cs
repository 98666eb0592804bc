using Fund.Gateway.Api;
using Fund.Gateway.Persistence;
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
    GatewayDb db,
    SignInThrottle throttle,
    PasswordDecoy decoy,
    TimeProvider time
) : IOwnRpc<SignInRequest, SignInResponse>
{
    private const int LongestPassword = 200;

    public async Task<SignInResponse> HandleAsync(
        SignInRequest request,
        ApiCall call,
        CancellationToken cancellationToken
    )
    {
        var check = new Check();
        var email = check.Text("email", request.Email, 200);
        check.That(request.Password.Length > 0, "password", "password is required.");
        check.That(request.Password.Length <= LongestPassword, "password", $"At most {LongestPassword} characters.");
        check.ThrowIfAny();

        var attempt = await throttle.BeginAsync(users.NormalizeName(email), call.Address, cancellationToken);
        var account = await users.FindByNameAsync(email);
        var right = account is null
            ? decoy.Refuse(request.Password)
            : await users.CheckPasswordAsync(account, request.Password);
        if (!right)
        {
            throw new Refusal(
                RefusalKind.NotSignedIn,
                "WRONG_EMAIL_OR_PASSWORD",
                "The e-mail address and the password do not belong together."
            ).AsException();
        }

        await throttle.ForgetAsync(attempt, cancellationToken);
        var token = AccessToken.New();
        var session = new Session(account!.Id, token, time.GetUtcNow());
        db.Sessions.Add(session);
        await db.SaveChangesAsync(cancellationToken);
        return new SignInResponse
        {
            AccessToken = token,
            ExpiresAt = session.ExpiresAt.ToWire(),
            Account = account.ToWire(),
        };
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
