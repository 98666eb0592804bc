using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace Fund.Gateway.Tests.Portal;

/// <summary>The pages in a real browser: accessible, and never wider than the screen.</summary>
public sealed class BrowserTests(RunningGateway gateway) : IClassFixture<RunningGateway>
{
    private const string Chromium = "/usr/bin/chromium";

    public static MatrixTheoryData<string, int> Views { get; } =
        new(["en", "fr", "en/problems/not-found", "fr/nothing"], [1280, 390, 320]);

    [Theory]
    [MemberData(nameof(Views))]
    public async Task A_page_has_no_accessibility_violation_and_no_sideways_scrolling(string path, int width)
    {
        Assert.SkipUnless(File.Exists(Chromium), $"needs {Chromium}");
        PublicFacts.Tell(gateway.Backend);
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await playwright.Chromium.LaunchAsync(
            new() { ExecutablePath = Chromium, Args = ["--no-sandbox", "--disable-gpu", "--disable-quic"] }
        );
        var context = await browser.NewContextAsync(
            new()
            {
                BypassCSP = true,
                ViewportSize = new() { Width = width, Height = 800 },
            }
        );
        var page = await context.NewPageAsync();
        var complaints = new List<string>();
        page.Console += (_, message) => complaints.Add(message.Text);

        await page.GotoAsync(new Uri(gateway.Http.BaseAddress!, path).ToString());

        var result = await page.RunAxe();
        Assert.Empty(result.Violations.Select(violation => $"{violation.Id}: {violation.Nodes[0].Html}"));
        var scroll = await page.EvaluateAsync<int>("document.documentElement.scrollWidth");
        Assert.InRange(scroll, 1, width);
        Assert.DoesNotContain(complaints, text => text.Contains("Content Security Policy", StringComparison.Ordinal));
        if (Environment.GetEnvironmentVariable("FUND_SCREENSHOTS") is { Length: > 0 } folder)
        {
            var file = Path.Combine(folder, $"{path.Replace('/', '-')}-{width}.png");
            await page.ScreenshotAsync(new() { Path = file, FullPage = true });
        }
    }
}
