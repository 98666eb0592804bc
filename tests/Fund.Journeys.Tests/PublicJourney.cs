using System.Globalization;
using System.Text;
using Microsoft.Playwright;

namespace Fund.Journeys.Tests;

/// <summary>Somebody from the public, from the front page to the files.</summary>
public sealed class PublicJourney(RunningFund fund)
{
    public static TheoryData<View> Views { get; } = View.Of(0);

    [Theory]
    [MemberData(nameof(Views))]
    public async Task A_visitor_follows_the_money(View view)
    {
        await using var person = await fund.OpenAsync(view);

        await person.GoAsync("");
        await SkipByKeyboardAsync(person);
        await SeeThePositionAsync(person);
        await SearchTheRegisterAsync(person);
        await SeeAwardsAndCallsAsync(person);
        await SeeFiguresAsync(person);
        await TakeDataAlongAsync(person);
        foreach (var (link, title) in Texts)
        {
            await person.NavigateAsync(link, title);
        }

        await ChangeLanguageAsync(person);
        person.HadNoTrouble();
    }

    private static (string Link, string Title)[] Texts { get; } =
    [
        ("Nav.Help", "Help.Title"),
        ("Foot.Accessibility", "Accessibility.Title"),
        ("Foot.DataProtection", "DataProtection.Title"),
        ("Foot.Problems", "Problems.Title"),
    ];

    /// <summary>The first key leads past the head of the page.</summary>
    private static async Task SkipByKeyboardAsync(Person person)
    {
        await person.Page.Keyboard.PressAsync("Tab");
        var skip = person.Page.GetByRole(AriaRole.Link, new() { Name = person.Words["Skip"], Exact = true });
        await Assertions.Expect(skip).ToBeFocusedAsync();
        await person.Page.Keyboard.PressAsync("Enter");
        Assert.EndsWith("#main", person.Page.Url, StringComparison.Ordinal);
    }

    /// <summary>Every chart has its figures in a table on the same page.</summary>
    private static async Task SeeThePositionAsync(Person person)
    {
        await person.FollowAsync("Front.Position");
        await person.IsAtAsync("Position.Title");
        var charts = await person.Main.Locator("svg[role=img]").AllAsync();
        Assert.True(charts.Count >= 3, $"{charts.Count} charts");
        foreach (var chart in charts)
        {
            Assert.NotEmpty((await chart.GetAttributeAsync("aria-label"))!);
        }

        var years = person.Main.GetByRole(AriaRole.Table, new() { Name = person.Words["Years.Table"] });
        Assert.Contains("2017", await years.InnerTextAsync(), StringComparison.Ordinal);
    }

    private static async Task SearchTheRegisterAsync(Person person)
    {
        await person.NavigateAsync("Nav.Register", "Register.Title");
        string first,
            again;
        var tries = 0;
        do
        {
            // Other journeys give meanwhile, and the newest comes first.
            first = await person.TextAsync("#register tbody");
            await person.FollowAsync("Table.Next");
            Assert.NotEqual(first, await person.TextAsync("#register tbody"));
            await person.FollowAsync("Table.First");
            again = await person.TextAsync("#register tbody");
        } while (again != first && ++tries < 5);
        Assert.Equal(first, again);

        await person.TypeAsync("Register.Search", "ruritania");
        await person.PressAsync("Table.Show");
        Assert.Equal("ruritania", await person.Field("Register.Search").InputValueAsync());
        foreach (var row in await person.Main.Locator("#register tbody tr").AllInnerTextsAsync())
        {
            Assert.Contains("Ruritania", row, StringComparison.Ordinal);
        }

        var file = Encoding.UTF8.GetString(await person.SaveAsync(person.Link(person.Words["Register.File"])));
        Assert.Contains("Ruritania", file, StringComparison.Ordinal);
        await person.FollowAsync("Table.Clear");
    }

    /// <summary>Of the calls those that nobody else works on meanwhile.</summary>
    private async Task SeeAwardsAndCallsAsync(Person person)
    {
        await person.NavigateAsync("Nav.Awards", "Awards.All");
        await person.ReadsAsync("Harbour House");
        await person.ChooseAsync("Awards.Country", "KE");
        await person.PressAsync("Table.Show");
        await person.ReadsAsync("Harbour House");

        await person.NavigateAsync("Nav.Calls", "Calls.All");
        await person.FollowAsync(person.Main.Locator($"#calls tbody a[href$='{fund.Scene.Ids["open-call"]}']"));
        await person.SeesAsync("PublicCall.Open");
        await person.SeesAsync("Calls.Deadline");
        await person.FollowAsync(person.Link(person.Words["Calls.All"]));
        await person.FollowAsync(person.Main.Locator($"#closed tbody a[href$='{fund.Scene.Ids["call"]}']"));
        await person.SeesAsync("Calls.Awards");
    }

    private static async Task SeeFiguresAsync(Person person)
    {
        await person.NavigateAsync("Nav.Figures", "Figures.Title");
        await person.SeesAsync("Figures.Protected");
        await person.SeesAsync("Table.people_by_age_and_gender");
        await person.ReadsAsync(149.ToString("N0", person.Words.Language.Culture));
        await person.FollowAsync(person.Main.Locator("#releases tbody a").First);
    }

    private static async Task TakeDataAlongAsync(Person person)
    {
        await person.NavigateAsync("Nav.OpenData", "Nav.OpenData");
        var files = await person.Main.Locator(".f-files a:not([rel])").AllAsync();
        Assert.True(files.Count >= 8, $"{files.Count} files");
        foreach (var file in files)
        {
            var address = (await file.GetAttributeAsync("href"))!;
            PublishedFile.Check(address, Encoding.UTF8.GetString(await person.SaveAsync(file)));
        }
    }

    /// <summary>Another language is the same page, with what was asked for.</summary>
    private static async Task ChangeLanguageAsync(Person person)
    {
        await person.GoAsync("/register?search=ruritania&year=" + 2017.ToString(CultureInfo.InvariantCulture));
        var others = person.Page.Locator("header a[hreflang]");
        Assert.Equal(5, await others.CountAsync());
        var next = others.First;
        var other = (await next.GetAttributeAsync("hreflang"))!;
        await person.SpeakAsync(other, next);
        Assert.EndsWith($"/{other}/register?search=ruritania&year=2017", person.Page.Url, StringComparison.Ordinal);
        await person.IsAtAsync("Register.Title");
    }
}
