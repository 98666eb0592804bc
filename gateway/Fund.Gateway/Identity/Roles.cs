using Fund.Gateway.V1;
using Fund.Hosting;

namespace Fund.Gateway.Identity;

/// <summary>The roles an account may have, in the database and in the API.</summary>
internal static class Roles
{
    private static readonly (Role Role, AccountRole Wire)[] All =
    [
        (Role.ProgrammeOfficer, AccountRole.ProgrammeOfficer),
        (Role.FinanceOfficer, AccountRole.FinanceOfficer),
        (Role.FundManager, AccountRole.FundManager),
        (Role.Reviewer, AccountRole.Reviewer),
        (Role.Trustee, AccountRole.Trustee),
        (Role.OrganisationMember, AccountRole.OrganisationMember),
        (Role.AuthorisingOfficer, AccountRole.AuthorisingOfficer),
        (Role.DonorContact, AccountRole.DonorContact),
        (Role.Auditor, AccountRole.Auditor),
        (Role.Administrator, AccountRole.Administrator),
    ];

    /// <summary>All roles that an account may have.</summary>
    public static IEnumerable<Role> OfAccounts => All.Select(pair => pair.Role);

    /// <summary>
    /// True for those who work for the Fund or decide for it: they need a second factor. For organisations and donors it
    /// is a choice.
    /// </summary>
    public static bool NeedsSecondFactor(this Role role) =>
        role is not (Role.OrganisationMember or Role.AuthorisingOfficer or Role.DonorContact);

    public static AccountRole ToWire(this Role role) => All.Single(pair => pair.Role == role).Wire;

    /// <summary>Null when nothing, or nothing we know, was said.</summary>
    public static Role? ToRole(this AccountRole role)
    {
        foreach (var pair in All)
        {
            if (pair.Wire == role)
            {
                return pair.Role;
            }
        }

        return null;
    }

    /// <summary>The role of a name in the database.</summary>
    public static Role Parse(string name) =>
        RoleNames.Find(name) ?? throw new InvalidDataException($"The database holds an unknown role, {name}.");
}
