using System.Globalization;
using System.Text;
using Fund.Testing;
using Microsoft.Playwright;

namespace Fund.Journeys.Tests;

/// <summary>A finance officer: a donor, what was promised, what came, its receipt and its rate.</summary>
public sealed class GiftsJourney(RunningFund fund)
{
    /// <summary>Nobody gave in these before; each language has one of its own.</summary>
    private static readonly Dictionary<string, string> Currencies = new()
    {
        ["en"] = "ALL",
        ["fr"] = "MDL",
        ["es"] = "GEL",
        ["ar"] = "AMD",
        ["ru"] = "AZN",
        ["zh"] = "MKD",
    };

    public static TheoryData<View> Views { get; } = View.Of(2);

    private static DateOnly Today => DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);

    [Theory]
    [MemberData(nameof(Views))]
    public async Task A_finance_officer_takes_in_a_gift(View view)
    {
        await using var person = await fund.OpenAsync(view);
        var (email, password) = await fund.AccountAsync("financeOfficer");
        var run = Guid.CreateVersion7().ToString("N")[^8..];

        await person.GoAsync("/finance");
        await person.SignInAndSetUpAsync(email, password);
        await person.NavigateAsync("Nav.Finance", "Finance.Title");
        await RegisterAsync(person, $"Côte d’Émeraude {run}");
        await PromiseAsync(person, $"ÉMERAUDE-{run}");
        await GiveAsync(person);
        await TakeBackAsync(person);
        await WorkWithRatesAsync(person, Currencies[view.Language]);
        await LookAroundAsync(person, run);
        await person.PressAsync("Nav.SignOut");
        person.HadNoTrouble();
    }

    /// <summary>A form with a mistake says where, keeps what was typed, and goes through once it is mended.</summary>
    private static async Task RegisterAsync(Person person, string name)
    {
        await person.NavigateAsync("Nav.Donors", "Donors.Title");
        await person.FollowAsync("Donors.New");
        await person.TypeAsync("Donors.Name", name);
        await person.ChooseAsync("Donors.Country", "CI");
        await person.PressAsync("Donors.Register");
        await person.SeesAsync("Form.Required", person.Words["Donors.Kind"]);
        await person.IsRefusedAtAsync("kind");
        Assert.Equal(name, await person.Field("Donors.Name").InputValueAsync());

        await person.TickAsync("DonorKind.Foundation");
        await person.PressAsync("Donors.Register");
        await person.IsDoneAsync("donor-registered");
        Assert.Equal(name, await person.TextAsync("h1"));
    }

    private static async Task PromiseAsync(Person person, string reference)
    {
        await person.FollowAsync("Pledges.New");
        await person.TypeMoneyAsync("Pledges.Amount", 3000m, "EUR");
        await person.TypeDateAsync("Pledges.Date", Today.AddDays(-20));
        await person.TypeAsync("Pledges.Reference", reference);
        await InstalmentAsync(person, 1, Today.AddDays(-3), 1250.50m);
        await InstalmentAsync(person, 2, Today.AddDays(40), 1000m);
        await person.PressAsync("Pledges.Record");
        await person.IsRefusedAsync();
        await person.PressAsync("Pledges.AddInstalment");
        await InstalmentAsync(person, 3, Today.AddDays(80), 749.50m);
        await person.PressAsync("Pledges.Record");
        await person.IsDoneAsync("pledge-recorded");
        await person.SeesAsync("Pledges.OverdueTag");
        await person.ReadsAsync(person.Figure(749.50m));
        await person.FollowAsync("Pledges.ChangePlan");
        await person.FollowAsync("Form.Cancel");
    }

    private static async Task InstalmentAsync(Person person, int number, DateOnly due, decimal amount)
    {
        var row = person.Main.GetByRole(
            AriaRole.Group,
            new() { Name = person.Words["Pledges.InstalmentRow", number], Exact = true }
        );
        await person.TypeDateAsync("Pledges.Due", due, row);
        await row.GetByLabel(person.Words["Pledges.InstalmentAmount"], new() { Exact = true })
            .FillAsync(person.Figure(amount));
    }

    /// <summary>The money came, the overdue part is paid, and the receipt says so on paper.</summary>
    private static async Task GiveAsync(Person person)
    {
        await person.FollowAsync("Contributions.New");
        await person.TypeMoneyAsync("Fin.Amount", 1250.50m, "EUR");
        await person.TypeDateAsync("Contributions.ValueDate", Today.AddDays(-2));
        await person.TickAsync("Channel.Bank");
        await person.PressAsync("Contributions.Record");
        await person.IsDoneAsync("contribution-recorded");
        await person.PressAsync("Receipts.Issue");
        await person.IsDoneAsync("receipt-issued");
        var paper = await person.SaveAsync(person.Link(person.Words["Receipts.Print"]));
        Assert.Contains("R-", PdfText.Of(paper), StringComparison.Ordinal);
        // On the page itself: in Chinese the link to all pledges has the same word.
        var pledge = new LocatorGetByRoleOptions { Name = person.Words["Pledges.One"], Exact = true };
        await person.FollowAsync(person.Main.GetByRole(AriaRole.Link, pledge).First);
        Assert.Equal(
            0,
            await person.Main.Locator(".govuk-tag", new() { HasText = person.Words["Pledges.OverdueTag"] }).CountAsync()
        );
        await person.FollowAsync(person.Main.Locator("table").Last.Locator("tbody a").First);
    }

    /// <summary>A slip is corrected, and what should not have been there is reversed; both stay visible.</summary>
    private static async Task TakeBackAsync(Person person)
    {
        await person.FollowAsync("Contributions.Correct");
        await person.TypeMoneyAsync("Fin.Amount", 1205.50m, "EUR");
        await person.TypeAsync("Contributions.WhatWasWrong", "Ziffern vertauscht");
        await person.PressAsync("Contributions.Correct");
        await person.IsDoneAsync("contribution-corrected");
        await person.ReadsAsync(person.Figure(1205.50m));
        await person.FollowAsync("Contributions.Reverse");
        await person.PressAsync("Contributions.Reverse");
        await person.IsRefusedAtAsync("reason");
        await person.TypeAsync("Fin.Reason", "Doppelt erfasst");
        await person.PressAsync("Contributions.Reverse");
        await person.IsDoneAsync("contribution-reversed");
        await person.ReadsAsync("Doppelt erfasst");
        await person.SeesAsync("ContributionState.Reversed");
    }

    /// <summary>Money in a currency without a rate waits for one; a rate in use is corrected and says by how much.</summary>
    private static async Task WorkWithRatesAsync(Person person, string currency)
    {
        await person.FollowAsync(person.Main.Locator(".f-facts a").First);
        await person.FollowAsync("Contributions.New");
        await person.TypeMoneyAsync("Fin.Amount", 5000m, currency);
        await person.TypeDateAsync("Contributions.ValueDate", Today.AddDays(-2));
        await person.TickAsync("Channel.Cheque");
        await person.PressAsync("Contributions.Record");
        await person.SeesAsync("ValuationState.AwaitingRate");
        await person.NavigateAsync("Nav.Finance", "Finance.Title");
        await person.FollowAsync("Rates.Title");
        await RateAsync(person, currency, "50", null);
        await RateAsync(person, currency, "40", "Abschreibfehler");
        await person.FollowAsync("Rates.Corrections");
        await person.TypeAsync("Fin.Currency", currency);
        await person.PressAsync("Table.Show");
        await person.ReadsAsync(person.Figure(125m));
    }

    private static async Task RateAsync(Person person, string currency, string rate, string? reason)
    {
        await person.FollowAsync("Rates.New");
        await person.TypeAsync("Fin.Currency", currency);
        await person.TypeDateAsync("Rates.Effective", new DateOnly(Today.Year, Today.Month, 1).AddMonths(-1));
        await person.TypeAsync("Rates.PerUsd", rate);
        await person.PressAsync("Rates.CheckFirst");
        await person.SeesAsync("Rates.WouldDo");
        if (reason is not null)
        {
            await person.SeesAsync("Rates.InUse", "50");
            await person.TypeAsync("Rates.Why", reason);
        }

        await person.PressAsync("Rates.Record");
        await person.IsDoneAsync("rate-recorded");
    }

    /// <summary>The lists find it all again, and lead to the other pages of a donor.</summary>
    private static async Task LookAroundAsync(Person person, string run)
    {
        await person.NavigateAsync("Nav.Pledges", "Pledges.Title");
        await person.NavigateAsync("Nav.Contributions", "Contributions.Title");
        await person.PressAsync("Table.Show");
        var csv = Encoding.UTF8.GetString(await person.SaveAsync(person.Link(person.Words["Fin.Export"])));
        Assert.Contains(1205.50m.ToString("F2", CultureInfo.InvariantCulture), csv, StringComparison.Ordinal);
        await person.NavigateAsync("Nav.Donors", "Donors.Title");
        await person.TypeAsync("Donors.Search", $"cote d'emeraude {run}");
        await person.PressAsync("Table.Show");
        await person.FollowAsync(person.Main.Locator("tbody a").First);
        await person.FollowAsync("Gifts.Title");
        await person.Page.GoBackAsync();
        await person.FollowAsync("Receipts.Title");
        await person.SeesAsync("ReceiptState.Void");
        await person.FollowAsync("Receipts.Batch");
        await person.FollowAsync("Form.Cancel");
        await person.NavigateAsync("Nav.Donors", "Donors.Title");
        await person.FollowAsync("Duplicates.Title");
    }
}
