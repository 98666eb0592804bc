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
internal sealed class IdentityEvents(ILogger<IdentityEvents> log)
{
    /// <param name="what">What happened.</param>
    /// <param name="account">The account concerned; null when there is none, or nobody may learn whether there is.</param>
    /// <param name="place">Where the request came from.</param>
    /// <param name="by">Who did it, when it was not the account itself.</param>
    public void Happened(IdentityEvent what, Guid? account, ClientPlace place, Guid? by = null) =>
        log.LogInformation("{Event} of {Account} by {By} from {Address}", what, account, by ?? account, place.Address);
}
