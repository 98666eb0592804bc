using Fund.Donations.Domain;
using Fund.Donations.Persistence;
using Fund.Donations.V1;
using Fund.Kernel;
using Npgsql;

namespace Fund.Donations.Tests;

/// <summary>What is dated in a closed month, and what the database itself says of months.</summary>
public sealed class ClosedMonthTests(DonationsFixture fund) : IClassFixture<DonationsFixture>, IAsyncLifetime
{
    private const string Close = """
        insert into accounting_periods (month, requested_by, requested_at, note, closed_by, closed_at)
        values ('2026-08-01', 'one', now(), '', 'two', now())
        """;

    public async ValueTask InitializeAsync()
    {
        if (await fund.Database.ScalarAsync<long>("select count(*) from accounting_periods") == 0)
        {
            await fund.Database.ExecuteAsync(Close);
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task A_contribution_of_a_closed_month_keeps_its_value_date_and_is_posted_on_the_first_open_day()
    {
        var donor = await fund.DonorAsync();

        var closed = await fund.ContributeAsync(donor.DonorId, DonationsFixture.Usd(100_00), "2026-08-31");
        var open = await fund.ContributeAsync(donor.DonorId, DonationsFixture.Usd(100_00), "2026-09-01");

        Assert.Equal("2026-08-31", closed.ValueDate);
        Assert.Equal(["2026-09-01"], await EntryDatesAsync(closed.ContributionId));
        Assert.Equal(["2026-09-01"], await EntryDatesAsync(open.ContributionId));
        await fund.BooksBalanceAsync();
    }

    [Fact]
    public async Task A_contribution_that_waited_is_valued_on_the_first_open_day_too()
    {
        var donor = await fund.DonorAsync();
        var waiting = await fund.ContributeAsync(donor.DonorId, DonationsFixture.Amount(8_00, "EUR"), "2026-07-15");

        await fund.Rates.RecordRateAsync(
            new RecordRateRequest
            {
                RequestId = DonationsFixture.NewId(),
                CurrencyCode = "EUR",
                EffectiveDate = "2026-07-01",
                UnitsPerUsd = "0.8",
            }
        );

        Assert.Equal(["2026-09-01"], await EntryDatesAsync(waiting.ContributionId));
        await fund.BooksBalanceAsync();
    }

    [Fact]
    public async Task An_entry_of_a_closed_month_is_refused_with_the_month_and_the_first_open_day()
    {
        var posting = Postings.Reserved(Guid.CreateVersion7(), new DateOnly(2026, 8, 31), Money.UsdCents(1));

        var refused = await Assert.ThrowsAsync<RefusedException>(() =>
            fund.Service.InScopeAsync<DonationsDb>(db =>
                db.PostAsync([posting], DonationsFixture.Start, CancellationToken.None)
            )
        );

        Assert.Equal("MONTH_CLOSED", refused.Refusal.Reason);
        Assert.Equal("2026-08", refused.Refusal.Facts["month"]);
        Assert.Equal("2026-09-01", refused.Refusal.Facts["first_open_date"]);
    }

    [Theory]
    [InlineData(
        "update accounting_periods set closed_at = null, closed_by = null",
        PostgresErrorCodes.RestrictViolation
    )]
    [InlineData("update accounting_periods set month = '2026-07-01'", PostgresErrorCodes.RestrictViolation)]
    [InlineData("delete from accounting_periods", PostgresErrorCodes.RestrictViolation)]
    [InlineData("truncate accounting_periods", PostgresErrorCodes.RestrictViolation)]
    [InlineData(
        "insert into accounting_periods values ('2026-10-01', 'one', now(), '', 'two', now())",
        PostgresErrorCodes.CheckViolation
    )]
    [InlineData(
        "insert into accounting_periods values ('2026-07-01', 'one', now(), '', 'two', now())",
        PostgresErrorCodes.CheckViolation
    )]
    [InlineData(
        "insert into accounting_periods values ('2026-09-01', 'one', now(), '', 'one', now())",
        PostgresErrorCodes.CheckViolation
    )]
    [InlineData(
        "insert into accounting_periods values ('2026-09-02', 'one', now(), '')",
        PostgresErrorCodes.CheckViolation
    )]
    public async Task Months_are_closed_in_order_by_two_people_and_for_good_even_by_hand(string sql, string state)
    {
        var refused = await Assert.ThrowsAsync<PostgresException>(() => fund.Database.ExecuteAsync(sql));

        Assert.Equal(state, refused.SqlState);
    }

    private Task<string[]> EntryDatesAsync(string causeId) =>
        fund.Database.ScalarAsync<string[]>(
            $"select array_agg(distinct entry_date::text) from ledger_entries where cause_id = '{causeId}'"
        );
}
