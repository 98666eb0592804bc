using Fund.Gateway.Api;
using Fund.Gateway.Identity;
using Fund.Hosting;

namespace Fund.Gateway.Tests.Api;

/// <summary>What the description and the page say about who may use a route is what the services enforce.</summary>
public sealed class AccessTextTests
{
    /// <summary>Words of the texts and whom they mean; longer ones first, and each is taken out once it was found.</summary>
    private static readonly (string Words, Role[] Roles)[] Meanings =
    [
        // Whom a finance officer sees, not who sees.
        ("donor contacts", []),
        ("everybody who has signed in", [.. Fund.Gateway.Identity.Roles.OfAccounts]),
        ("people of an organisation or donor", [Role.OrganisationMember, Role.AuthorisingOfficer, Role.DonorContact]),
        ("organisation member", [Role.OrganisationMember]),
        ("authorising officer", [Role.AuthorisingOfficer]),
        ("programme officer", [Role.ProgrammeOfficer]),
        ("finance officer", [Role.FinanceOfficer]),
        ("fund manager", [Role.FundManager]),
        ("donor contact", [Role.DonorContact]),
        ("administrator", [Role.Administrator]),
        ("reviewer", [Role.Reviewer]),
        ("trustee", [Role.Trustee]),
        ("auditor", [Role.Auditor]),
        ("staff", [Role.ProgrammeOfficer, Role.FinanceOfficer, Role.FundManager]),
    ];

    [Fact]
    public void Every_text_names_the_roles_that_the_table_lets_in()
    {
        var wrong = PermissionTable
            .All.Values.Where(permission => !permission.IsPublic)
            .Select(permission => (permission, Said: Said(permission.Route.Access.Text)))
            .Where(pair => !pair.Said.SetEquals(Enforced(pair.permission)))
            .Select(pair =>
                $"{pair.permission.Name}: \"{pair.permission.Route.Access.Text}\" says [{List(pair.Said)}], "
                + $"the table has [{List(Enforced(pair.permission))}]"
            );
        Assert.True(!wrong.Any(), string.Join('\n', wrong));
    }

    /// <summary>Services and the public are nobody's role.</summary>
    private static HashSet<Role> Enforced(Permission permission) =>
        [.. permission.Roles.Where(PermissionTable.Columns.Contains)];

    private static HashSet<Role> Said(string text)
    {
        var rest = text.ToLowerInvariant();
        var roles = new HashSet<Role>();
        if (rest.StartsWith("own organisation", StringComparison.Ordinal))
        {
            roles.UnionWith([Role.OrganisationMember, Role.AuthorisingOfficer]);
        }

        foreach (var (words, meant) in Meanings)
        {
            if (rest.Contains(words, StringComparison.Ordinal))
            {
                roles.UnionWith(meant);
                rest = rest.Replace(words, "", StringComparison.Ordinal);
            }
        }

        return roles;
    }

    private static string List(IEnumerable<Role> roles) => string.Join(", ", roles.Order().Select(role => role.Name()));
}
