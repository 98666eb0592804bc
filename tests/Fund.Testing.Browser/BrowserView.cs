using System.Text.Json;
using Deque.AxeCore.Commons;
using Microsoft.Playwright;

namespace Fund.Testing.Browser;

/// <summary>A page in a browser of its own, and what the browser complained of.</summary>
public sealed class BrowserView : IAsyncDisposable
{
    /// <summary>A4 between the margins of the style sheet (14 mm at the sides), in CSS pixels of 1/96 inch.</summary>
    private const int PaperWidth = 688;
    private const int PaperHeight = 994;

    private static readonly string Axe = new BundledAxeScriptProvider().GetScript();
    private readonly List<string> _complaints = [];
    private bool _isCrashed;

    internal BrowserView(IBrowserContext context, IPage page)
    {
        Context = context;
        Page = page;
        page.Console += (_, message) =>
        {
            if (message.Type == "error")
            {
                _complaints.Add(message.Text);
            }
        };
        page.PageError += (_, error) => _complaints.Add(error);
        page.Crash += (_, _) => _isCrashed = true;
    }

    public IPage Page { get; }

    public IBrowserContext Context { get; }

    /// <summary>Errors in the console: scripts, policies, missing files.</summary>
    public IReadOnlyList<string> Complaints => _complaints;

    internal bool IsAlive => !_isCrashed && !Page.IsClosed && Context.Browser is { IsConnected: true };

    /// <summary>What it complained of was somebody else's.</summary>
    internal void Forget() => _complaints.Clear();

    /// <summary>From now on as whoever has the token; as nobody without one.</summary>
    internal async Task SignInAsync(Uri site, string? token)
    {
        await Context.ClearCookiesAsync();
        if (token is not null)
        {
            await Context.AddCookiesAsync([
                new()
                {
                    Name = "fund",
                    Value = token,
                    Url = site.ToString(),
                    HttpOnly = true,
                },
            ]);
        }
    }

    /// <summary>
    /// What axe-core says against the page as it is now: rule and element. A page without frames needs none of what its
    /// wrapper for browsers does around it, which takes longer than the rules.
    /// </summary>
    /// <param name="withColours">False where the same page was looked at before in the same colours: that rule takes
    /// longer than all others.</param>
    public async Task<IReadOnlyList<string>> ViolationsAsync(bool withColours = true)
    {
        await Page.EvaluateAsync($"() => {{ if (!window.axe) {{ {Axe} }} }}");
        var found = await Page.EvaluateAsync<JsonElement>(
            """
            async withColours => {
              const rules = { 'color-contrast': { enabled: withColours } };
              const result = await axe.run(document, { resultTypes: ['violations'], preload: false, rules });
              return result.violations.flatMap(rule => rule.nodes.map(node => `${rule.id}: ${node.html}`));
            }
            """,
            withColours
        );
        return [.. found.EnumerateArray().Select(line => line.GetString()!)];
    }

    /// <summary>How wide the page is, in CSS pixels: wider than its window is sideways scrolling.</summary>
    public Task<int> WidthAsync() => Page.EvaluateAsync<int>("document.documentElement.scrollWidth");

    /// <summary>
    /// What is wrong with the page on A4 paper: anything wider than the paper between its margins, cut by a part that
    /// scrolls, or navigation that nobody can follow there. The page stands as on a screen again afterwards.
    /// </summary>
    public async Task<IReadOnlyList<string>> PrintProblemsAsync()
    {
        var screen = Page.ViewportSize!;
        await Page.SetViewportSizeAsync(PaperWidth, PaperHeight);
        await Page.EmulateMediaAsync(new() { Media = Media.Print });
        var found = await Page.EvaluateAsync<JsonElement>(
            """
            () => {
              const wrong = [];
              const wide = document.documentElement.scrollWidth;
              if (wide > innerWidth) { wrong.push(`${wide} pixels wide on paper of ${innerWidth}`); }
              for (const element of document.body.querySelectorAll('*')) {
                if (element.clientWidth > 1 && element.scrollWidth > element.clientWidth + 1
                    && !element.matches('input, textarea, select') && getComputedStyle(element).overflowX !== 'visible') {
                  wrong.push(`${element.scrollWidth} pixels cut at ${element.clientWidth} on paper: ${element.outerHTML.slice(0, 120)}`);
                }
              }
              for (const element of document.querySelectorAll('nav, .govuk-skip-link, .govuk-back-link')) {
                if (element.getClientRects().length > 0) { wrong.push(`on paper: ${element.outerHTML.slice(0, 120)}`); }
              }
              return wrong;
            }
            """
        );
        await Page.EmulateMediaAsync(new() { Media = Media.Null });
        await Page.SetViewportSizeAsync(screen.Width, screen.Height);
        return [.. found.EnumerateArray().Select(line => line.GetString()!)];
    }

    /// <summary>Keeps a picture of the whole page below FUND_SCREENSHOTS, where that is set.</summary>
    public async Task PictureAsync(string name)
    {
        if (Environment.GetEnvironmentVariable("FUND_SCREENSHOTS") is { Length: > 0 } folder)
        {
            var file = Path.Combine(folder, $"{name.Trim('/').Replace('/', '-')}-{Page.ViewportSize!.Width}.png");
            await Page.ScreenshotAsync(new() { Path = file, FullPage = true });
        }
    }

    public ValueTask DisposeAsync() => Context.DisposeAsync();
}
