using Fund.Hosting;

namespace Fund.Gateway.Identity;

/// <summary>What happened to an account or a sign-in.</summary>
internal enum IdentityEvent
{
    SignedIn,
    SignInFailed,
    SecondFactorFailed,
    SignedOut,
    SessionsEnded,
    AccessRefused,
    SecondFactorEnrolled,
    SecondFactorRemoved,
    RecoveryCodesRenewed,
    PasswordChanged,
    PasswordResetAsked,
    Invited,
    InvitationRevoked,
    InvitationAccepted,
    AccountCreated,
    AccountDisabled,
    AccountEnabled,
    RoleChanged,
    TokenCreated,
    TokenRevoked,
    TokenUsed,
    OutsideLoginLinked,
}

/// <summary>The one place where every sign-in, every refused access and every change of an account passes by.</summary>
internal sealed class IdentityEvents(ILogger<IdentityEvents> log, AuditRefusals trail)
{
    /// <param name="what">What happened.</param>
    /// <param name="account">The account concerned; null when there is none, or nobody may learn whether there is.</param>
    /// <param name="place">Where the request came from.</param>
    /// <param name="by">Who did it, when it was not the account itself.</param>
    public void Happened(IdentityEvent what, Guid? account, ClientPlace place, Guid? by = null)
    {
        log.LogInformation("{Event} of {Account} by {By} from {Address}", what, account, by ?? account, place.Address);
        Tell(what, account, place, by);
    }

    /// <summary>
    /// In the audit trail, beside the entries of what was saved. A refusal is told where the request ends; a wrong
    /// second factor here, because whoever has shown the password is known.
    /// </summary>
    private void Tell(IdentityEvent what, Guid? account, ClientPlace place, Guid? by)
    {
        if (what is IdentityEvent.SignInFailed or IdentityEvent.AccessRefused)
        {
            return;
        }

        var hasFailed = what == IdentityEvent.SecondFactorFailed;
        var caller = AuditCall.Current?.Caller;
        var actor = (by ?? account)?.ToString("D") ?? "unknown";
        trail.Tell(
            new AuditLine(actor, caller?.Subject == actor ? caller.RoleNames : "", what.ToString())
            {
                Outcome = hasFailed ? AuditOutcome.Refused : AuditOutcome.Done,
                Reason = hasFailed ? "WRONG_CODE" : null,
                TraceId = AuditCall.TraceId,
                Address = place.Address?.ToString(),
                Session = caller?.Session,
            },
            account is null ? null : $"account:{account:D}"
        );
    }
}
