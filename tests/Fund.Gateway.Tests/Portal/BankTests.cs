using Fund.Common.V1;
using Fund.Donations.V1;
using Fund.Hosting;
using Fund.Testing.Browser;
using Google.Protobuf;
using Microsoft.Playwright;

namespace Fund.Gateway.Tests.Portal;

/// <summary>The bank-statement workbench and files that are taken in, with and without scripts.</summary>
public sealed class BankTests(RunningGateway gateway, Chromium chromium)
    : IClassFixture<RunningGateway>,
        IClassFixture<Chromium>
{
    private const string Id = "0198f3a2-7c1e-7b11-9f61-3a55c0d4e8b2";
    private const string Donor = "0198f3a2-0000-7000-8000-000000000001";

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Chosen_entries_are_confirmed_as_proposed_and_each_says_what_became_of_it(bool script)
    {
        List(Entry(1), Entry(2), Entry(3));
        gateway.Backend.Answer(
            "ConfirmBankEntries",
            new ConfirmBankEntriesResponse
            {
                Outcomes =
                {
                    new EntryOutcome { BankEntryId = EntryId(1), ContributionId = Id },
                    new EntryOutcome { BankEntryId = EntryId(3), Refusal = "Somebody decided on it." },
                },
            }
        );
        await using var view = await OpenAsync(script);
        await view.Page.GotoAsync("/en/bank");
        await view.Page.Locator($"#t-{EntryId(1)}").CheckAsync();
        await view.Page.Locator($"#t-{EntryId(3)}").CheckAsync();
        await view.Page.GetByRole(AriaRole.Button, new() { Name = "Confirm the chosen ones" }).ClickAsync();

        await view.Page.GetByText("Somebody decided on it.").WaitForAsync();
        var request = (ConfirmBankEntriesRequest)gateway.Backend.Last("ConfirmBankEntries").Request;
        Assert.Equal([EntryId(1), EntryId(3)], request.Choices.Select(choice => choice.BankEntryId));
        Assert.All(request.Choices, choice => Assert.Equal((Donor, Id), (choice.DonorId, choice.PledgeId)));
    }

    [Fact]
    public async Task Keys_move_tick_and_confirm_while_the_focus_is_in_the_list()
    {
        List(Entry(1), Entry(2));
        await using var view = await OpenAsync(script: true);
        await view.Page.GotoAsync("/en/bank");
        await view.Page.Keyboard.PressAsync("x");
        Assert.False(await view.Page.Locator($"#t-{EntryId(1)}").IsCheckedAsync());

        await view.Page.Locator($"a[href$='{EntryId(1)}']").First.FocusAsync();
        await view.Page.Keyboard.PressAsync("j");
        await view.Page.Keyboard.PressAsync("x");
        Assert.True(await view.Page.Locator($"#t-{EntryId(2)}").IsCheckedAsync());
        await view.Page.Keyboard.PressAsync("c");
        await view.Page.Locator("#outcomes").WaitForAsync();

        var request = (ConfirmBankEntriesRequest)gateway.Backend.Last("ConfirmBankEntries").Request;
        Assert.Equal(EntryId(2), Assert.Single(request.Choices).BankEntryId);
        Assert.Empty(view.Complaints);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_entry_is_divided_over_donors_found_by_name(bool script)
    {
        gateway.Backend.Answer("GetBankEntry", new GetBankEntryResponse { Entry = Entry(1) });
        gateway.Backend.Answer(
            "ListDonors",
            (request, _) =>
            {
                var isByName = ((ListDonorsRequest)request).DonorIds.Length == 0;
                var donor = new Donor
                {
                    DonorId = isByName ? Id : Donor,
                    Name = isByName ? "Sweden" : "Norway",
                    Kind = DonorKind.MemberState,
                };
                return Task.FromResult<Google.Protobuf.IMessage>(
                    new ListDonorsResponse { Page = new PageResponse(), Donors = { donor } }
                );
            }
        );
        await using var view = await OpenAsync(script);
        var page = view.Page;
        await page.GotoAsync($"/en/bank/entries/{Id}/split");
        await page.FillAsync("[name='parts.0.amount']", "60");
        await page.FillAsync("[name='parts.1.donorId.name']", "sweden");
        await page.FillAsync("[name='parts.1.amount']", "30");
        await page.GetByRole(AriaRole.Button, new() { Name = "Add a part" }).ClickAsync();
        await page.FillAsync("[name='parts.2.donorId.name']", "Sweden");
        await page.FillAsync("[name='parts.2.amount']", "10");
        await page.GetByRole(AriaRole.Button, new() { Name = "Book the parts" }).ClickAsync();
        await page.WaitForURLAsync("**?done=entry-confirmed");

        var request = (ConfirmBankEntryRequest)gateway.Backend.Last("ConfirmBankEntry").Request;
        Assert.Equal(
            [(Donor, 6_000L), (Id, 3_000L), (Id, 1_000L)],
            request.Parts.Select(part => (part.DonorId, part.Amount.MinorUnits))
        );
    }

    [Theory]
    [InlineData("s", "/split")]
    [InlineData("d", "/dismiss")]
    public async Task A_key_leads_from_the_entry_with_the_focus_to_dividing_it_or_setting_it_aside(
        string key,
        string path
    )
    {
        List(Entry(1), Entry(2));
        await using var view = await OpenAsync(script: true);
        await view.Page.GotoAsync("/en/bank");
        await view.Page.Locator($"a[href$='{EntryId(1)}']").First.FocusAsync();
        await view.Page.Keyboard.PressAsync("j");
        await view.Page.Keyboard.PressAsync(key);

        await view.Page.WaitForURLAsync($"**/bank/entries/{EntryId(2)}{path}");
    }

    [Fact]
    public async Task A_key_leads_from_what_was_decided_to_undoing_it()
    {
        var decided = Entry(2);
        decided.State = BankEntryState.Dismissed;
        List(Entry(1), decided);
        await using var view = await OpenAsync(script: true);
        await view.Page.GotoAsync("/en/bank?state=Dismissed");
        await view.PictureAsync("bank-undo-key");
        await view.Page.Locator($"a[href$='{EntryId(1)}']").First.FocusAsync();
        await view.Page.Keyboard.PressAsync("j");
        await view.Page.Keyboard.PressAsync("u");
        await view.Page.WaitForURLAsync($"**/bank/entries/{EntryId(2)}/undo");
    }

    /// <summary>The columns of a file with contributions are kept under a name, and chosen for the next one.</summary>
    [Fact]
    public async Task An_entry_is_confirmed_dismissed_and_undone_from_its_page()
    {
        gateway.Backend.Answer("GetBankEntry", new GetBankEntryResponse { Entry = Entry(1) });
        await using var view = await OpenAsync(script: false);
        var page = view.Page;
        await page.GotoAsync($"/en/bank/entries/{Id}");
        await page.GetByRole(AriaRole.Button, new() { Name = "Confirm" }).ClickAsync();
        await page.WaitForURLAsync("**?done=entry-confirmed");
        var confirmed = (ConfirmBankEntryRequest)gateway.Backend.Last("ConfirmBankEntry").Request;
        Assert.Equal((Donor, 10_000L), (confirmed.Parts[0].DonorId, confirmed.Parts[0].Amount.MinorUnits));

        await page.GotoAsync($"/en/bank/entries/{Id}/dismiss");
        await page.FillAsync("[name=reason]", "Interest of the bank");
        await page.GetByRole(AriaRole.Button, new() { Name = "Set aside" }).ClickAsync();
        await page.WaitForURLAsync("**?done=entry-dismissed");
        Assert.Equal(
            "Interest of the bank",
            ((DismissBankEntryRequest)gateway.Backend.Last("DismissBankEntry").Request).Reason
        );

        await page.GotoAsync($"/en/bank/entries/{Id}/undo");
        await page.FillAsync("[name=reason]", "It was a gift after all");
        await page.GetByRole(AriaRole.Button, new() { Name = "Undo" }).ClickAsync();
        await page.WaitForURLAsync("**?done=decision-undone");
        Assert.Equal(
            "It was a gift after all",
            ((UndoBankEntryDecisionRequest)gateway.Backend.Last("UndoBankEntryDecision").Request).Reason
        );
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_small_statement_is_taken_in_at_once(bool script)
    {
        await using var view = await OpenAsync(script);
        await view.Page.GotoAsync("/en/bank/upload");
        await view.Page.SetInputFilesAsync(
            "[name=file]",
            new FilePayload
            {
                Name = "camt.xml",
                MimeType = "application/xml",
                Buffer = "<Document/>"u8.ToArray(),
            }
        );
        await view.Page.GetByRole(AriaRole.Button, new() { Name = "Take in" }).ClickAsync();
        await view.Page.GetByText("Taken in.").WaitForAsync();

        Assert.Equal(
            "<Document/>",
            ((ImportBankStatementRequest)gateway.Backend.Last("ImportBankStatement").Request).File.ToStringUtf8()
        );
    }

    [Fact]
    public async Task A_large_file_goes_on_in_parts_that_join_up()
    {
        var file = new byte[5 * 1024 * 1024 + 17];
        Random.Shared.NextBytes(file);
        var before = gateway.Backend.Calls.Count;
        await using var view = await OpenAsync(script: false);
        await view.Page.GotoAsync("/en/bank/upload");
        await view.Page.SetInputFilesAsync(
            "[name=file]",
            new FilePayload
            {
                Name = "camt.xml",
                MimeType = "application/xml",
                Buffer = file,
            }
        );
        await view.Page.GetByRole(AriaRole.Button, new() { Name = "Take in" }).ClickAsync();
        await view.Page.WaitForURLAsync("**?done=file-uploaded");

        var parts = gateway
            .Backend.Calls.Skip(before)
            .Where(call => call.Rpc == "AppendToImport")
            .Select(call => (AppendToImportRequest)call.Request)
            .ToList();
        Assert.Equal(file, parts.SelectMany(part => part.Content.ToByteArray()));
        Assert.Equal([true, true, true, true, true, false], parts.Select(part => part.More));
        Assert.Equal(ImportKind.BankStatement, ((BeginImportRequest)gateway.Backend.Last("BeginImport").Request).Kind);
    }

    [Fact]
    public async Task A_checked_file_is_started_with_the_decision_on_its_bad_rows()
    {
        gateway.Backend.Answer(
            "GetImport",
            new GetImportResponse
            {
                Import = new Import
                {
                    ImportId = Id,
                    Kind = ImportKind.Contributions,
                    State = ImportState.Checked,
                    FileName = "2026.csv",
                    Rows = 12,
                    GoodRows = 10,
                    BadRows = 2,
                },
            }
        );
        await using var view = await OpenAsync(script: false);
        await view.Page.GotoAsync($"/en/imports/{Id}");
        await view.Page.GetByLabel("Leave out the 2 rows").CheckAsync();
        await view.Page.GetByRole(AriaRole.Button, new() { Name = "Take in 10 rows" }).ClickAsync();
        await view.Page.WaitForURLAsync("**?done=import-started");

        var request = (StartImportRequest)gateway.Backend.Last("StartImport").Request;
        Assert.Equal((Id, true, false), (request.ImportId, request.LeaveOutBadRows, request.TakeInAgain));
    }

    private static string EntryId(int number) => $"0198f3a2-7c1e-7b11-9f61-00000000000{number}";

    private static BankEntry Entry(int number) =>
        new()
        {
            BankEntryId = EntryId(number),
            BankStatementId = Id,
            Credit = true,
            State = BankEntryState.Candidate,
            Amount = new Money { MinorUnits = 10_000, CurrencyCode = "EUR" },
            ValueDate = "2026-10-01",
            RemitterName = $"Remitter {number}",
            Proposals =
            {
                new MatchProposal
                {
                    DonorId = Donor,
                    PledgeId = Id,
                    Score = 92,
                    Reasons = { "reference of the pledge" },
                },
            },
        };

    private void List(params BankEntry[] entries) =>
        gateway.Backend.Answer(
            "ListBankEntries",
            new ListBankEntriesResponse { Page = new PageResponse(), Entries = { entries } }
        );

    private async Task<BrowserView> OpenAsync(bool script) =>
        await chromium.OpenAsync(
            gateway.Http.BaseAddress!,
            await gateway.TokenAsync(Role.FinanceOfficer),
            script: script
        );
}
