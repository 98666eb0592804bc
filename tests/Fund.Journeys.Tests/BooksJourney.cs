using System.Globalization;
using System.IO.Compression;
using System.Text.Json.Nodes;
using Fund.Demo;
using Fund.Gateway.Portal;
using Microsoft.Playwright;

namespace Fund.Journeys.Tests;

/// <summary>A finance officer and a manager: the books, months, yearly papers, reports and policy.</summary>
public sealed class BooksJourney(RunningFund fund)
{
    public static TheoryData<View> Views { get; } = View.Of(2);

    [Theory]
    [MemberData(nameof(Views))]
    public async Task A_finance_officer_keeps_the_books(View view)
    {
        await using var officer = await fund.OpenAsync(view);
        await using var manager = await fund.OpenAsync(view);
        await SignInAsync(officer, "financeOfficer");
        await SignInAsync(manager, "fundManager");

        await LookAtTheLedgerAsync(officer);
        await CloseAMonthAsync(officer, manager);
        await MakeStatementsAsync(officer);
        await ReportAsync(officer);
        await ChangeASettingAsync(officer, manager);
        officer.HadNoTrouble();
        manager.HadNoTrouble();
    }

    private async Task SignInAsync(Person person, string role)
    {
        var (email, password) = await fund.AccountAsync(role);
        await person.GoAsync("/ledger");
        await person.SignInAndSetUpAsync(email, password);
    }

    /// <summary>Every currency sums to zero; an account's statement begins where the one before ended.</summary>
    private static async Task LookAtTheLedgerAsync(Person person)
    {
        await person.NavigateAsync("Nav.Ledger", "Ledger.Title");
        await person.FollowAsync("Ledger.TrialBalance");
        var sums = await person.Main.Locator(".f-sum strong").AllInnerTextsAsync();
        Assert.True(sums.Count >= 8, $"{sums.Count} currencies");
        Assert.All(sums, sum => Assert.DoesNotMatch("[1-9]", sum));
        await person.FollowAsync(person.Main.Locator("table").Last.Locator("tbody a").First);
        await person.SeesAsync("Ledger.Closing");
        Assert.True(await person.Main.Locator("tbody tr").CountAsync() > 0, "no entries");
        await person.FollowAsync(person.Main.Locator("tbody a").First);
        await person.IsAtAsync("Ledger.Entries");
        await person.FollowAsync("Ledger.Title");
        await person.FollowAsync(person.Main.Locator("tbody a").First);
        await person.SeesAsync("Ledger.Opening");
    }

    /// <summary>One person asks, another closes.</summary>
    private async Task CloseAMonthAsync(Person officer, Person manager)
    {
        var month = await NextMonthAsync();
        await officer.NavigateAsync("Nav.Ledger", "Ledger.Title");
        await officer.FollowAsync("Ledger.Months");
        var now = TimeProvider.System.GetUtcNow().ToString("yyyy-MM", CultureInfo.InvariantCulture);
        await officer.TypeAsync("Forecast.Month", now);
        await officer.TypeAsync("Ledger.Note", "Alles da");
        await officer.PressAsync("Ledger.Ask");
        await officer.IsRefusedAsync();
        Assert.Equal("Alles da", await officer.Field("Ledger.Note").InputValueAsync());
        await officer.TypeAsync("Forecast.Month", month);
        await officer.PressAsync("Ledger.Ask");
        await officer.SeesAsync("Ledger.Requested");
        Assert.Equal(0, await officer.Button(officer.Words["Ledger.CloseDo"]).CountAsync());

        await manager.NavigateAsync("Nav.Home", "Home.Title");
        await manager.SeesAsync("FinanceTask.Months", "1");
        await manager.FollowAsync("FinanceTask.Months", "1");
        await manager.PressAsync("Ledger.CloseDo");
        await manager.IsDoneAsync("month-closed");
    }

    /// <summary>Months are closed one after the other, long before the days of the other journeys.</summary>
    private async Task<string> NextMonthAsync()
    {
        var closed = (await fund.Finance.GetAsync("accounting-periods")).Rows().Select(row => row.Text("month")).Max();
        return closed is null
            ? "2016-01"
            : DateOnly
                .ParseExact(closed + "-01", "yyyy-MM-dd", CultureInfo.InvariantCulture)
                .AddMonths(1)
                .ToString("yyyy-MM", CultureInfo.InvariantCulture);
    }

    /// <summary>The statements of a year are made in the background; the page shows how far they are.</summary>
    private static async Task MakeStatementsAsync(Person person)
    {
        await person.NavigateAsync("Nav.Finance", "Finance.Title");
        await person.FollowAsync("Statements.Title");
        await person.TypeAsync("Statements.Year", "2019");
        await person.ChooseAsync("Donors.Language", person.View.Language);
        await person.PressAsync("Statements.Start");
        await person.IsDoneAsync("batch-started");
        var zip = person.Link(person.Words["Statements.Zip"]);
        await person.LookUntilAsync(async () => await zip.CountAsync() == 1);
        using var archive = new ZipArchive(new MemoryStream(await person.SaveAsync(zip)));
        Assert.True(archive.Entries.Count > 5, $"{archive.Entries.Count} files");
        var paper = await person.SaveAsync(person.Main.Locator("tbody a[href$='/pdf']").First);
        Assert.Equal((byte)'%', paper[0]);
        await person.FollowAsync("Statements.Title");
    }

    private static async Task ReportAsync(Person person)
    {
        await person.NavigateAsync("Nav.Finance", "Finance.Title");
        await person.FollowAsync("Reports.Title");
        await person.ChooseAsync("Reports.By", "DonorKind");
        await person.ChooseAsync("Reports.ThenBy", "Year");
        await person.PressAsync("Table.Show");
        await person.SeesAsync("DonorKind.MemberState");
        await person.FollowAsync("Reports.Facts");
        await person.SeesAsync("Reports.ByYear");
        await person.FollowAsync("Reports.Title");
        await person.FollowAsync("Reports.Ceb");
        await person.TypeAsync("Statements.Year", "2019");
        await person.PressAsync("Table.Show");
        await person.SeesAsync("Reports.Sum");
        await person.FollowAsync("Reports.Title");
    }

    /// <summary>A value that holds later is set by a manager; the officer sees it beside the one in force.</summary>
    private static async Task ChangeASettingAsync(Person officer, Person manager)
    {
        var index = Languages.All.Select(language => language.Code).ToList().IndexOf(officer.View.Language);
        var day = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime).AddDays(30 + index);
        await manager.NavigateAsync("Nav.Finance", "Finance.Title");
        await manager.FollowAsync("Policy.Title");
        await manager.FollowAsync(manager.Main.Locator("a[href$='/minimum_for_new_call_usd_cents/change']"));
        await manager.TypeAsync("Policy.Value", "viel");
        await manager.TypeDateAsync("Policy.From", day);
        await manager.TypeAsync("Policy.Source", "Beschluss des Kuratoriums");
        await manager.PressAsync("Fin.Save");
        await manager.IsRefusedAtAsync("value");
        await manager.TypeAsync("Policy.Value", manager.Figure(60_000m));
        await manager.PressAsync("Fin.Save");
        await manager.IsDoneAsync("setting-changed");

        await officer.NavigateAsync("Nav.Finance", "Finance.Title");
        await officer.FollowAsync("Policy.Title");
        await officer.ReadsAsync("Beschluss des Kuratoriums");
        await officer.SeesAsync("Policy.Coming");
        Assert.Equal(0, await officer.Main.Locator("a[href$='/change']").CountAsync());
    }
}
