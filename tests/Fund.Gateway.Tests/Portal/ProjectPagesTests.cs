using Fund.Beneficiaries.V1;
using Fund.Common.V1;
using Fund.Hosting;
using Fund.Projects.V1;
using Fund.Testing.Browser;
using Microsoft.Playwright;

namespace Fund.Gateway.Tests.Portal;

/// <summary>A project on pages: paid, reported, counted.</summary>
public sealed class ProjectPagesTests(RunningGateway gateway, Chromium chromium) : MainJobPages(gateway, chromium)
{
    [Fact]
    public async Task An_instalment_is_requested_approved_and_paid_by_those_whose_turn_it_is()
    {
        await StepAsync(InstalmentState.Planned, Role.FinanceOfficer, page => PressAsync(page, "Request payment"));
        Assert.Equal(Id, Last<RequestInstalmentRequest>().InstalmentId);
        await StepAsync(InstalmentState.Requested, Role.FundManager, page => PressAsync(page, "Approve"));
        Assert.Equal(Id, Last<ApproveInstalmentRequest>().InstalmentId);
        await StepAsync(
            InstalmentState.Approved,
            Role.FinanceOfficer,
            async page =>
            {
                await page.ClickAsync("summary:has-text('Record the payment')");
                await page.FillAsync("[name=paymentReference]", "PAY-1");
                await FillDateAsync(page, "paidOn", 2026, 11, 20);
                await PressAsync(page, "Record the payment");
            }
        );
        Assert.Equal(
            ("PAY-1", "2026-11-20"),
            (Last<PayInstalmentRequest>().PaymentReference, Last<PayInstalmentRequest>().PaidOn)
        );
    }

    [Fact]
    public async Task An_organisation_reports_and_returns_numbers_where_blank_is_not_zero()
    {
        Agree(InstalmentState.Paid);
        Gateway.Backend.Answer("GetReport", new GetReportResponse { Report = AReport(ReportState.Due) });
        Gateway.Backend.Answer("ListReturns", new ListReturnsResponse { Page = new PageResponse() });
        await using var view = await OpenAsync(Role.AuthorisingOfficer, organisation: Guid.CreateVersion7());
        var page = view.Page;
        await page.GotoAsync($"/en/projects/{Id}/reports/{Id}");
        await page.FillAsync("[name='narrative.activities']", "Shelter nights.");
        await page.FillAsync("[name='spending.0.local']", "900,00");
        await page.FillAsync("[name='spending.0.local.currency']", "EUR");
        await page.FillAsync("[name='spending.0.usd']", "1000");
        await PressAsync(page, "Submit the report");
        var spent = Last<SubmitReportRequest>().Spending.Single();
        Assert.Equal(
            ("EUR", 90_000, 100_000),
            (spent.Local.CurrencyCode, spent.Local.MinorUnits, spent.Usd.MinorUnits)
        );

        await page.GotoAsync($"/en/projects/{Id}/reports/{Id}/return");
        await page.FillAsync("[name='cell.assisted.Feminine.adult']", "12");
        await page.FillAsync("[name='cell.assisted.Masculine.adult']", "0");
        await page.FillAsync("[name='service.Legal']", "٧");
        await PressAsync(page, "Submit the return");
        Assert.Equal(
            [("assisted", "Feminine", 12), ("assisted", "Masculine", 0), ("service:Legal", "", 7)],
            Last<SubmitAggregateReturnRequest>().Cells.Select(cell => (cell.Measure, cell.Gender, cell.Count))
        );
    }

    private async Task StepAsync(InstalmentState state, Role role, Func<IPage, Task> act)
    {
        Agree(state);
        await using var view = await OpenAsync(role);
        await view.Page.GotoAsync($"/en/projects/{Id}");
        await act(view.Page);
    }

    private void Agree(InstalmentState state)
    {
        var agreement = new Agreement
        {
            AgreementId = Id,
            Number = "A-2026-1",
            Title = "Harbour House",
            CountryCode = "AL",
            State = AgreementState.Active,
            Amount = Usd(2_000_000),
            Budget =
            {
                new BudgetCategory { Category = "A", Amount = Usd(2_000_000) },
            },
            Instalments =
            {
                new Instalment
                {
                    InstalmentId = Id,
                    Number = 1,
                    Amount = Usd(1_000_000),
                    State = state,
                    DueOn = "2026-11-01",
                },
            },
            Reports = { AReport(ReportState.Due) },
        };
        Gateway.Backend.Answer("GetAgreement", new GetAgreementResponse { Agreement = agreement });
    }

    private static Report AReport(ReportState state) =>
        new()
        {
            ReportId = Id,
            AgreementId = Id,
            PeriodFrom = "2026-01-01",
            PeriodTo = "2026-06-30",
            DueOn = "2026-07-31",
            State = state,
        };
}
