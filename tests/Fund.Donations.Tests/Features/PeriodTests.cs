using Fund.Donations.Features;
using Fund.Donations.V1;
using Fund.Testing;
using Grpc.Core;

namespace Fund.Donations.Tests.Features;

/// <summary>Months are closed by two people, in order and for good. The day is 15 October 2026.</summary>
public sealed class PeriodTests : IAsyncLifetime
{
    private readonly DonationsFixture fund = new();

    public ValueTask InitializeAsync() => fund.InitializeAsync();

    public ValueTask DisposeAsync() => fund.DisposeAsync();

    [Fact]
    public async Task A_month_is_asked_for_by_one_person_and_closed_by_another()
    {
        var asked = (await RequestAsync("2026-09", "All reconciled")).Period;
        var closed = await CloseAsync("2026-09");

        var listed = await fund.Ledger.ListAccountingPeriodsAsync(new ListAccountingPeriodsRequest());
        Assert.False(asked.Closed);
        Assert.True(closed.Period.Closed);
        Assert.NotEqual(closed.Period.RequestedBy, closed.Period.ClosedBy);
        Assert.Equal("All reconciled", closed.Period.Note);
        Assert.Equal("2026-10-01", closed.FirstOpenDate);
        Assert.Equal(closed.Period, Assert.Single(listed.Periods));
    }

    [Fact]
    public async Task Who_asks_says_what_is_still_open()
    {
        var donor = await fund.DonorAsync();
        await fund.ContributeAsync(donor.DonorId, DonationsFixture.Amount(100, "EUR"), "2026-09-30");
        await fund.ContributeAsync(donor.DonorId, DonationsFixture.Amount(100, "EUR"), "2026-10-01");

        var asked = await RequestAsync("2026-09");

        Assert.Equal((1, 0), (asked.ContributionsAwaitingRate, asked.BankEntriesWaiting));
    }

    [Fact]
    public async Task The_same_person_never_does_both_and_another_may_ask_again()
    {
        var both = TestIdentity.Staff(Hosting.Role.FinanceOfficer, Hosting.Role.FundManager);
        await fund.LedgerAs(both).RequestMonthClosingAsync(Request("2026-09"));

        await Refused.ByAsync("FOUR_EYES", fund.LedgerAs(both).CloseMonthAsync(Closing("2026-09")));
        await Refused.ByAsync("CLOSING_REQUESTED", fund.LedgerAs(both).RequestMonthClosingAsync(Request("2026-09")));

        await RequestAsync("2026-09");
        var closed = await fund.LedgerAs(both).CloseMonthAsync(Closing("2026-09"));
        Assert.True(closed.Period.Closed);
    }

    [Theory]
    [InlineData("2026-10", "MONTH_NOT_OVER")]
    [InlineData("2027-01", "MONTH_NOT_OVER")]
    [InlineData("2026-13", "NOT_A_MONTH")]
    [InlineData("2026-09-01", "NOT_A_MONTH")]
    [InlineData("", "REQUIRED")]
    public async Task A_month_that_cannot_be_closed_is_refused(string month, string reason)
    {
        await Refused.ByAsync(reason, fund.Ledger.RequestMonthClosingAsync(Request(month)), "month");
        await Refused.ByAsync(reason, fund.LedgerManager.CloseMonthAsync(Closing(month)), "month");
    }

    [Fact]
    public async Task Months_are_closed_in_order_and_never_twice()
    {
        await Refused.ByAsync("CLOSING_NOT_REQUESTED", fund.LedgerManager.CloseMonthAsync(Closing("2026-06")));
        await RequestAsync("2026-06");
        await CloseAsync("2026-06");

        var early = await Refused.ByAsync(
            "MONTH_OUT_OF_ORDER",
            fund.Ledger.RequestMonthClosingAsync(Request("2026-08"))
        );
        var late = await Refused.ByAsync("MONTH_CLOSED", fund.Ledger.RequestMonthClosingAsync(Request("2026-06")));
        await Refused.ByAsync("MONTH_CLOSED", fund.LedgerManager.CloseMonthAsync(Closing("2026-05")));

        Assert.Equal("2026-07", early.Facts["next_month"]);
        Assert.Equal("2026-07-01", late.Facts["first_open_date"]);
    }

