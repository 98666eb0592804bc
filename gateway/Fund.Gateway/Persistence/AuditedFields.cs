using Fund.Gateway.Identity;
using Fund.Gateway.Mail;
using Fund.Gateway.Notices;
using Fund.Hosting;

namespace Fund.Gateway.Persistence;

/// <summary>
/// What the audit trail may hold of the gateway's records: no e-mail address, no password, no token, nor anything made
/// from one. See decision 0047.
/// </summary>
internal static class AuditedFields
{
    public static AuditFields Fields { get; } =
        new AuditFields()
            .Names<Account>(
                nameof(Account.UserName),
                nameof(Account.NormalizedUserName),
                nameof(Account.Email),
                nameof(Account.NormalizedEmail),
                nameof(Account.PasswordHash),
                nameof(Account.SecurityStamp),
                nameof(Account.ConcurrencyStamp),
                nameof(Account.InputHash),
                nameof(Account.Name)
            )
            .Texts<Account>(nameof(Account.CreatedBy), nameof(Account.RequestId), nameof(Account.Language))
            .Names<Session>(nameof(Session.TokenHash))
            .Texts<Session>(nameof(Session.Address), nameof(Session.Device), nameof(Session.Permissions))
            .Names<StoredSecondFactor>(
                nameof(StoredSecondFactor.Secret),
                nameof(StoredSecondFactor.PendingSecret),
                nameof(StoredSecondFactor.LastStep)
            )
            .Counts<RecoveryCode>()
            .Names<Invitation>(
                nameof(Invitation.Email),
                nameof(Invitation.NormalizedEmail),
                nameof(Invitation.Name),
                nameof(Invitation.TokenHash)
            )
            .Texts<Invitation>(nameof(Invitation.Language))
            .Names<ApiToken>(nameof(ApiToken.Name), nameof(ApiToken.SecretHash))
            .Texts<ApiToken>(nameof(ApiToken.Permissions), nameof(ApiToken.RevokeReason))
            .Names<OutsideLogin>(nameof(OutsideLogin.Subject))
            .Texts<OutsideLogin>(nameof(OutsideLogin.Issuer))
            .Leaves<PasswordReset>()
            .Leaves<StoredMail>()
            .Leaves<KnownPlace>()
            .Leaves<StoredDonorMerge>()
            .Leaves<SignInAttempts>()
            .Leaves<StoredNotice>()
            .Leaves<NoticeReading>()
            .Leaves<Portal.Applying.PersonAtSection>()
            .Counts<StoredKey>();
}
