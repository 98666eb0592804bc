using Deque.AxeCore.Playwright;

namespace Fund.Gateway.Tests.Portal;

/// <summary>Every page in a real browser: accessible, never wider than the screen, without complaints.</summary>
public sealed class BrowserTests(RunningGateway gateway, Chromium chromium)
    : IClassFixture<RunningGateway>,
        IClassFixture<Chromium>
{
    /// <summary>All pages in English at both widths; each language besides on every page, in turn at one of them.</summary>
    public static TheoryData<string, string, int> Views { get; } = Make();

    [Theory]
    [MemberData(nameof(Views))]
    public async Task A_page_has_no_accessibility_violation_and_no_sideways_scrolling(
        string template,
        string language,
        int width
    )
    {
        PublicFacts.Tell(gateway.Backend);
        var page = PortalPages.All.First(candidate => candidate.Template == template);
        var token = page.Reader is { } role ? await gateway.TokenAsync(role) : null;
        await using var view = await chromium.OpenAsync(gateway.Http.BaseAddress!, token, width);

        var address = $"/{language}{page.Address}";
        var answer = await view.Page.GotoAsync(address);

        Assert.InRange(answer!.Status, 200, MayBeMissing(template) ? 404 : 299);
        var result = await view.Page.RunAxe();
        Assert.Empty(result.Violations.Select(violation => $"{violation.Id}: {violation.Nodes[0].Html}"));
        var scroll = await view.Page.EvaluateAsync<int>("document.documentElement.scrollWidth");
        Assert.InRange(scroll, 1, width);
        Assert.Equal(language == "ar" ? "rtl" : "ltr", await view.Page.GetAttributeAsync("html", "dir"));
        Assert.Empty(view.Complaints);
        await view.PictureAsync(address);
    }

    /// <summary>Pages of what the gateway itself holds show that there is none: the id is nobody's.</summary>
    private static bool MayBeMissing(string template) =>
        template.StartsWith("/errors", StringComparison.Ordinal) || template == "/admin/people/{AccountId}";

    private static TheoryData<string, string, int> Make()
    {
        var views = new TheoryData<string, string, int>();
        string[] others = ["fr", "es", "ar", "ru", "zh"];
        // While a page is made only its own views are of interest: FUND_PAGES=/donors,/pledges.
        var wanted = Environment.GetEnvironmentVariable("FUND_PAGES")?.Split(',') ?? [""];
        foreach (var page in PortalPages.All.Where(page => wanted.Any(page.Template.StartsWith)))
        {
            views.Add(page.Template, "en", 1280);
            views.Add(page.Template, "en", 320);
            for (var i = 0; i < others.Length; i++)
            {
                views.Add(page.Template, others[i], i % 2 == 0 ? 1280 : 390);
            }
        }

        return views;
    }
}
