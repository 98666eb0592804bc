using System.Collections.Frozen;
using Fund.Gateway.V1;
using Fund.Hosting;
using Google.Protobuf.Reflection;
using static Fund.Hosting.Role;

namespace Fund.Gateway.Identity;

/// <summary>Who may call which of the gateway's own operations; what is not here is denied. Tenancy is in each of them.</summary>
internal static class Permissions
{
    private static readonly Role[] People = [.. Roles.OfAccounts];
    private static readonly Role[] Inviting = [Administrator, AuthorisingOfficer, FinanceOfficer, DonorContact];

    /// <summary>Who has notices: about donors, about the own organisation's applications, about own reviews.</summary>
    public static readonly Role[] Noticed =
    [
        FinanceOfficer,
        FundManager,
        Auditor,
        DonorContact,
        OrganisationMember,
        AuthorisingOfficer,
        Reviewer,
    ];

    public static IReadOnlyDictionary<string, IReadOnlySet<Role>> Table { get; } =
        new Dictionary<string, IReadOnlySet<Role>>
        {
            ["SignIn"] = Only(Public),
            ["CompleteSignIn"] = Only(People),
            ["GetSession"] = Only(People),
            ["SignOut"] = Only(People),
            ["ListSessions"] = Only(People),
            ["RevokeSession"] = Only(People),
            ["RevokeOtherSessions"] = Only(People),
            ["BeginSecondFactor"] = Only(People),
            ["ConfirmSecondFactor"] = Only(People),
            ["GetSecondFactor"] = Only(People),
            ["RenewRecoveryCodes"] = Only(People),
            ["RemoveSecondFactor"] = Only(People),
            ["ListNotices"] = Only(Noticed),
            ["MarkNotice"] = Only(Noticed),
            ["ListOperations"] = Only(People),
            ["GetOperation"] = Only(People),
            ["RequestPasswordReset"] = Only(Public),
            ["CompletePasswordReset"] = Only(Public),
            ["ChangePassword"] = Only(People),
            ["CreateInvitation"] = Only(Inviting),
            ["ListInvitations"] = Only([.. Inviting, Auditor]),
            ["RevokeInvitation"] = Only(Inviting),
            ["ResendInvitation"] = Only(Inviting),
            ["AcceptInvitation"] = Only(Public),
            ["CreateAccount"] = Only(Administrator),
            ["SearchAuditTrail"] = Only([.. AuditRoles.Readers]),
            ["GetAuditHeads"] = Only([.. AuditRoles.Readers]),
            ["VerifyAuditTrail"] = Only([.. AuditRoles.Readers]),
            ["GetRecordTimeline"] = Only(ProgrammeOfficer, FinanceOfficer, FundManager, Auditor, Administrator),
            ["DownloadDossier"] = Only([.. AuditRoles.Exporters]),
            ["PrintCallForm"] = Only([Public, .. People]),
            ["PrintProposal"] = Only(
                OrganisationMember,
                AuthorisingOfficer,
                ProgrammeOfficer,
                FinanceOfficer,
                FundManager,
                Trustee,
                Auditor,
                Reviewer
            ),
            ["ListAccounts"] = Only([.. Inviting, Auditor, OrganisationMember, DonorContact]),
            ["GetAccount"] = Only([.. Inviting, Auditor, OrganisationMember, DonorContact]),
            ["DisableAccount"] = Only(Administrator, AuthorisingOfficer),
            ["EnableAccount"] = Only(Administrator, AuthorisingOfficer),
            ["ChangeAccountRole"] = Only(Administrator, AuthorisingOfficer),
            ["ResetSecondFactor"] = Only(Administrator, AuthorisingOfficer),
            ["CreateApiToken"] = Only(People),
            ["ListApiTokens"] = Only(People),
            ["RevokeApiToken"] = Only(People),
            ["GetPermissions"] = Only(People),
            ["ChangeOwnName"] = Only(People),
            ["GetMailSettings"] = Only(People),
            ["SetMailSettings"] = Only(People),
            ["ListMails"] = Only(Administrator),
            ["ListTenants"] = Only(Administrator, Auditor),
            ["GetTenant"] = Only(Administrator, Auditor),
            ["GetDeadMessageSummary"] = Only(Administrator),
            ["ListServiceDeadMessages"] = Only(Administrator),
            ["GetServiceDeadMessage"] = Only(Administrator),
            ["ReplayServiceDeadMessages"] = Only(Administrator),
            ["DropServiceDeadMessages"] = Only(Administrator),
        }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>
    /// The roles that may make a request of the gateway's own; null for the requests of services, which decide themselves.
    /// </summary>
    public static IReadOnlySet<Role>? OfGateway(MessageDescriptor request) =>
        request.File.Package == GatewayReflection.Descriptor.Package
            ? Table.GetValueOrDefault(request.Name[..^"Request".Length]) ?? Only()
            : null;

    private static IReadOnlySet<Role> Only(params Role[] roles) => roles.ToFrozenSet();
}
