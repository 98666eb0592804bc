using Fund.Gateway.Identity;
using Fund.Gateway.Persistence;
using Fund.Hosting;
using Fund.Testing.Browser;

namespace Fund.Gateway.Tests.Portal;

/// <summary>Every page in a real browser: accessible, never wider than the screen, whole on paper, without complaints.</summary>
public sealed class BrowserTests(RunningGateway gateway, Chromium chromium)
    : IClassFixture<RunningGateway>,
        IClassFixture<Chromium>
{
    private const int Desk = 1280;

    /// <summary>Every page: what most read, the smallest phone, and from right to left.</summary>
    private static readonly (string Language, int Width)[] Always = [("en", Desk), ("ar", Desk), ("en", 320)];

    /// <summary>One of these for each page, by turns; all of them with <c>FUND_JOURNEYS=all</c>.</summary>
    private static readonly (string Language, int Width)[] InTurn =
    [
        ("fr", 390),
        ("es", 390),
        ("ru", 390),
        ("zh", Desk),
    ];

    /// <summary>While a page is made only its own views are of interest: FUND_PAGES=/donors,/pledges.</summary>
    public static TheoryData<string> Templates { get; } =
    [
        .. PortalPages
            .All.Select(page => page.Template)
            .Where(template =>
                (Environment.GetEnvironmentVariable("FUND_PAGES")?.Split(',') ?? [""]).Any(template.StartsWith)
            ),
    ];

    [Theory]
    [MemberData(nameof(Templates))]
    public async Task A_page_has_no_accessibility_violation_and_no_sideways_scrolling(string template)
    {
        PublicFacts.Tell(gateway.Backend);
        ApplyingFacts.Tell(gateway.Backend);
        var page = PortalPages.All.First(candidate => candidate.Template == template);
        var token = page.Reader is { } role ? await gateway.TokenAsync(role) : null;
        var view = await chromium.AgainAsync(gateway.Http.BaseAddress!, token);
        var path = await AddressAsync(page);
        var wrong = new List<string>();
        foreach (var (language, width) in ViewsOf(page))
        {
            var address = $"/{language}{path}";
            await view.Page.SetViewportSizeAsync(width, 800);
            var answer = await view.Page.GotoAsync(address);
            await view.PictureAsync(address);

            void Expect(bool holds, string otherwise)
            {
                if (!holds)
                {
                    wrong.Add($"{address} at {width}: {otherwise}");
                }
            }

            Expect(answer!.Status is >= 200 and < 300, $"status {answer.Status}");
            // Colours are the same in every language; they are looked at from left to right and from right to left.
            foreach (var violation in await view.ViolationsAsync(withColours: language is "en" or "ar"))
            {
                Expect(false, violation);
            }

            var wide = await view.WidthAsync();
            Expect(wide <= width, $"{wide} pixels wide");
            foreach (var problem in width == Desk && language == "en" ? await view.PrintProblemsAsync() : [])
            {
                Expect(false, problem);
            }

            var direction = await view.Page.GetAttributeAsync("html", "dir");
            Expect(direction == (language == "ar" ? "rtl" : "ltr"), $"direction {direction}");
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        Assert.Empty(view.Complaints);
    }

    private static IEnumerable<(string Language, int Width)> ViewsOf(PortalPage page)
    {
        var turn = PortalPages.All.TakeWhile(other => other != page).Count() % InTurn.Length;
        var all = Environment.GetEnvironmentVariable("FUND_JOURNEYS") == "all";
        return [.. Always, .. all ? InTurn : [InTurn[turn]]];
    }

    /// <summary>Stub services know every id; what the gateway itself holds has to be there.</summary>
    private async Task<string> AddressAsync(PortalPage page) =>
        page.Template switch
        {
            "/admin/people/{AccountId}" => $"/admin/people/{(await ContactAsync()).Id}",
            "/programme/reviewers/{ReviewerId}" =>
                $"/programme/reviewers/{(await gateway.AccountAsync(Role.Reviewer)).Account.Id}",
            "/admin/tokens/{TokenId}" => $"/admin/tokens/{await ApiTokenAsync()}",
            _ => page.Address,
        };

    private async Task<Account> ContactAsync() =>
        (await gateway.AccountAsync(Role.DonorContact, donor: Guid.CreateVersion7())).Account;

    private async Task<Guid> ApiTokenAsync()
    {
        var now = TimeProvider.System.GetUtcNow();
        var owner = await ContactAsync();
        var token = new ApiToken(owner.Id, "A script", false, AccessToken.New(), ["listPledges"], now, now.AddDays(9));
        await gateway.Service.InScopeAsync<GatewayDb>(async db =>
        {
            db.ApiTokens.Add(token);
            await db.SaveChangesAsync();
        });
        return token.ApiTokenId;
    }
}
