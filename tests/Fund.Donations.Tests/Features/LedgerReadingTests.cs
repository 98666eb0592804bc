using System.Text;
using System.Text.RegularExpressions;
using Fund.Donations.Domain;
using Fund.Donations.V1;
using Fund.Events;
using Fund.Hosting;
using Fund.Testing;
using Grpc.Core;
using V1Part = Fund.Donations.V1.PositionPart;

namespace Fund.Donations.Tests.Features;

/// <summary>What can be read of the ledger: accounts, statements, the journal, and where every figure comes from.</summary>
public sealed partial class LedgerReadingTests : IAsyncLifetime
{
    private readonly DonationsFixture fund = new();

    public ValueTask InitializeAsync() => fund.InitializeAsync();

    public ValueTask DisposeAsync() => fund.DisposeAsync();

    [Fact]
    public async Task The_chart_has_the_accounts_that_postings_use()
    {
        var chart = await fund.Ledger.GetChartOfAccountsAsync(new GetChartOfAccountsRequest());

        var codes = typeof(Accounts).GetFields().Select(field => (string)field.GetRawConstantValue()!);
        Assert.Equal(codes.Order(), chart.Accounts.Select(account => account.Account).Order());
        Assert.All(chart.Accounts, account => Assert.NotEmpty(account.Name));
        Assert.Contains(chart.Accounts, account => account is { Account: "bank", UsdOnly: false });
    }

    [Fact]
    public async Task A_statement_opens_runs_and_closes_across_pages()
    {
        var donor = await fund.DonorAsync();
        foreach (
            var (day, cents) in new[]
            {
                ("2026-09-01", 100),
                ("2026-09-10", 200),
                ("2026-09-10", 300),
                ("2026-10-01", 400),
            }
        )
        {
            await fund.ContributeAsync(donor.DonorId, DonationsFixture.Usd(cents), day);
        }

        await fund.ContributeAsync(donor.DonorId, DonationsFixture.Amount(5_00, "EUR"), "2026-09-15");
        var asked = Statement("bank", "2026-09-02", "2026-09-30");
        asked.Page = new Common.V1.PageRequest { PageSize = 1 };

        var first = await fund.Ledger.GetAccountStatementAsync(asked);
        asked.Page.PageToken = first.Page.NextPageToken;
        var second = await fund.Ledger.GetAccountStatementAsync(asked);

        Assert.Equal(
            (100, 500, 0, 600),
            (first.Opening.MinorUnits, first.Debit.MinorUnits, first.Credit.MinorUnits, first.Closing.MinorUnits)
        );
        Assert.Equal(300, Assert.Single(first.Entries).Balance.MinorUnits);
        Assert.Equal(600, Assert.Single(second.Entries).Balance.MinorUnits);
        Assert.Equal((first.Opening, first.Closing), (second.Opening, second.Closing));
        Assert.Empty(second.Page.NextPageToken);
        var euros = Statement("bank", "2026-09-01", "2026-09-30");
        euros.CurrencyCode = "EUR";
        Assert.Equal(5_00, (await fund.Ledger.GetAccountStatementAsync(euros)).Closing.MinorUnits);
    }

    [Theory]
    [InlineData("purse", "2026-09-01", "2026-09-30", "", "NOT_FOUND")]
    [InlineData("bank", "2026-09-30", "2026-09-01", "", "RANGE_REVERSED")]
    [InlineData("bank", "", "2026-09-01", "", "REQUIRED")]
    [InlineData("bank", "2026-09-01", "2026-09-30", "EURO", "UNKNOWN_CURRENCY")]
    public async Task A_statement_that_cannot_be_made_is_refused(
        string account,
        string from,
        string to,
        string currency,
        string reason
    )
    {
        var asked = Statement(account, from, to);
        asked.CurrencyCode = currency;

        await Refused.ByAsync(reason, fund.Ledger.GetAccountStatementAsync(asked));
    }

