using Fund.Kernel;

namespace Fund.Gateway.Identity;

/// <summary>Looks at a code, and counts wrong ones as sign-ins are counted; only who knows the password comes this far.</summary>
internal sealed class SecondFactorCheck(SecondFactors secondFactors, SignInThrottle throttle, IdentityEvents events)
{
    public const int LongestCode = 40;

    /// <summary>Passes for a right code that was not used before.</summary>
    /// <exception cref="RefusedException">WRONG_CODE; TOO_MANY_SIGN_INS.</exception>
    public async Task RequireAsync(Guid account, string code, ClientPlace place, CancellationToken cancellationToken)
    {
        var name = $"second factor {account:D}";
        var attempt = await throttle.BeginAsync(name, place, cancellationToken);
        if (!await secondFactors.UseAsync(account, code, cancellationToken))
        {
            events.Happened(IdentityEvent.SecondFactorFailed, account, place);
            throw Wrong("code").AsException();
        }

        await throttle.ForgetAsync(attempt, cancellationToken);
        await throttle.RememberAsync(name, place, cancellationToken);
    }

    /// <summary>401, whatever was wrong about it: mistyped, too old, used before, or no second factor at all.</summary>
    public static Refusal Wrong(string field) =>
        new(RefusalKind.NotSignedIn, "WRONG_CODE", Sentence) { Fields = [new FieldProblem(field, Sentence)] };

    private const string Sentence =
        "The code is not right, or was used before. Wait for the next one of your app, or use a recovery code.";
}
