using Fund.Kernel;
using Microsoft.Playwright;

namespace Fund.Tour;

/// <summary>One visitor's browser.</summary>
internal sealed class Visit : IAsyncDisposable
{
    /// <summary>Who signed in a moment ago keeps the session: a one-time password counts once.</summary>
    private static readonly Dictionary<string, IReadOnlyList<Cookie>> Known = [];

    private readonly IBrowserContext _context;
    private readonly IPage _page;
    private readonly string _site;

    private Visit(IBrowserContext context, IPage page, string site)
    {
        _context = context;
        _page = page;
        _site = site;
    }

    public static async Task<Visit> BeginAsync(IBrowser browser, string site, int width)
    {
        var context = await browser.NewContextAsync(
            new()
            {
                BaseURL = site,
                ViewportSize = new() { Width = width, Height = 900 },
                ReducedMotion = ReducedMotion.Reduce,
            }
        );
        return new Visit(context, await context.NewPageAsync(), site);
    }

    public async Task SignInAsync(Person person, string language)
    {
        if (Known.TryGetValue(person.Email, out var cookies))
        {
            await _context.AddCookiesAsync([
                .. cookies.Select(cookie => new Cookie
                {
                    Name = cookie.Name,
                    Value = cookie.Value,
                    Url = _site,
                }),
            ]);
            return;
        }

        await _page.GotoAsync($"/{language}/sign-in");
        await _page.FillAsync("[name=email]", person.Email);
        await _page.FillAsync("[name=password]", person.Password);
        await _page.ClickAsync("main form button[type=submit]");
        if (await _page.QuerySelectorAsync("[name=code]") is not null && person.Secret is { } secret)
        {
            await _page.FillAsync("[name=code]", Totp.Code(secret, TimeProvider.System.GetUtcNow()));
            await _page.ClickAsync("main form button[type=submit]");
        }

        await _page.WaitForURLAsync($"**/{language}/home");
        Known[person.Email] =
        [
            .. (await _context.CookiesAsync()).Select(cookie => new Cookie
            {
                Name = cookie.Name,
                Value = cookie.Value,
            }),
        ];
    }

    public async Task PictureAsync(string path, IReadOnlyList<string> follow, string file)
    {
        var answer = await _page.GotoAsync(path);
        if (answer is not { Ok: true })
        {
            throw new InvalidOperationException($"{path} answered {answer?.Status}.");
        }

        foreach (var link in follow)
        {
            await _page.ClickAsync($"main a[href*='{link}']");
            await _page.WaitForLoadStateAsync(LoadState.Load);
        }

        var height = Math.Min(await _page.EvaluateAsync<int>("document.documentElement.scrollHeight"), 2000);
        await _page.ScreenshotAsync(
            new()
            {
                Path = file,
                FullPage = true,
                Clip = new()
                {
                    X = 0,
                    Y = 0,
                    Width = _page.ViewportSize!.Width,
                    Height = height,
                },
            }
        );
    }

    public ValueTask DisposeAsync() => _context.DisposeAsync();
}
