using Fund.Gateway.Api;
using Fund.Gateway.Persistence;
using Fund.Gateway.V1;
using Fund.Hosting;
using Fund.Kernel;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Fund.Gateway.Identity;

/// <summary>Finishes a sign-in with a code of the app or a recovery code.</summary>
internal sealed class CompleteSignIn(GatewayDb db, SecondFactorCheck check, SessionMaker sessions)
    : IOwnRpc<CompleteSignInRequest, CompleteSignInResponse>
{
    public async Task<CompleteSignInResponse> HandleAsync(
        CompleteSignInRequest request,
        ApiCall call,
        CancellationToken cancellationToken
    )
    {
        var session = call.SignedIn;
        if (session.Stage != SessionStage.SecondFactor)
        {
            throw new Refusal(
                RefusalKind.WrongState,
                "NOTHING_TO_FINISH",
                session.Stage == SessionStage.Full
                    ? "The sign-in is finished already."
                    : "There is no second factor yet; set one up first."
            ).AsException();
        }

        var code = new CheckedCode(request.Code).Text;
        await check.RequireAsync(session.AccountId, code, call.Place, cancellationToken);
        var opened = await sessions.FinishAsync(session, call.Place, cancellationToken);
        var account = await db
            .Accounts.AsNoTracking()
            .SingleAsync(row => row.Id == session.AccountId, cancellationToken);
        return new CompleteSignInResponse
        {
            AccessToken = opened.Token,
            ExpiresAt = opened.Session.EndsAt.ToWire(),
            Account = account.ToWire(),
        };
    }
}

/// <summary>A code as it was sent; blanks around it don't matter.</summary>
internal readonly record struct CheckedCode
{
    /// <exception cref="RefusedException">REQUIRED or TOO_LONG.</exception>
    public CheckedCode(string code)
    {
        var check = new Check();
        Text = check.Text("code", code, SecondFactorCheck.LongestCode);
        check.ThrowIfAny();
    }

    public string Text { get; }
}

/// <summary>
/// Offers a secret for an authenticator app. Somebody who is signed in gives the password again, so that a computer left
/// open cannot take the account over; an unfinished sign-in has just given it.
/// </summary>
internal sealed class BeginSecondFactor(
    UserManager<Account> users,
    SecondFactors secondFactors,
    PasswordAgain passwordAgain
) : IOwnRpc<BeginSecondFactorRequest, BeginSecondFactorResponse>
{
    /// <summary>What an app shows beside the code.</summary>
    private const string Issuer = "Trust Fund";

    public async Task<BeginSecondFactorResponse> HandleAsync(
        BeginSecondFactorRequest request,
        ApiCall call,
        CancellationToken cancellationToken
    )
    {
        var session = call.SignedIn;
        if (session.Stage == SessionStage.SecondFactor)
        {
            // The password alone must not replace the second factor.
            throw Admission.Unfinished(session.Stage).AsException();
        }

        if (session.Stage == SessionStage.Full)
        {
            await passwordAgain.RequireAsync(session.AccountId, request.Password, call.Place, cancellationToken);
        }

        var account = await users.FindByIdAsync(session.Caller.Subject);
        var secret = await secondFactors.OfferAsync(session.AccountId, cancellationToken);
        var label = Uri.EscapeDataString($"{Issuer}:{account!.Email}");
        return new BeginSecondFactorResponse
        {
            Secret = secret,
            Address = $"otpauth://totp/{label}?secret={secret}&issuer={Uri.EscapeDataString(Issuer)}",
        };
    }
}

