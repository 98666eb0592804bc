namespace Fund.Tour;

/// <summary>A picture of the tour.</summary>
/// <param name="Name">Of the file, without its ending.</param>
/// <param name="Who">Beginning of the account's address; null for the public.</param>
/// <param name="Path">Page below the language.</param>
internal sealed record Stop(string Name, string? Who, string Path, string Language = "en", int Width = 1280)
{
    /// <summary>Links to follow first, by a part of their addresses; the page's own address is not known before.</summary>
    public IReadOnlyList<string> Follow { get; init; } = [];

    public static IReadOnlyList<Stop> All { get; } =
    [
        new("public-en", null, ""),
        new("public-fr-phone", null, "", "fr", 390),
        new("public-open-data", null, "/open-data"),
        new("public-awards", null, "/awards"),
        new("donor-overview", "donor-ruritania", "/donor"),
        new("donor-statement-ar", "donor-ruritania", "/donor/statement?from=2017-01-01&to=2026-12-31", "ar"),
        new("finance-dashboard", "finance-officer@", "/finance"),
        new("finance-contributions", "finance-officer@", "/contributions"),
        new("finance-bank", "finance-officer@", "/bank"),
        new("call", "programme-officer@", "/programme/calls?state=Decided") { Follow = ["/en/programme/calls/0"] },
        new("application", "sankofa-officer", "/organisation/proposals") { Follow = ["/en/organisation/proposals/"] },
        new("portfolio", "programme-officer@", "/programme/calls?state=InEvaluation")
        {
            Follow = ["/en/programme/calls/0", "/selection"],
        },
        new("review", "reviewer-1", "/reviews") { Follow = ["/en/reviews/0"] },
        new("board", "trustee", "/board") { Follow = ["/en/board/sessions/"] },
        new("project", "fund-manager@", "/programme/projects") { Follow = ["/en/projects/"] },
        new("proposal-phone", "harbour-officer", "/organisation/proposals", "en", 390)
        {
            Follow = ["/en/organisation/proposals/"],
        },
        new("administration", "administrator@", "/admin/people"),
        new("audit", "auditor@", "/audit"),
    ];
}