    [Fact]
    public async Task The_journal_has_every_entry_of_the_range_once_and_balances()
    {
        var donor = await fund.DonorAsync();
        await fund.ContributeAsync(donor.DonorId, DonationsFixture.Usd(113_00), "2026-09-10");
        await fund.ContributeAsync(donor.DonorId, DonationsFixture.Amount(1_234, "JPY"), "2026-09-11");
        await fund.ContributeAsync(donor.DonorId, DonationsFixture.Usd(7_00), "2026-10-01");

        var (name, text) = await JournalAsync("2026-09-01", "2026-09-30");

        var lines = text.TrimStart('\uFEFF').Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("journal-2026-09-01-2026-09-30.csv", name);
        Assert.StartsWith("entry_date,transaction_id,", lines[0], StringComparison.Ordinal);
        Assert.Equal(6, lines.Length - 1);
        // Names in words have commas in them and stand in quotes.
        var rows = lines.Skip(1).Select(line => QuotedText().Replace(line, "name").Split(',')).ToList();
        Assert.Equal(Sum(rows, 6), Sum(rows, 7));
        Assert.Contains(rows, row => row[4] == "bank" && row[6] == "1234" && row[8] == "JPY");
        Assert.Contains(rows, row => row[4] == "received" && row[7] == "113.00" && row[6].Length == 0);
        var refused = await Assert.ThrowsAsync<RpcException>(() => JournalAsync("2026-09-30", "2026-09-01"));
        Assert.Equal("RANGE_REVERSED", refused.ToRefusal()?.Reason);
    }

    [Fact]
    public async Task Every_part_of_the_position_is_the_sum_of_the_entries_it_names()
    {
        await FillAsync();

        var position = await fund.PositionAsync();
        var explained = await fund.Ledger.ExplainFundPositionAsync(new ExplainFundPositionRequest());

        Assert.Equal(position.Available, explained.Available);
        Assert.Equal(7, explained.Parts.Count);
        foreach (var part in explained.Parts)
        {
            Assert.Equal(Amount(position, part.Part), part.Amount);
            await ListedEntriesAddUpAsync(part, explained.AsOf);
        }
    }

    [Fact]
    public async Task History_has_the_position_at_the_end_of_every_month()
    {
        await FillAsync();

        var history = await fund.Ledger.GetPositionHistoryAsync(
            new GetPositionHistoryRequest { FromMonth = "2026-07", ToMonth = "2026-10" }
        );

        Assert.Equal(
            ["2026-07-31", "2026-08-31", "2026-09-30", "2026-10-15"],
            history.Points.Select(point => point.AsOf)
        );
        foreach (var point in history.Points)
        {
            var position = await fund.PositionAsync(point.AsOf);
            Assert.Equal(position.Received, point.Received);
            Assert.Equal(position.Committed, point.Committed);
            Assert.Equal(position.Available, point.Available);
        }
    }

    [Fact]
    public async Task History_is_for_everybody_as_the_position_of_any_day_is()
    {
        var request = new GetPositionHistoryRequest { FromMonth = "2026-09", ToMonth = "2026-10" };

        var history = await fund.LedgerAs(Fund.Hosting.Caller.Anonymous).GetPositionHistoryAsync(request);

        Assert.Equal(2, history.Points.Count);
    }

    [Theory]
    [InlineData("2026-10", "2026-09")]
    [InlineData("2026-10", "2026-11")]
    [InlineData("1990-01", "2026-10")]
    public async Task History_that_ends_before_it_begins_or_in_the_future_or_is_too_long_is_refused(
        string from,
        string to
    ) =>
        await Refused.ByAsync(
            "INVALID_FIELD",
            fund.Ledger.GetPositionHistoryAsync(new GetPositionHistoryRequest { FromMonth = from, ToMonth = to }),
            "to_month"
        );

    [Fact]
    public async Task Accounts_and_journal_are_for_finance_and_auditors()
    {
        var trustee = fund.LedgerAs(TestIdentity.Trustee);
        await Refused.ByAsync("ROLE_MAY_NOT", trustee.GetChartOfAccountsAsync(new GetChartOfAccountsRequest()));
        await Refused.ByAsync(
            "ROLE_MAY_NOT",
            trustee.GetAccountStatementAsync(Statement("bank", "2026-09-01", "2026-09-30"))
        );
        await trustee.GetForecastAsync(new GetForecastRequest());
        await Refused.ByAsync(
            "ROLE_MAY_NOT",
            fund.LedgerAs(TestIdentity.ContactOf(Guid.CreateVersion7())).GetForecastAsync(new GetForecastRequest())
        );
    }