    [Fact]
    public async Task Asking_and_closing_are_for_their_roles_only()
    {
        await Refused.ByAsync("ROLE_MAY_NOT", fund.LedgerManager.RequestMonthClosingAsync(Request("2026-09")));
        await Refused.ByAsync("ROLE_MAY_NOT", fund.Ledger.CloseMonthAsync(Closing("2026-09")));
        await Refused.ByAsync(
            "ROLE_MAY_NOT",
            fund.LedgerAs(TestIdentity.ProgrammeOfficer).ListAccountingPeriodsAsync(new ListAccountingPeriodsRequest())
        );
    }

    [Fact]
    public async Task Contributions_recorded_while_a_month_is_closed_are_all_posted_where_they_may()
    {
        var donor = await fund.DonorAsync();
        await RequestAsync("2026-09");
        var recording = Enumerable
            .Range(0, 200)
            .Select(_ => fund.ContributeAsync(donor.DonorId, DonationsFixture.Usd(1_00), "2026-09-15"))
            .ToList();

        await CloseAsync("2026-09");
        await Task.WhenAll(recording);

        var inside = await CountAsync("entry_date <= '2026-09-30'");
        var later = await fund.ContributeAsync(donor.DonorId, DonationsFixture.Usd(1_00), "2026-09-15");
        Assert.Equal("2026-09-15", later.ValueDate);
        Assert.Equal(inside, await CountAsync("entry_date <= '2026-09-30'"));
        Assert.Equal(201 * 4, inside + await CountAsync("entry_date = '2026-10-01'"));
        await fund.BooksBalanceAsync();
    }

    [Fact]
    public async Task A_position_of_a_closed_month_never_changes_again_and_reads_sums_instead_of_entries()
    {
        var donor = await fund.DonorAsync();
        await fund.ContributeAsync(donor.DonorId, DonationsFixture.Usd(113_00), "2026-07-10");
        await fund.ContributeAsync(donor.DonorId, DonationsFixture.Usd(226_00), "2026-09-10");
        var before = await BooksAsync();
        await RequestAsync("2026-08");
        await CloseAsync("2026-08");
        await fund.Service.InScopeAsync<SumClosedMonths>(sums => sums.RunAsync(CancellationToken.None));
        var closed = await BooksAsync();

        await fund.ContributeAsync(donor.DonorId, DonationsFixture.Usd(339_00), "2026-07-20");

        Assert.Equal(before, closed);
        Assert.Equal(4, await fund.Database.ScalarAsync<long>("select count(*) from ledger_month_sums"));
        Assert.Equal(113_00, (await fund.PositionAsync("2026-08-31")).Received.MinorUnits);
        Assert.Equal(113_00 + 339_00, (await fund.PositionAsync("2026-09-09")).Received.MinorUnits);
        await RequestAsync("2026-09");
        await CloseAsync("2026-09");
        var unsummed = await BooksAsync();
        await fund.Service.InScopeAsync<SumClosedMonths>(sums => sums.RunAsync(CancellationToken.None));
        Assert.Equal(unsummed, await BooksAsync());
        await fund.BooksBalanceAsync();
    }

    /// <summary>Trial balance and position on several days, as one text.</summary>
    private async Task<string> BooksAsync()
    {
        var days = new[] { "2026-07-10", "2026-07-31", "2026-08-31", "2026-09-09", "2026-09-30", "2026-10-15" };
        var texts = new List<string>();
        foreach (var day in days)
        {
            var balance = await fund.Ledger.GetTrialBalanceAsync(new GetTrialBalanceRequest { AsOf = day });
            texts.Add($"{day} {balance} {await fund.PositionAsync(day)}");
        }

        return string.Join('\n', texts);
    }

    private Task<long> CountAsync(string where) =>
        fund.Database.ScalarAsync<long>($"select count(*) from ledger_entries where {where}");

    private async Task<RequestMonthClosingResponse> RequestAsync(string month, string note = "") =>
        await fund.Ledger.RequestMonthClosingAsync(Request(month, note));

    private async Task<CloseMonthResponse> CloseAsync(string month) =>
        await fund.LedgerManager.CloseMonthAsync(Closing(month));

    private static RequestMonthClosingRequest Request(string month, string note = "") =>
        new()
        {
            RequestId = DonationsFixture.NewId(),
            Month = month,
            Note = note,
        };

    private static CloseMonthRequest Closing(string month) =>
        new() { RequestId = DonationsFixture.NewId(), Month = month };
}
