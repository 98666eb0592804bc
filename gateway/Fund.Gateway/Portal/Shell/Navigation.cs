using Fund.Hosting;

namespace Fund.Gateway.Portal.Shell;

/// <summary>A line of the navigation.</summary>
/// <param name="Key">Its words, below <c>Nav.</c>.</param>
/// <param name="Path">Address below the language.</param>
/// <param name="Roles">Who sees it; nobody in particular means everybody.</param>
internal sealed record NavigationItem(string Key, string Path, params IReadOnlyList<Role> Roles)
{
    public bool IsFor(Caller caller) => Roles.Count == 0 || Roles.Any(caller.Is);

    /// <summary>True when the page belongs here: the same address, or one below it.</summary>
    public bool Holds(string path) =>
        path == Path || (Path != "/" && path.StartsWith(Path + "/", StringComparison.Ordinal));
}

/// <summary>Where everything is: the one table of the navigation, by audience.</summary>
internal static partial class Navigation
{
    private static readonly NavigationItem[] Public =
    [
        new("Position", "/position"),
        new("Calls", "/calls"),
        new("Figures", "/figures"),
        new("Awards", "/awards"),
        new("Register", "/register"),
        new("OpenData", "/open-data"),
    ];

    private static readonly Role[] Finance = [Role.FinanceOfficer, Role.FundManager, Role.Auditor];
    private static readonly Role[] Programme = [Role.ProgrammeOfficer, Role.FundManager, Role.Auditor];
    private static readonly Role[] Organisation = [Role.OrganisationMember, Role.AuthorisingOfficer];

    private static readonly NavigationItem[] SignedIn =
    [
        new("Home", "/home"),
        new("Finance", "/finance", Finance),
        new("Donors", "/donors", Finance),
        new("Pledges", "/pledges", Finance),
        new("Contributions", "/contributions", Finance),
        new("Bank", "/bank", Finance),
        new("Ledger", "/ledger", Finance),
        new("DonorOverview", "/donor", Role.DonorContact),
        new("Statement", "/donor/statement", Role.DonorContact),
        new("Results", "/donor/results", Role.DonorContact),
        new("ProgrammeCalls", "/programme/calls", Programme),
        new("Projects", "/programme/projects", [.. Programme, Role.FinanceOfficer]),
        new("Profile", "/organisation", Organisation),
        new("Proposals", "/organisation/proposals", Organisation),
        new("OwnProjects", "/organisation/projects", Organisation),
        new("Reviews", "/reviews", Role.Reviewer),
        new("Board", "/board", Role.Trustee, Role.ProgrammeOfficer, Role.FundManager, Role.Auditor),
        new(
            "People",
            "/admin/people",
            Role.Administrator,
            Role.AuthorisingOfficer,
            Role.FinanceOfficer,
            Role.OrganisationMember,
            Role.DonorContact,
            Role.Auditor
        ),
        new("Audit", "/audit", Role.Auditor, Role.Administrator, Role.FundManager),
    ];

    /// <summary>What a visitor finds in the head of every page.</summary>
    public static IEnumerable<NavigationItem> Of(Access.Visitor visitor) =>
        visitor.IsSignedIn ? SignedIn.Where(item => item.IsFor(visitor.Caller)) : Public;
}
