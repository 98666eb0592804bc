using Microsoft.Playwright;

namespace Fund.Gateway.Tests.Portal;

/// <summary>One browser for the tests of a class; each view has its own context, so none knows of another.</summary>
public sealed class Chromium : IAsyncLifetime
{
    private const string Path = "/usr/bin/chromium";
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public async ValueTask InitializeAsync()
    {
        if (!File.Exists(Path))
        {
            return;
        }

        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(
            new() { ExecutablePath = Path, Args = ["--no-sandbox", "--disable-gpu", "--disable-quic"] }
        );
    }

    /// <summary>A new view, signed in when a token is given; skips the test where there is no browser.</summary>
    internal async Task<BrowserView> OpenAsync(Uri site, string? token = null, int width = 1280, bool script = true)
    {
        Assert.SkipUnless(_browser is not null, $"needs {Path}");
        var context = await _browser!.NewContextAsync(
            new()
            {
                BypassCSP = true,
                JavaScriptEnabled = script,
                BaseURL = site.ToString(),
                ViewportSize = new() { Width = width, Height = 800 },
            }
        );
        if (token is not null)
        {
            await context.AddCookiesAsync([
                new()
                {
                    Name = "fund",
                    Value = token,
                    Url = site.ToString(),
                    HttpOnly = true,
                },
            ]);
        }

        return new BrowserView(context, await context.NewPageAsync());
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
    }
}

/// <summary>A page in a browser of its own, and what the browser complained of.</summary>
internal sealed class BrowserView : IAsyncDisposable
{
    private readonly IBrowserContext _context;
    private readonly List<string> _complaints = [];

    public BrowserView(IBrowserContext context, IPage page)
    {
        _context = context;
        Page = page;
        page.Console += (_, message) =>
        {
            if (message.Type == "error")
            {
                _complaints.Add(message.Text);
            }
        };
        page.PageError += (_, error) => _complaints.Add(error);
    }

    public IPage Page { get; }

    public IBrowserContext Context => _context;

    /// <summary>Errors in the console: scripts, policies, missing files.</summary>
    public IReadOnlyList<string> Complaints => _complaints;

    /// <summary>Keeps a picture of the whole page below FUND_SCREENSHOTS, where that is set.</summary>
    public async Task PictureAsync(string name)
    {
        if (Environment.GetEnvironmentVariable("FUND_SCREENSHOTS") is { Length: > 0 } folder)
        {
            var file = Path.Combine(folder, $"{name.Trim('/').Replace('/', '-')}-{Page.ViewportSize!.Width}.png");
            await Page.ScreenshotAsync(new() { Path = file, FullPage = true });
        }
    }

    public ValueTask DisposeAsync() => _context.DisposeAsync();
}
