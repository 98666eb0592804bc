using System.Text.Json.Nodes;
using Fund.Demo;
using Microsoft.Playwright;

namespace Fund.Journeys.Tests;

/// <summary>A finance officer: what the bank reports, and files of many gifts.</summary>
public sealed class BankJourney(RunningFund fund)
{
    public static TheoryData<View> Views { get; } = View.Of(2);

    [Theory]
    [MemberData(nameof(Views))]
    public async Task A_finance_officer_works_through_a_bank_statement(View view)
    {
        await using var person = await fund.OpenAsync(view);
        var (email, password) = await fund.AccountAsync("financeOfficer");
        var scene = new Scene(fund.Scene.Http, new Report(), TimeProvider.System, new Broker(null));
        var state = await DonorAsync("memberState", $"Republic of Examplia {scene.Run}");
        await DonorAsync("privateSector", $"Lumen Textiles {scene.Run}");
        await PledgeAsync(state, scene);

        await person.GoAsync("/bank");
        await person.SignInAndSetUpAsync(email, password);
        await UploadAsync(person, Files.Read("bank-statement.xml", scene));
        await ConfirmAsync(person, $"Lumen Textiles {scene.Run}");
        await ChangeOnesMindAsync(person);
        await DivideAsync(person, scene.Run);
        await ImportAsync(person, $"Lumen Textiles {scene.Run}", scene.Today(-4));
        await person.PressAsync("Nav.SignOut");
        person.HadNoTrouble();
    }

    private async Task<string> DonorAsync(string kind, string name) =>
        (
            await fund.Finance.PostAsync(
                "donors",
                new JsonObject
                {
                    ["kind"] = kind,
                    ["name"] = name,
                    ["countryCode"] = "AT",
                }
            )
        ).Text("donorId");

    private async Task PledgeAsync(string donor, Scene scene) =>
        await fund.Finance.PostAsync(
            "pledges",
            new JsonObject
            {
                ["donorId"] = donor,
                ["amount"] = Make.Money("300000.00", "EUR"),
                ["pledgedOn"] = scene.Today(-30),
                ["reference"] = $"NV-{scene.Run}",
            }
        );

    private static async Task UploadAsync(Person person, string file)
    {
        await person.NavigateAsync("Nav.Bank", "Bank.Title");
        await person.FollowAsync("Bank.Upload");
        await person.PressAsync("Bank.TakeIn");
        await person.IsRefusedAtAsync("file");
        await person.ChooseFileAsync("Bank.StatementFile", "statement.xml", file);
        await person.PressAsync("Bank.TakeIn");
        await person.SeesAsync("Bank.TakenInCount", 2, 0);
        await person.FollowAsync(person.Main.Locator("tbody a").First);
        await person.SeesAsync("Bank.Balances");
        await person.NavigateAsync("Nav.Bank", "Bank.Title");
    }

    /// <summary>With the keys of the page where scripts run, otherwise by ticking.</summary>
    private static async Task ConfirmAsync(Person person, string remitter)
    {
        await person.TypeAsync("Bank.Search", remitter);
        await person.PressAsync("Table.Show");
        var row = person.Main.Locator("tbody tr");
        Assert.Equal(1, await row.CountAsync());
        if (person.View.Script)
        {
            await row.Locator("th a").FocusAsync();
            await person.Page.Keyboard.PressAsync("j");
            await person.Page.Keyboard.PressAsync("x");
            Assert.True(await row.Locator("input[type=checkbox]").IsCheckedAsync());
            await person.TypeKeyAsync("c");
        }
        else
        {
            await row.Locator("input[type=checkbox]").CheckAsync();
            await person.PressAsync("Bank.ConfirmChosen");
        }

        await person.SeesAsync("Bank.Booked");
        await person.FollowAsync(person.Main.Locator("#outcomes + ul a").First);
        await person.SeesAsync("BankEntryState.Confirmed");
    }

