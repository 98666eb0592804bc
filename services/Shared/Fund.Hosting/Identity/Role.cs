using System.Collections.Frozen;
using System.Text.Json;

namespace Fund.Hosting;

/// <summary>What somebody may be in the Fund; one account can have several. Source: the list of users in the design.</summary>
public enum Role
{
    /// <summary>Prepares calls, screens eligibility, assigns reviewers, follows projects, accepts reports.</summary>
    ProgrammeOfficer,

    /// <summary>Records contributions, imports statements and rates, prepares and approves payments.</summary>
    FinanceOfficer,

    /// <summary>Second pair of eyes: approves, fixes policy settings, signs agreements.</summary>
    FundManager,

    /// <summary>Declares conflicts and scores the proposals assigned to them.</summary>
    Reviewer,

    /// <summary>Member of the Board: takes part in decisions, recuses.</summary>
    Trustee,

    /// <summary>Works for an organisation that applies or reports.</summary>
    OrganisationMember,

    /// <summary>Signs off submissions and reports for an organisation.</summary>
    AuthorisingOfficer,

    /// <summary>Sees one donor's pledges, contributions and statements.</summary>
    DonorContact,

    /// <summary>Reads everything, changes nothing.</summary>
    Auditor,

    /// <summary>Manages accounts and roles; sees no victim data.</summary>
    Administrator,

    /// <summary>Another service of the Fund.</summary>
    Service,

    /// <summary>Anybody, without signing in.</summary>
    Public,
}

/// <summary>Roles as they are written in tokens and in the gateway's database: snake_case.</summary>
public static class RoleNames
{
    private static readonly FrozenDictionary<Role, string> Names = Enum.GetValues<Role>()
        .ToFrozenDictionary(role => role, role => JsonNamingPolicy.SnakeCaseLower.ConvertName(role.ToString()));

    private static readonly FrozenDictionary<string, Role> Roles = Names.ToFrozenDictionary(
        pair => pair.Value,
        pair => pair.Key,
        StringComparer.Ordinal
    );

    /// <summary>For example <c>programme_officer</c>.</summary>
    public static string Name(this Role role) => Names[role];

    /// <summary>The role of a snake_case name, or null when there is none.</summary>
    public static Role? Find(string name) => Roles.TryGetValue(name, out var role) ? role : null;
}
