using System.Text;
using System.Text.RegularExpressions;
using Fund.Kernel;
using Fund.Testing.Browser;
using Microsoft.Playwright;

namespace Fund.Journeys.Tests;

/// <summary>Somebody before a browser, who goes by the words of the page. Every page that comes up is looked at.</summary>
internal sealed partial class Person : IAsyncDisposable
{
    private readonly RunningFund _fund;
    private readonly BrowserView _browser;
    private readonly List<string> _complaints = [];
    private readonly HashSet<string> _looked = [];
    private BrowserView? _shadow;
    private int _pictures;
    private bool _isOffline;

    private Person(RunningFund fund, View view, BrowserView browser)
    {
        (_fund, View, _browser, Words) = (fund, view, browser, new Spoken(view.Language));
        var page = Page;
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning" && !_isOffline)
            {
                _complaints.Add($"{page.Url}: {message.Text}");
            }
        };
        page.PageError += (_, error) => _complaints.Add($"{page.Url}: {error}");
        page.RequestFailed += (_, request) =>
        {
            // A file that is saved ends the navigation it began with.
            if (request.Failure is not "net::ERR_ABORTED" && !_isOffline)
            {
                _complaints.Add($"{request.Url}: {request.Failure}");
            }
        };
        page.Response += (_, answer) =>
        {
            if (answer.Status >= 400)
            {
                _complaints.Add($"{answer.Request.Method} {answer.Url}: {answer.Status}");
            }
        };
    }

    public View View { get; private set; }

    public IPage Page => _browser.Page;

    public Spoken Words { get; private set; }

    public ILocator Main => Page.Locator("main");

    /// <param name="token">Of a session that somebody has already; null for who has none.</param>
    public static async Task<Person> OpenAsync(RunningFund fund, View view, string? token = null)
    {
        var browser = await fund.Chromium.OpenAsync(fund.Site, token, view.Width, view.Script);
        browser.Context.SetDefaultTimeout(20_000);
        return new Person(fund, view, browser);
    }

    /// <summary>Types an address below the language.</summary>
    public Task GoAsync(string path) =>
        LoadAsync(() => Page.GotoAsync($"/{View.Language}{path}", new() { WaitUntil = WaitUntilState.Commit }));

    /// <summary>Opens an address from a message.</summary>
    public Task OpenLinkAsync(string address) =>
        LoadAsync(() => Page.GotoAsync(address, new() { WaitUntil = WaitUntilState.Commit }));

    /// <summary>Follows a link by its words.</summary>
    public Task FollowAsync(string key, params object?[] values) => FollowAsync(Link(Words[key, values]));

    public Task FollowAsync(ILocator link) => LoadAsync(() => link.ClickAsync());

    /// <summary>A link of this name, on the page itself before the frame around it.</summary>
    public ILocator Link(string name) =>
        Main.GetByRole(AriaRole.Link, new() { Name = name, Exact = true })
            .Or(Page.Locator("header, footer").GetByRole(AriaRole.Link, new() { Name = name, Exact = true }))
            .First;

    /// <summary>Follows a link in the frame of the page.</summary>
    public async Task NavigateAsync(string key, string? title = null)
    {
        var frame = Page.Locator("header, footer");
        await FollowAsync(frame.GetByRole(AriaRole.Link, new() { Name = Words[key], Exact = true }).First);
        if (title is not null)
        {
            await IsAtAsync(title);
        }
    }

    /// <summary>Follows a link to another language, and reads that from now on.</summary>
    public Task SpeakAsync(string language, ILocator link)
    {
        (View, Words) = (View with { Language = language }, new Spoken(language));
        return FollowAsync(link);
    }

    /// <summary>Presses a button by its words.</summary>
    public Task PressAsync(string key, params object?[] values) => PressAsync(Button(Words[key, values]));

    public Task PressAsync(ILocator button) => LoadAsync(() => button.ClickAsync());

    /// <summary>Presses a key that leads to another page.</summary>
    public Task TypeKeyAsync(string key) => LoadAsync(() => Page.Keyboard.PressAsync(key));

    public ILocator Button(string name) => Page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true }).First;

    public ILocator Field(string key, params object?[] values) => Main.GetByLabel(Words.Label(key, values)).First;

    public Task TypeAsync(string key, string text) => Field(key).FillAsync(text);

    /// <summary>Chooses by value in a list, or one of several by its words.</summary>
    public Task ChooseAsync(string key, string value) => Field(key).SelectOptionAsync(value);

    public Task TickAsync(string key) => Field(key).CheckAsync();

    /// <summary>Types a day into the three inputs of a date.</summary>
    public async Task TypeDateAsync(string key, DateOnly day, ILocator? part = null)
    {
        var group = (part ?? Main).GetByRole(AriaRole.Group, new() { NameRegex = Words.Label(key) }).First;
        foreach (var (name, number) in new[] { ("day", day.Day), ("month", day.Month), ("year", day.Year) })
        {
            await group.GetByLabel(Words["Form." + name], new() { Exact = true }).FillAsync($"{number}");
        }
    }

    public async Task<string> TextAsync(string selector = "main") =>
        Plain(await Page.Locator(selector).First.InnerTextAsync());

    /// <summary>The page says this somewhere.</summary>
    public async Task ReadsAsync(string text)
    {
        var said = await TextAsync();
        Assert.True(
            said.Contains(Plain(text), StringComparison.Ordinal),
            $"{Page.Url} ({View}) does not say “{text}” but:\n{said}"
        );
    }

    public Task SeesAsync(string key, params object?[] values) => ReadsAsync(Words[key, values]);

    /// <summary>An amount as people who read this language type it, and its currency.</summary>
    public async Task TypeMoneyAsync(string key, decimal amount, string currency)
    {
        await Field(key).FillAsync(Figure(amount));
        await Main.GetByLabel(Words["Form.CurrencyOf", Words[key]], new() { Exact = true }).FillAsync(currency);
    }

    /// <summary>Two decimals, as this language writes them.</summary>
    public string Figure(decimal amount) => amount.ToString("N2", Words.Language.Culture);

    /// <summary>Chooses a file from memory.</summary>
    public Task ChooseFileAsync(string key, string name, string text) =>
        Field(key)
            .SetInputFilesAsync(
                new FilePayload
                {
                    Name = name,
                    MimeType = name.EndsWith(".xml", StringComparison.Ordinal) ? "application/xml" : "text/csv",
                    Buffer = Encoding.UTF8.GetBytes(text),
                }
            );

    /// <summary>Looks again and again, as one does with work that goes on in the background.</summary>
    public async Task LookUntilAsync(Func<Task<bool>> isThere)
    {
        for (var times = 0; !await isThere(); times++)
        {
            Assert.True(times < 100, $"{Page.Url} ({View}) still says:\n{await TextAsync()}");
            await Task.Delay(TimeSpan.FromMilliseconds(300));
            await LoadAsync(() => Page.ReloadAsync(new() { WaitUntil = WaitUntilState.Commit }));
        }
    }

    /// <summary>The page has this title.</summary>
    public async Task IsAtAsync(string key, params object?[] values) =>
        Assert.Equal(Plain(Words[key, values]), await TextAsync("h1"));

    /// <summary>What was asked for was done, and the page says so.</summary>
    public async Task IsDoneAsync(string done) =>
        Assert.True(
            await Page.Locator(".f-done").CountAsync() == 1
                && Plain(await TextAsync(".f-done")) == Plain(Words["Done." + done]),
            $"{Page.Url} ({View}) does not say that {done} is done but:\n{await TextAsync()}"
        );

    /// <summary>The form was refused, and its summary says why.</summary>
    public async Task IsRefusedAsync() =>
        Assert.True(
            await Page.Locator(".govuk-error-summary li").CountAsync() > 0,
            $"{Page.Url} ({View}) does not say what is wrong but:\n{await TextAsync()}"
        );

    /// <summary>
    /// The form was refused: its summary is on top and has the focus where scripts run, and its first line leads to the
    /// field it is about.
    /// </summary>
    public async Task IsRefusedAtAsync(string field)
    {
        var link = Page.Locator(".govuk-error-summary a").First;
        var id = (await link.GetAttributeAsync("href"))![1..];
        Assert.Equal("f-" + field.Replace('.', '-'), id);
        await link.ClickAsync();
        Assert.Equal(1, await Page.Locator($"#{id}:focus, #{id} :focus, #{id}:target").CountAsync());
    }

    /// <summary>
    /// The line goes dead in the middle of a page, a try fails, and it comes back: what is on the page then is what was
    /// kept.
    /// </summary>
    public async Task LoseConnectionAsync()
    {
        var address = Page.Url;
        _isOffline = true;
        await _browser.Context.SetOfflineAsync(true);
        await Assert.ThrowsAsync<PlaywrightException>(() => Page.ReloadAsync());
        await _browser.Context.SetOfflineAsync(false);
        await LoadAsync(() => Page.GotoAsync(address, new() { WaitUntil = WaitUntilState.Commit }));
        _isOffline = false;
    }

    /// <summary>A file behind a link, asked for as the browser would.</summary>
    public async Task<byte[]> SaveAsync(ILocator link)
    {
        var address = (await link.GetAttributeAsync("href"))!;
        var answer = await _browser.Context.APIRequest.GetAsync(address);
        Assert.True(answer.Ok, $"{address} answered {answer.Status}");
        return await answer.BodyAsync();
    }

    /// <summary>Signs in with the password alone.</summary>
    public async Task SignInAsync(string email, string password)
    {
        await TypeAsync("SignIn.Email", email);
        await TypeAsync("SignIn.Password", password);
        await PressAsync(Main.GetByRole(AriaRole.Button, new() { Name = Words["SignIn.Do"], Exact = true }));
    }

    /// <summary>Signs in for the first time and sets up the app with the codes. Returns the secret.</summary>
    public async Task<string> SignInAndSetUpAsync(string email, string password)
    {
        await SignInAsync(email, password);
        await IsAtAsync("Account.App.Title");
        var secret = (await TextAsync(".f-secret")).Replace(" ", "", StringComparison.Ordinal);
        await TypeAsync("SignIn.Code", Totp.Code(secret, TimeProvider.System.GetUtcNow()));
        await PressAsync("Account.App.Confirm");
        await IsAtAsync("Account.Codes.Title");
        await FollowAsync("SignIn.Kept.Continue");
        return secret;
    }

    /// <summary>Nothing was complained of on the way.</summary>
    public void HadNoTrouble() => Assert.Empty(_complaints);

    /// <summary>True when somebody of this run had a page that is made like this before axe-core.</summary>
    public bool WasExamined(string made) => !_fund.Examined.TryAdd(made, true);

    /// <summary>What axe-core says; it runs in the page, so a page without scripts is shown to a browser with them.</summary>
    public async Task<IReadOnlyList<string>> ViolationsAsync()
    {
        if (View.Script)
        {
            return await _browser.ViolationsAsync();
        }

        // The answer to a form cannot be asked for again: the other browser is given what this one got.
        var html = await Page.ContentAsync();
        _shadow ??= await _fund.Chromium.OpenAsync(_fund.Site, null, View.Width);
        await _shadow.Page.UnrouteAllAsync();
        await _shadow.Page.RouteAsync(
            address => address == Page.Url,
            route => route.FulfillAsync(new() { Body = html, ContentType = "text/html; charset=utf-8" })
        );
        await _shadow.Page.GotoAsync(Page.Url);
        return await _shadow.ViolationsAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        if (_shadow is not null)
        {
            await _shadow.DisposeAsync();
        }
    }

    /// <summary>Does what leads to another page, and looks at that one when it is there.</summary>
    private async Task LoadAsync(Func<Task> act)
    {
        var loaded = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        void Loaded(object? sender, IPage page) => loaded.TrySetResult();
        Page.Load += Loaded;
        try
        {
            await act();
            await loaded.Task.WaitAsync(TimeSpan.FromSeconds(30));
        }
        catch (TimeoutException e)
        {
            throw new TimeoutException($"No page came after {Page.Url} ({View}): {e.Message}", e);
        }
        finally
        {
            Page.Load -= Loaded;
        }

        await LookAsync();
    }

    /// <summary>A page that was seen already is not looked at again unless it says that something was done or wrong.</summary>
    private async Task LookAsync()
    {
        await PictureAsync();
        var hasNews = await Page.Locator(".f-done, .govuk-error-summary").CountAsync() > 0;
        if (_complaints.Count > 0)
        {
            Assert.Fail($"{string.Join('\n', _complaints)}\n{_fund.Log}");
        }

        if (_looked.Add(Id().Replace(Page.Url.Split('#')[0], "*")) || hasNews)
        {
            await Eyes.LookAsync(this);
        }
    }

    private async Task PictureAsync()
    {
        if (Environment.GetEnvironmentVariable("FUND_SCREENSHOTS") is { Length: > 0 } folder)
        {
            var name = new Uri(Page.Url).AbsolutePath.Trim('/').Replace('/', '-');
            var file = $"{View.Language}-{View.Width}-{(View.Script ? "js" : "nojs")}-{_pictures++:D2}-{name}.png";
            await Page.ScreenshotAsync(new() { Path = Path.Combine(folder, file), FullPage = true });
        }
    }

    /// <summary>Without marks of direction and with plain spaces, as somebody would write it down.</summary>
    public static string Plain(string text) => Blanks().Replace(Marks().Replace(text, ""), " ").Trim();

    [GeneratedRegex(@"[0-9a-f]{8}-[0-9a-f-]{27}")]
    private static partial Regex Id();

    [GeneratedRegex(@"[\u2066-\u2069\u200e\u200f]")]
    private static partial Regex Marks();

    [GeneratedRegex(@"[\s\u00A0\u202F]+")]
    private static partial Regex Blanks();
}
