using System.Collections.Frozen;
using System.Globalization;
using System.Text;
using Fund.Gateway.Api;
using Fund.Hosting;
using Google.Protobuf.Reflection;
using Route = Fund.Gateway.Api.Route;

namespace Fund.Gateway.Identity;

/// <summary>One permission: a verb that a role has or has not, and the route that carries it.</summary>
/// <param name="Name">The verb, such as <c>recordContribution</c>: the operation's name in the API.</param>
/// <param name="Route">Its route.</param>
/// <param name="Roles">The roles that have it, as the service that carries it out enforces them.</param>
internal sealed record Permission(string Name, Route Route, IReadOnlySet<Role> Roles)
{
    /// <summary>True when nobody has to sign in.</summary>
    public bool IsPublic => Roles.Contains(Role.Public);

    /// <summary>True for what a program may be given: nothing that makes or changes ways in.</summary>
    public bool IsForPrograms => !IsPublic && !PermissionTable.PersonsOnly.Contains(Name);

    /// <summary>Which part of the Fund it belongs to: gateway, donations, grantcalls, projects or beneficiaries.</summary>
    public string Part => Route.Rpc.File.Package.Split('.')[1];
}

/// <summary>
/// Who may do what, in one table. It is not written down anywhere: the roles are the tables that the services enforce,
/// compiled in from their own sources, and the permissions are the routes. See services/decisions/0045-permissions.md.
/// </summary>
internal static class PermissionTable
{
    /// <summary>What makes or changes ways in stays with people.</summary>
    internal static readonly FrozenSet<string> PersonsOnly = new[]
    {
        "getSession",
        "signOut",
        "completeSignIn",
        "listSessions",
        "revokeSession",
        "revokeOtherSessions",
        "getSecondFactor",
        "beginSecondFactor",
        "confirmSecondFactor",
        "renewRecoveryCodes",
        "removeSecondFactor",
        "changePassword",
        "createInvitation",
        "revokeInvitation",
        "resendInvitation",
        "createAccount",
        "disableAccount",
        "enableAccount",
        "changeAccountRole",
        "resetSecondFactor",
        "createApiToken",
        "listApiTokens",
        "revokeApiToken",
        "setMailSettings",
        "changeOwnName",
    }.ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, IReadOnlyDictionary<string, IReadOnlySet<Role>>> Enforced =
        new Dictionary<string, IReadOnlyDictionary<string, IReadOnlySet<Role>>>
        {
            ["gateway"] = Permissions.Table,
            ["donations"] = Donations.Permissions.Table,
            ["grantcalls"] = GrantCalls.Permissions.Table,
            ["projects"] = Projects.Permissions.Table,
            ["beneficiaries"] = Beneficiaries.Permissions.Table,
        }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Every permission, by name.</summary>
    public static IReadOnlyDictionary<string, Permission> All { get; } =
        Routes
            .All.Select(route => new Permission(route.OperationId, route, RolesOf(route.Rpc)))
            .OrderBy(permission => permission.Part, StringComparer.Ordinal)
            .ThenBy(permission => permission.Name, StringComparer.Ordinal)
            .DistinctBy(permission => permission.Name)
            .ToDictionary(permission => permission.Name, StringComparer.Ordinal);

    /// <summary>The roles of people, in the order of the table's columns.</summary>
    public static IReadOnlyList<Role> Columns { get; } = [.. Roles.OfAccounts];

    /// <summary>The roles that may make a call of a service.</summary>
    /// <exception cref="InvalidOperationException">No such call.</exception>
    public static IReadOnlySet<Role> Of(string service, string rpc) =>
        Enforced[service].TryGetValue(rpc, out var roles)
            ? roles
            : throw new InvalidOperationException(
                $"Nobody may call {rpc} of {service}: it is in no table of permissions."
            );

    /// <summary>Every call of every service and of the gateway itself.</summary>
    public static IEnumerable<string> Calls =>
        Enforced.Values.SelectMany(table => table.Keys).Concat(HostingPermissions.Table.Keys).Distinct();

    /// <summary>The table as CSV: a line per permission, a column per role.</summary>
    public static string Csv()
    {
        var csv = new StringBuilder("permission,part,verb,path,public");
        csv.AppendJoin("", Columns.Select(role => "," + role.Name())).Append("\r\n");
        foreach (var permission in All.Values)
        {
            csv.Append(
                CultureInfo.InvariantCulture,
                $"{permission.Name},{permission.Part},{permission.Route.Verb},{Route.Prefix}{permission.Route.Path},{Yes(permission.IsPublic)}"
            );
            csv.AppendJoin("", Columns.Select(role => "," + Yes(permission.Roles.Contains(role)))).Append("\r\n");
        }

        return csv.ToString();
    }

    private static IReadOnlySet<Role> RolesOf(MethodDescriptor rpc) => Of(rpc.File.Package.Split('.')[1], rpc.Name);

    private static string Yes(bool value) => value ? "yes" : "no";
}
