using System.Collections.Frozen;
using Fund.Hosting;
using static Fund.Hosting.Role;

namespace Fund.Projects;

/// <summary>Who may call what; an RPC that is not here is denied. Tenancy is checked in each feature.</summary>
public static class Permissions
{
    private static readonly Role[] Staff = [ProgrammeOfficer, FinanceOfficer, FundManager];
    private static readonly Role[] OwnPeople = [OrganisationMember, AuthorisingOfficer];
    private static readonly Role[] Readers = [.. Staff, .. OwnPeople, Auditor, Role.Service];

    public static IReadOnlyDictionary<string, IReadOnlySet<Role>> Table { get; } =
        new Dictionary<string, IReadOnlySet<Role>>
        {
            ["RegisterOrganisation"] = Only(ProgrammeOfficer, OrganisationMember),
            ["GetOrganisation"] = Only(Readers),
            ["ListOrganisations"] = Only([.. Staff, Auditor, Administrator, Role.Service]),
            ["RecordBankAccount"] = Only([.. OwnPeople, FinanceOfficer]),
            ["VerifyBankAccount"] = Only(FinanceOfficer, FundManager),
            ["RecordDueDiligence"] = Only(ProgrammeOfficer),
            ["ListAgreements"] = Only(Readers),
            ["GetAgreement"] = Only(Readers),
            ["ListPublishedActivities"] = Only(Enum.GetValues<Role>()),
            ["SetAgreementTerms"] = Only(ProgrammeOfficer),
            ["SendAgreement"] = Only(ProgrammeOfficer),
            ["SignAgreement"] = Only(AuthorisingOfficer, FundManager),
            ["SuspendAgreement"] = Only(ProgrammeOfficer),
            ["ResumeAgreement"] = Only(ProgrammeOfficer),
            ["RequestInstalment"] = Only(FinanceOfficer, ProgrammeOfficer),
            ["ApproveInstalment"] = Only(FinanceOfficer, FundManager),
            ["RejectInstalment"] = Only(FinanceOfficer, FundManager),
            ["PayInstalment"] = Only(FinanceOfficer),
            ["ListReports"] = Only(Readers),
            ["GetReport"] = Only(Readers),
            ["SubmitReport"] = Only(AuthorisingOfficer),
            ["AcceptReport"] = Only(ProgrammeOfficer),
            ["SendBackReport"] = Only(ProgrammeOfficer),
            ["ListAuditEntries"] = Only([.. AuditRoles.Readers]),
            ["GetAuditHead"] = Only([.. AuditRoles.Readers]),
            ["VerifyAuditChain"] = Only([.. AuditRoles.Readers]),
            ["GetRecordProof"] = Only([.. AuditRoles.Exporters]),
            ["ListRecordEntries"] = Only([.. Staff, Auditor]),
        }.ToFrozenDictionary(StringComparer.Ordinal);

    private static IReadOnlySet<Role> Only(params Role[] roles) => roles.ToFrozenSet();
}
