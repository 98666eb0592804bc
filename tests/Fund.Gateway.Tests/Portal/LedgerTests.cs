using Fund.Common.V1;
using Fund.Donations.V1;
using Fund.Hosting;
using Fund.Kernel;
using Fund.Testing.Browser;
using Microsoft.Playwright;
using Money = Fund.Common.V1.Money;

namespace Fund.Gateway.Tests.Portal;

/// <summary>Rates, months, receipts, statements, policy and reports as finance meets them.</summary>
public sealed class LedgerTests(RunningGateway gateway, Chromium chromium)
    : IClassFixture<RunningGateway>,
        IClassFixture<Chromium>
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_rate_is_checked_first_and_recorded_with_the_reason_of_the_correction(bool script)
    {
        await using var view = await OpenAsync(Role.FinanceOfficer, script);
        var page = view.Page;
        await page.GotoAsync("/en/rates/new");
        await page.FillAsync("[name=currencyCode]", "eur");
        await DateAsync(page, "effectiveDate", 1, 10, 2026);
        await page.FillAsync("[name=unitsPerUsd]", "0,882");
        await page.GetByRole(AriaRole.Button, new() { Name = "Check first" }).ClickAsync();
        await page.Locator("#effect").WaitForAsync();
        Assert.Equal("0,882", await page.InputValueAsync("[name=unitsPerUsd]"));
        var check = (CheckRateRequest)gateway.Backend.Last("CheckRate").Request;
        Assert.Equal(("EUR", "0.882"), (check.CurrencyCode, check.UnitsPerUsd));

        await page.FillAsync("[name=correctionReason]", "Misprint");
        await page.GetByRole(AriaRole.Button, new() { Name = "Record the rate" }).ClickAsync();
        await page.WaitForURLAsync("**?done=rate-recorded");
        var request = (RecordRateRequest)gateway.Backend.Last("RecordRate").Request;
        Assert.Equal(
            ("EUR", "2026-10-01", "0.882", "Misprint"),
            (request.CurrencyCode, request.EffectiveDate, request.UnitsPerUsd, request.CorrectionReason)
        );
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_file_of_rates_is_chosen_once_checked_and_taken_in(bool script)
    {
        await using var view = await OpenAsync(Role.FinanceOfficer, script);
        var page = view.Page;
        await page.GotoAsync("/en/rates/upload");
        await page.SetInputFilesAsync(
            "[name=file]",
            new FilePayload
            {
                Name = "rates.xml",
                MimeType = "application/xml",
                Buffer = "<UN_OPERATIONAL_RATES/>"u8.ToArray(),
            }
        );
        await page.GetByRole(AriaRole.Button, new() { Name = "Check first" }).ClickAsync();
        await page.Locator("#effect").WaitForAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Take the rates in" }).ClickAsync();
        await page.GetByText("Taken in. New rates").WaitForAsync();

        Assert.Equal(
            "<UN_OPERATIONAL_RATES/>",
            ((CheckRatesRequest)gateway.Backend.Last("CheckRates").Request).File.ToStringUtf8()
        );
        Assert.Equal(
            "<UN_OPERATIONAL_RATES/>",
            ((ImportRatesRequest)gateway.Backend.Last("ImportRates").Request).File.ToStringUtf8()
        );
    }

    [Fact]
    public async Task A_month_is_asked_for_by_one_and_closed_by_another()
    {
        gateway.Backend.Answer(
            "ListAccountingPeriods",
            new ListAccountingPeriodsResponse
            {
                Page = new PageResponse(),
                Periods = { new AccountingPeriod { Month = "2026-09" } },
            }
        );
        await using var officer = await OpenAsync(Role.FinanceOfficer, script: false);
        await officer.Page.GotoAsync("/en/ledger/months");
        Assert.Equal(0, await officer.Page.GetByRole(AriaRole.Button, new() { Name = "Close the month" }).CountAsync());
        await officer.Page.FillAsync("[name=month]", "2026-10");
        await officer.Page.GetByRole(AriaRole.Button, new() { Name = "Ask for a month to be closed" }).ClickAsync();
        await officer.Page.Locator(".f-done").WaitForAsync();
        Assert.Equal(
            "2026-10",
            ((RequestMonthClosingRequest)gateway.Backend.Last("RequestMonthClosing").Request).Month
        );

        gateway.Backend.Refuse(
            "CloseMonth",
            new Refusal(RefusalKind.WrongState, "FOUR_EYES", $"Who asked to close {"2026-09"} cannot close it.")
        );
        await using var manager = await OpenAsync(Role.FundManager, script: false);
        await manager.Page.GotoAsync("/en/ledger/months");
        await manager.Page.GetByRole(AriaRole.Button, new() { Name = "Close the month" }).ClickAsync();
        Assert.Contains(
            "Who asked to close 2026-09 cannot close it",
            await manager.Page.TextContentAsync(".govuk-error-summary"),
            StringComparison.Ordinal
        );

        gateway.Backend.Answer(
            "CloseMonth",
            new CloseMonthResponse { Period = new AccountingPeriod { Month = "2026-09" } }
        );
        await manager.Page.GetByRole(AriaRole.Button, new() { Name = "Close the month" }).ClickAsync();
        await manager.Page.WaitForURLAsync("**?done=month-closed");
        Assert.Equal("2026-09", ((CloseMonthRequest)gateway.Backend.Last("CloseMonth").Request).Month);
    }

    [Fact]
    public async Task Receipts_are_issued_for_a_range_and_statements_for_a_year()
    {
        await using var view = await OpenAsync(Role.FinanceOfficer, script: false);
        var page = view.Page;
        await page.GotoAsync("/en/receipts/batch");
        await DateAsync(page, "fromDate", 1, 1, 2026);
        await DateAsync(page, "toDate", 31, 3, 2026);
        await page.GetByRole(AriaRole.Button, new() { Name = "Issue the receipts" }).ClickAsync();
        await page.Locator(".f-done").WaitForAsync();
        var receipts = (IssueReceiptsRequest)gateway.Backend.Last("IssueReceipts").Request;
        Assert.Equal(("2026-01-01", "2026-03-31"), (receipts.FromDate, receipts.ToDate));

        await page.GotoAsync("/en/statements");
        await page.FillAsync("[name=year]", "2025");
        await page.GetByRole(AriaRole.Button, new() { Name = "Make them" }).ClickAsync();
        await page.WaitForURLAsync("**?done=batch-started");
        Assert.Equal(2025, ((StartStatementBatchRequest)gateway.Backend.Last("StartStatementBatch").Request).Year);
    }

    [Theory]
    [InlineData("programme_support_cost_basis_points", "12.5", 1_250)]
    [InlineData("minimum_for_new_call_usd_cents", "600,000", 60_000_000)]
    public async Task A_setting_is_typed_as_people_say_it_and_sent_in_its_unit(string name, string typed, long sent)
    {
        await using var view = await OpenAsync(Role.FundManager, script: false);
        await view.Page.GotoAsync($"/en/policy/{name}/change");
        await view.Page.FillAsync("[name=value]", typed);
        await view.Page.FillAsync("[name=source]", "Decision of the Board");
        await view.Page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await view.Page.WaitForURLAsync("**?done=setting-changed");

        var request = (ChangePolicySettingRequest)gateway.Backend.Last("ChangePolicySetting").Request;
        Assert.Equal((name, sent, "Decision of the Board"), (request.Name, request.Value, request.Source));
    }

    [Fact]
    public async Task A_report_that_cannot_be_made_says_why_and_keeps_what_was_asked()
    {
        gateway.Backend.Refuse(
            "GetContributionsReport",
            new Refusal(RefusalKind.WrongState, "REPORT_TOO_LONG", "The report has 6,000 lines.")
        );
        await using var view = await OpenAsync(Role.Auditor, script: false);
        await view.Page.GotoAsync("/en/reports?by=Donor&from=2026-01-01");

        Assert.Contains("6,000 lines", await view.Page.TextContentAsync("main"), StringComparison.Ordinal);
        Assert.Equal("Donor", await view.Page.InputValueAsync("#q-by"));
    }

    [Fact]
    public async Task The_dashboard_shows_the_movement_as_lines_and_as_a_table()
    {
        var history = new GetPositionHistoryResponse();
        for (var month = 1; month <= 12; month++)
        {
            history.Points.Add(
                new PositionPoint
                {
                    AsOf = $"2026-{month:00}-28",
                    Received = Usd(month * 100_000),
                    Disbursed = Usd(month * 20_000),
                    Available = Usd(200_000 - month * 30_000),
                }
            );
        }

        gateway.Backend.Answer("GetPositionHistory", history);
        await using var view = await OpenAsync(Role.FinanceOfficer, script: false);
        await view.Page.GotoAsync("/en/finance");

        var label = await view.Page.GetAttributeAsync("section[aria-labelledby=movement] svg[role=img]", "aria-label");
        Assert.Contains("28 January 2026", label, StringComparison.Ordinal);
        Assert.Equal(
            33,
            await view.Page.Locator("section[aria-labelledby=movement] svg[role=img] line:not(.grid)").CountAsync()
        );
        Assert.Equal(12, await view.Page.Locator("section[aria-labelledby=movement] tbody tr").CountAsync());
    }

    [Fact]
    public async Task What_waits_for_finance_stands_on_the_task_list()
    {
        await using var view = await OpenAsync(Role.FundManager, script: false);
        await view.Page.GotoAsync("/en/home");

        var text = await view.Page.TextContentAsync("main");
        Assert.Contains("Bank entries to decide: 1", text, StringComparison.Ordinal);
        Assert.Contains("Contributions awaiting a rate: 1", text, StringComparison.Ordinal);
        Assert.Contains("Pledges with an overdue instalment: 1", text, StringComparison.Ordinal);
    }

    private static Money Usd(long dollars) => new() { MinorUnits = dollars * 100, CurrencyCode = "USD" };

    private static async Task DateAsync(IPage page, string name, int day, int month, int year)
    {
        await page.FillAsync($"[name='{name}.day']", $"{day}");
        await page.FillAsync($"[name='{name}.month']", $"{month}");
        await page.FillAsync($"[name='{name}.year']", $"{year}");
    }

    private async Task<BrowserView> OpenAsync(Role role, bool script) =>
        await chromium.OpenAsync(gateway.Http.BaseAddress!, await gateway.TokenAsync(role), script: script);
}