/// <summary>Takes the first code of the secret offered; recovery codes are shown, and an unfinished sign-in is finished.</summary>
internal sealed class ConfirmSecondFactor(
    SecondFactors secondFactors,
    SignInThrottle throttle,
    SessionMaker sessions,
    SessionEnds ends,
    IdentityEvents events
) : IOwnRpc<ConfirmSecondFactorRequest, ConfirmSecondFactorResponse>
{
    public async Task<ConfirmSecondFactorResponse> HandleAsync(
        ConfirmSecondFactorRequest request,
        ApiCall call,
        CancellationToken cancellationToken
    )
    {
        var session = call.SignedIn;
        if (session.Stage == SessionStage.SecondFactor)
        {
            throw Admission.Unfinished(session.Stage).AsException();
        }

        var code = new CheckedCode(request.Code).Text;
        var name = $"enrolment {session.AccountId:D}";
        var attempt = await throttle.BeginAsync(name, call.Place, cancellationToken);
        var codes =
            await secondFactors.ConfirmAsync(session.AccountId, code, cancellationToken)
            ?? throw SecondFactorCheck.Wrong("code").AsException();
        await throttle.ForgetAsync(attempt, cancellationToken);
        await ends.AllAsync(session.AccountId, session.SessionId, cancellationToken);
        events.Happened(IdentityEvent.SecondFactorEnrolled, session.AccountId, call.Place);
        var answer = new ConfirmSecondFactorResponse { RecoveryCodes = { codes } };
        if (session.Stage == SessionStage.Enrolment)
        {
            var opened = await sessions.FinishAsync(session, call.Place, cancellationToken);
            answer.AccessToken = opened.Token;
            answer.ExpiresAt = opened.Session.EndsAt.ToWire();
        }

        return answer;
    }
}

/// <summary>Whether there is a second factor.</summary>
internal sealed class GetSecondFactor(SecondFactors secondFactors, GatewayDb db)
    : IOwnRpc<GetSecondFactorRequest, GetSecondFactorResponse>
{
    public async Task<GetSecondFactorResponse> HandleAsync(
        GetSecondFactorRequest request,
        ApiCall call,
        CancellationToken cancellationToken
    )
    {
        var id = call.SignedIn.AccountId;
        var account = await db.Accounts.AsNoTracking().SingleAsync(row => row.Id == id, cancellationToken);
        return new GetSecondFactorResponse
        {
            Enrolled = await secondFactors.IsEnrolledAsync(id, cancellationToken),
            Required = account.Role.NeedsSecondFactor(),
            RecoveryCodesLeft = await secondFactors.CodesLeftAsync(id, cancellationToken),
        };
    }
}

/// <summary>New recovery codes, for a code of the app.</summary>
internal sealed class RenewRecoveryCodes(SecondFactors secondFactors, SecondFactorCheck check, IdentityEvents events)
    : IOwnRpc<RenewRecoveryCodesRequest, RenewRecoveryCodesResponse>
{
    public async Task<RenewRecoveryCodesResponse> HandleAsync(
        RenewRecoveryCodesRequest request,
        ApiCall call,
        CancellationToken cancellationToken
    )
    {
        var account = call.SignedIn.AccountId;
        await check.RequireAsync(account, new CheckedCode(request.Code).Text, call.Place, cancellationToken);
        var codes = await secondFactors.RenewCodesAsync(account, cancellationToken);
        events.Happened(IdentityEvent.RecoveryCodesRenewed, account, call.Place);
        return new RenewRecoveryCodesResponse { RecoveryCodes = { codes } };
    }
}

/// <summary>Removes a second factor that is not required, for a code of it.</summary>
internal sealed class RemoveSecondFactor(
    SecondFactors secondFactors,
    SecondFactorCheck check,
    GatewayDb db,
    IdentityEvents events
) : IOwnRpc<RemoveSecondFactorRequest, RemoveSecondFactorResponse>
{
    public async Task<RemoveSecondFactorResponse> HandleAsync(
        RemoveSecondFactorRequest request,
        ApiCall call,
        CancellationToken cancellationToken
    )
    {
        var id = call.SignedIn.AccountId;
        var account = await db.Accounts.AsNoTracking().SingleAsync(row => row.Id == id, cancellationToken);
        if (account.Role.NeedsSecondFactor())
        {
            throw new Refusal(
                RefusalKind.WrongState,
                "SECOND_FACTOR_REQUIRED",
                "Your role needs a second factor; set up another one instead."
            ).AsException();
        }

        await check.RequireAsync(id, new CheckedCode(request.Code).Text, call.Place, cancellationToken);
        await secondFactors.RemoveAsync(id, cancellationToken);
        events.Happened(IdentityEvent.SecondFactorRemoved, id, call.Place);
        return new RemoveSecondFactorResponse();
    }
}
