using System.Collections.Frozen;
using Fund.Hosting;
using static Fund.Hosting.Role;

namespace Fund.Beneficiaries;

/// <summary>
/// Who may call what; an RPC that is not here is denied. Tenancy is checked in each feature. No RPC shows a case
/// record, so none is in this table.
/// </summary>
public static class Permissions
{
    private static readonly Role[] OwnPeople = [OrganisationMember, AuthorisingOfficer];
    private static readonly Role[] Readers = [.. OwnPeople, ProgrammeOfficer, FundManager, Auditor];

    public static IReadOnlyDictionary<string, IReadOnlySet<Role>> Table { get; } =
        new Dictionary<string, IReadOnlySet<Role>>
        {
            ["SubmitAggregateReturn"] = Only(OwnPeople),
            ["SubmitCaseReturn"] = Only(OwnPeople),
            ["AcceptReturn"] = Only(ProgrammeOfficer),
            ["QuestionReturn"] = Only(ProgrammeOfficer),
            ["GetReturn"] = Only(Readers),
            ["ListReturns"] = Only(Readers),
            ["GetProjectCounts"] = Only(Readers),
            ["PublishFigures"] = Only(ProgrammeOfficer),
            ["GetPublishedFigures"] = Only(Enum.GetValues<Role>()),
            ["ListAuditEntries"] = Only([.. AuditRoles.Readers]),
            ["GetAuditHead"] = Only([.. AuditRoles.Readers]),
            ["VerifyAuditChain"] = Only([.. AuditRoles.Readers]),
            ["GetRecordProof"] = Only([.. AuditRoles.Exporters]),
            ["ListRecordEntries"] = Only(ProgrammeOfficer, FundManager, Auditor),
            ["ListPublishedReleases"] = Only(Enum.GetValues<Role>()),
        }.ToFrozenDictionary(StringComparer.Ordinal);

    private static IReadOnlySet<Role> Only(params Role[] roles) => roles.ToFrozenSet();
}