    /// <summary>A booking is undone, the entry set aside, and that undone as well.</summary>
    private static async Task ChangeOnesMindAsync(Person person)
    {
        var entry = new Uri(person.Page.Url).AbsolutePath[3..];
        await person.FollowAsync("Bank.Undo");
        await person.TypeAsync("Fin.Reason", "Falsch zugeordnet");
        await person.PressAsync("Bank.Undo");
        await person.IsDoneAsync("decision-undone");
        await person.FollowAsync("Bank.Dismiss");
        await person.TypeAsync("Fin.Reason", "Rückläufer");
        await person.PressAsync("Bank.Dismiss");
        await person.IsDoneAsync("entry-dismissed");
        await person.GoAsync(entry);
        await person.SeesAsync("BankEntryState.Dismissed");
        await person.FollowAsync("Bank.Undo");
        await person.TypeAsync("Fin.Reason", "Doch ein Beitrag");
        await person.PressAsync("Bank.Undo");
        await person.IsDoneAsync("decision-undone");
        await person.SeesAsync("BankDecisionKind.DismissalUndone");
    }

    /// <summary>One entry for two donors; the parts have to add up.</summary>
    private static async Task DivideAsync(Person person, string run)
    {
        await person.NavigateAsync("Nav.Bank", "Bank.Title");
        await person.TypeAsync("Bank.Search", $"EXAMPLIA {run}");
        await person.PressAsync("Table.Show");
        await person.FollowAsync(person.Main.Locator("tbody th a").First);
        await person.FollowAsync("Bank.Split");
        await PartAsync(person, 1, null, 200_000m);
        await PartAsync(person, 2, $"Lumen Textiles {run}", 90_000m);
        await person.PressAsync("Bank.Book");
        await person.IsRefusedAsync();
        await PartAsync(person, 2, null, 100_000m);
        await person.PressAsync("Bank.Book");
        await person.IsDoneAsync("entry-confirmed");
        Assert.Equal(2, await person.Main.Locator("a[href*='/contributions/']").CountAsync());
    }

    private static async Task PartAsync(Person person, int number, string? donor, decimal amount)
    {
        var part = person.Main.GetByRole(
            AriaRole.Group,
            new() { Name = person.Words["Bank.Part", number], Exact = true }
        );
        if (donor is not null)
        {
            await part.GetByLabel(person.Words["Donors.One"], new() { Exact = true }).First.FillAsync(donor);
        }

        await part.GetByLabel(person.Words["Bank.PartAmount", "EUR"], new() { Exact = true })
            .FillAsync(person.Figure(amount));
    }

    /// <summary>A file is checked, looked at, and taken in without the row that is wrong.</summary>
    private static async Task ImportAsync(Person person, string donor, string day)
    {
        var rows =
            $"donor,amount,currency,valueDate\n{donor},10.50,USD,{day}\n{donor},20,USD,{day}\n{donor},ten,USD,{day}\n";
        await person.NavigateAsync("Nav.Bank", "Bank.Title");
        await person.FollowAsync("Imports.Title");
        await person.FollowAsync("Imports.New");
        await person.ChooseFileAsync("Imports.File", "gifts.csv", rows);
        await person.PressAsync("Imports.Check");
        await person.IsDoneAsync("file-uploaded");
        var decide = person.Main.GetByRole(
            AriaRole.Heading,
            new() { Name = person.Words["Imports.Decide"], Exact = true }
        );
        await person.LookUntilAsync(async () => await decide.CountAsync() == 1);
        await person.SeesAsync("Imports.Preview");
        await person.ReadsAsync("ten");
        await person.PressAsync("Imports.Start", 2);
        await person.IsRefusedAsync();
        await person.Field("Imports.LeaveOut", 1).CheckAsync();
        await person.PressAsync("Imports.Start", 2);
        await person.IsDoneAsync("import-started");
        await person.LookUntilAsync(async () =>
            (await person.TextAsync()).Contains(person.Words["ImportState.Done"], StringComparison.Ordinal)
        );
        await person.FollowAsync("Imports.Title");
    }
}