    /// <summary>Something in every part of the position.</summary>
    private async Task FillAsync()
    {
        var donor = await fund.DonorAsync();
        await fund.ContributeAsync(donor.DonorId, DonationsFixture.Usd(2_000_000_00), "2026-07-10");
        await fund.ContributeAsync(donor.DonorId, DonationsFixture.Usd(17_13), "2026-09-10");
        await fund.ContributeAsync(donor.DonorId, DonationsFixture.Amount(500, "EUR"), "2026-09-11");
        var (call, award) = (DonationsFixture.NewId(), DonationsFixture.NewId());
        await fund.GrantCalls.ReserveForCallAsync(
            new ReserveForCallRequest
            {
                RequestId = DonationsFixture.NewId(),
                CallId = call,
                Envelope = DonationsFixture.Usd(500_000_00),
            }
        );
        await fund.GrantCalls.CommitAwardAsync(
            new CommitAwardRequest
            {
                RequestId = DonationsFixture.NewId(),
                CallId = call,
                AwardId = award,
                Amount = DonationsFixture.Usd(20_000_00),
            }
        );
        await fund.LedgerManager.RecordPublishedTotalAsync(
            new RecordPublishedTotalRequest
            {
                RequestId = DonationsFixture.NewId(),
                Kind = V1.PublishedTotalKind.HeldBack,
                Amount = DonationsFixture.Usd(1_000_00),
                AsOf = "2026-08-01",
                Source = "Held back",
            }
        );
        await fund.PublishAsync(
            new InstalmentPaid(
                Guid.CreateVersion7(),
                Guid.CreateVersion7(),
                Guid.Parse(award),
                1,
                10_000_01,
                new DateOnly(2026, 10, 15)
            )
        );
        await Eventually.EqualAsync(
            1L,
            () => fund.Database.ScalarAsync<long>("select count(*) from disbursements"),
            "the payment"
        );
    }

    private async Task ListedEntriesAddUpAsync(ExplainedPart part, string asOf)
    {
        var accounts = part.Sources.Where(source => source.Account.Length > 0).ToList();
        var entries = new List<V1.LedgerEntry>();
        var request = new ListLedgerEntriesRequest
        {
            PositionPart = part.Part,
            ToDate = asOf,
            Page = new Common.V1.PageRequest { PageSize = 3 },
        };
        do
        {
            var page = await fund.Ledger.ListLedgerEntriesAsync(request);
            entries.AddRange(page.Entries);
            request.Page.PageToken = page.Page.NextPageToken;
        } while (request.Page.PageToken.Length > 0);

        Assert.Equal(accounts.Sum(source => source.Entries), entries.Count);
        foreach (var source in accounts)
        {
            var sum = entries.Where(entry => entry.Account == source.Account).Sum(entry => entry.Amount.MinorUnits);
            Assert.Equal(source.Amount.MinorUnits, Math.Abs(sum));
        }

        var policy = part.Sources.Where(source => source.Account.Length == 0).Sum(source => source.Amount.MinorUnits);
        Assert.Equal(part.Amount.MinorUnits, policy + accounts.Sum(source => source.Amount.MinorUnits));
    }

    private static Common.V1.Money Amount(FundPosition position, V1Part part) =>
        part switch
        {
            V1Part.Received => position.Received,
            V1Part.ProgrammeSupportCosts => position.ProgrammeSupportCosts,
            V1Part.OperatingReserve => position.OperatingReserve,
            V1Part.Reserved => position.Reserved,
            V1Part.Committed => position.Committed,
            V1Part.Disbursed => position.Disbursed,
            _ => position.Refunded,
        };

    private async Task<(string Name, string Text)> JournalAsync(string from, string to)
    {
        using var call = fund.Ledger.ExportJournal(new ExportJournalRequest { FromDate = from, ToDate = to });
        var (name, bytes) = ("", new List<byte>());
        while (await call.ResponseStream.MoveNext(CancellationToken.None))
        {
            var part = call.ResponseStream.Current;
            name = part.FileName.Length > 0 ? part.FileName : name;
            bytes.AddRange(part.Content);
        }

        return (name, Encoding.UTF8.GetString([.. bytes]));
    }

    [GeneratedRegex("\"[^\"]*\"")]
    private static partial Regex QuotedText();

    private static decimal Sum(IEnumerable<string[]> rows, int column) =>
        rows.Where(row => row[column].Length > 0)
            .Sum(row => decimal.Parse(row[column], System.Globalization.CultureInfo.InvariantCulture));

    private static GetAccountStatementRequest Statement(string account, string from, string to) =>
        new()
        {
            Account = account,
            FromDate = from,
            ToDate = to,
        };
}
