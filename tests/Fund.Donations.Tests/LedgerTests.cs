using Npgsql;

namespace Fund.Donations.Tests;

/// <summary>What the database itself refuses, whoever asks.</summary>
public sealed class LedgerTests(DonationsFixture fund) : IClassFixture<DonationsFixture>
{
    [Theory]
    [InlineData("update ledger_entries set amount_minor = amount_minor + 1")]
    [InlineData("delete from ledger_entries")]
    [InlineData("truncate ledger_entries")]
    [InlineData("truncate ledger_entries cascade")]
    [InlineData("update ledger_entries set entry_date = entry_date")]
    [InlineData(
        "insert into ledger_entries select * from ledger_entries limit 1 on conflict (id) do update set account = 'bank'"
    )]
    [InlineData(
        "merge into ledger_entries using (select 1) as any_row on true when matched then update set amount_minor = 1"
    )]
    public async Task The_ledger_is_append_only(string sql)
    {
        var donor = await fund.DonorAsync();
        await fund.ContributeAsync(donor.DonorId, DonationsFixture.Usd(100));

        var refused = await Assert.ThrowsAsync<PostgresException>(() => fund.Database.ExecuteAsync(sql));

        Assert.Equal(PostgresErrorCodes.RestrictViolation, refused.SqlState);
    }

    [Theory]
    [InlineData("('bank', 5, 'USD'), ('received', -4, 'USD')")]
    [InlineData("('bank', 5, 'USD'), ('received', -5, 'EUR')")]
    [InlineData("('bank', 5, 'USD')")]
    public async Task A_transaction_that_does_not_balance_in_every_currency_is_refused(string lines)
    {
        var refused = await Assert.ThrowsAsync<PostgresException>(() =>
            fund.Database.ExecuteAsync(
                $"""
                insert into ledger_entries (id, transaction_id, account, amount_minor, amount_currency, entry_date, kind,
                    cause_id, posted_at)
                select gen_random_uuid(), '00000000-0000-7000-8000-000000000000', account, amount, currency, '2026-10-01',
                    'test', gen_random_uuid(), now()
                from (values {lines}) as line (account, amount, currency)
                """
            )
        );

        Assert.Equal(PostgresErrorCodes.CheckViolation, refused.SqlState);
    }

    [Fact]
    public async Task An_account_that_is_not_in_the_chart_takes_no_entry()
    {
        var refused = await Assert.ThrowsAsync<PostgresException>(() =>
            fund.Database.ExecuteAsync(
                """
                insert into ledger_entries (id, transaction_id, account, amount_minor, amount_currency, entry_date, kind,
                    cause_id, posted_at)
                select gen_random_uuid(), '00000000-0000-7000-8000-000000000000', account, amount, 'USD', '2026-10-01',
                    'test', gen_random_uuid(), now()
                from (values ('bank', 5), ('petty_cash', -5)) as line (account, amount)
                """
            )
        );

        Assert.Equal(PostgresErrorCodes.ForeignKeyViolation, refused.SqlState);
        Assert.Contains("petty_cash", refused.MessageText, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("delete from accounts where code = 'bank'")]
    [InlineData("truncate accounts cascade")]
    [InlineData("update accounts set code = 'purse' where code = 'bank'")]
    public async Task The_chart_keeps_its_accounts(string sql)
    {
        var refused = await Assert.ThrowsAsync<PostgresException>(() => fund.Database.ExecuteAsync(sql));

        Assert.Equal(PostgresErrorCodes.RestrictViolation, refused.SqlState);
    }

    [Theory]
    [InlineData("delete from contributions")]
    [InlineData("delete from pledges")]
    public async Task Financial_records_stay(string sql)
    {
        var refused = await Assert.ThrowsAsync<PostgresException>(() => fund.Database.ExecuteAsync(sql));

        Assert.Equal(PostgresErrorCodes.RestrictViolation, refused.SqlState);
    }

    [Fact]
    public async Task More_than_was_received_cannot_be_obliged_even_by_hand()
    {
        var refused = await Assert.ThrowsAsync<PostgresException>(() =>
            fund.Database.ExecuteAsync("update fund_balance set reserved = received + 1")
        );

        Assert.Equal(PostgresErrorCodes.CheckViolation, refused.SqlState);
    }

    [Fact]
    public async Task Totals_that_are_not_the_ledgers_stop_the_trial_balance()
    {
        await using var other = new DonationsScope();
        await other.StartAsync();
        await other.Fund.Database.ExecuteAsync("update fund_balance set received = received + 1");

        await Refused.ByAsync(
            "BOOKS_DISAGREE",
            other.Fund.Ledger.GetTrialBalanceAsync(new Fund.Donations.V1.GetTrialBalanceRequest())
        );
    }

    /// <summary>A fund of its own for a test that spoils it.</summary>
    private sealed class DonationsScope : IAsyncDisposable
    {
        public DonationsFixture Fund { get; } = new();

        public ValueTask StartAsync() => Fund.InitializeAsync();

        public ValueTask DisposeAsync() => Fund.DisposeAsync();
    }
}
