using Microsoft.Playwright;
using Xunit;

namespace Fund.Testing.Browser;

/// <summary>
/// One browser for the tests of a class; each view has its own context, so none knows of another. A browser that died
/// is started anew: it fails the test it died in, and no other.
/// </summary>
public sealed class Chromium : IAsyncLifetime
{
    private const string Path = "/usr/bin/chromium";
    private readonly SemaphoreSlim _starting = new(1, 1);
    private IPlaywright? _playwright;
    private IBrowser? _browser;
    private BrowserView? _again;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    /// <summary>A new view, signed in when a token is given; skips the test where there is no browser.</summary>
    /// <param name="width">Of the window, in CSS pixels.</param>
    /// <param name="script">False for a browser that runs no scripts.</param>
    public async Task<BrowserView> OpenAsync(Uri site, string? token = null, int width = 1280, bool script = true)
    {
        Assert.SkipUnless(File.Exists(Path), $"needs {Path}");
        var browser = await BrowserAsync();
        var context = await browser.NewContextAsync(
            new()
            {
                JavaScriptEnabled = script,
                BaseURL = site.ToString(),
                ViewportSize = new() { Width = width, Height = 800 },
            }
        );
        var view = new BrowserView(context, await context.NewPageAsync());
        await view.SignInAsync(site, token);
        return view;
    }

    /// <summary>
    /// The view of the test before, as another visitor and without what it complained of. For tests that look at one page
    /// each: a browser that has run the scripts before is three times as quick. Nobody disposes of it.
    /// </summary>
    public async Task<BrowserView> AgainAsync(Uri site, string? token)
    {
        if (_again is { IsAlive: true })
        {
            _again.Forget();
            await _again.SignInAsync(site, token);
            return _again;
        }

        return _again = await OpenAsync(site, token);
    }

    private async Task<IBrowser> BrowserAsync()
    {
        await _starting.WaitAsync();
        try
        {
            if (_browser is not { IsConnected: true })
            {
                _playwright ??= await Playwright.CreateAsync();
                // A small /dev/shm, as containers have, kills the browser in the middle of a page. No page is open for long
                // enough for optimised scripts to pay.
                string[] options =
                [
                    "--no-sandbox",
                    "--disable-gpu",
                    "--disable-quic",
                    "--disable-dev-shm-usage",
                    "--js-flags=--no-maglev --no-opt",
                ];
                _browser = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = Path, Args = options });
            }

            return _browser;
        }
        finally
        {
            _starting.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
        _starting.Dispose();
    }
}
