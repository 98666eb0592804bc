using System.Text.Json;
using Fund.Donations.V1;
using Grpc.Core;

namespace Fund.Donations.Tests.Features;

/// <summary>The state of June 2016, built from what was published, reproduces what was published of it.</summary>
public sealed class HistoryTests : IAsyncLifetime
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);
    private readonly DonationsFixture fund = new();

    public ValueTask InitializeAsync() => fund.InitializeAsync();

    public ValueTask DisposeAsync() => fund.DisposeAsync();

    [Fact]
    public async Task In_June_2016_fifty_thousand_are_available_and_a_call_needs_five_hundred_thousand_more()
    {
        var state = await BuildAsync("June 2016");
        var needed = state.Expected!.NeededForNewCallUsdCents;
        var received = state.PublishedTotals.Single(total => total.Kind == "received").UsdCents;

        var position = await fund.PositionAsync();
        Assert.Equal(state.Expected.AvailableUsdCents, position.Available.MinorUnits);
        Assert.Equal(2_300_000_00, position.Received.MinorUnits);
        Assert.Equal(1_750_000_00, position.Disbursed.MinorUnits);
        Assert.Equal(500_000_00, position.OperatingReserve.MinorUnits);
        await Refused.ByAsync("BELOW_MINIMUM_FOR_NEW_CALL", Reserve(50_000_00));
        await Refused.ByAsync("INSUFFICIENT_FUNDS", Reserve(500_000_00));

        // One cent less than was asked for is still too little; with the last cent the call can be published.
        fund.Clock.Advance(TimeSpan.FromDays(1));
        await RecordAsync("received", received + needed - 1, "One cent short of what the report asks for");
        await Refused.ByAsync("BELOW_MINIMUM_FOR_NEW_CALL", Reserve(500_000_00));
        fund.Clock.Advance(TimeSpan.FromDays(1));
        await RecordAsync("received", received + needed, "What the report asks for");
        await Reserve(500_000_00);

        Assert.Equal(state.Expected.AvailableUsdCents, (await fund.PositionAsync()).Available.MinorUnits);
        await fund.BooksBalanceAsync();
    }

    [Fact]
    public async Task Every_entry_is_named_for_what_it_is_and_says_where_it_comes_from()
    {
        await BuildAsync("June 2016");

        var kinds = await fund.Database.ScalarAsync<string>(
            "select string_agg(distinct kind, ',') from ledger_entries"
        );
        var sources = await fund.Database.ScalarAsync<long>(
            "select count(*) from published_totals where source like 'V.16-03497%' or source like 'Derived:%'"
        );
        Assert.Equal("published total", kinds);
        Assert.Equal(3, sources);
        Assert.Equal(0, await fund.Database.ScalarAsync<long>("select count(*) from contributions"));
    }

    [Fact]
    public async Task A_later_total_since_the_start_adds_only_the_difference()
    {
        await BuildAsync("June 2016");
        await BuildAsync("March 2019");

        Assert.Equal(6_700_000_00, (await fund.PositionAsync()).Received.MinorUnits);
        Assert.Equal(2_300_000_00, (await fund.PositionAsync("2018-12-31")).Received.MinorUnits);
        await fund.BooksBalanceAsync();
    }

    [Fact]
    public async Task Totals_never_fall_come_oldest_first_and_cover_what_they_say_was_paid()
    {
        await BuildAsync("June 2016");
        fund.Clock.Advance(TimeSpan.FromDays(1));

        await Refused.ByAsync("PUBLISHED_TOTAL_FALLS", Record("received", 1_00, "Less than before"), "amount");
        await Refused.ByAsync(
            "PUBLISHED_TOTAL_OUT_OF_ORDER",
            Record("received", 9_000_000_00, "Before the last", "2016-06-01"),
            "as_of"
        );
        await Refused.ByAsync("WOULD_UNCOVER_OBLIGATIONS", Record("paidOrCommitted", 9_000_000_00, "More than came"));
        await Refused.ByAsync("DATE_IN_FUTURE", Record("heldBack", 1_00, "Later", "2030-01-01"), "as_of");
        await Refused.ByAsync("REQUIRED", Record("heldBack", 1_00, " "), "source");
    }

    private async Task<State> BuildAsync(string name)
    {
        var history = JsonSerializer.Deserialize<History>(await File.ReadAllTextAsync(HistoryFile()), Json)!;
        var state = history.States.Single(state => state.Name == name);
        fund.Clock.Now = new DateTimeOffset(state.AsOf, new TimeOnly(12, 0), TimeSpan.Zero);
        foreach (var setting in state.PolicySettings)
        {
            await fund.LedgerManager.ChangePolicySettingAsync(
                new ChangePolicySettingRequest
                {
                    RequestId = DonationsFixture.NewId(),
                    Name = setting.Name,
                    Value = setting.Value,
                    EffectiveDate = setting.EffectiveDate.ToString("yyyy-MM-dd"),
                    Source = setting.Source,
                }
            );
        }

        foreach (var total in state.PublishedTotals)
        {
            await RecordAsync(total.Kind, total.UsdCents, total.Source);
        }

        return state;
    }

    private async Task RecordAsync(string kind, long cents, string source) => await Record(kind, cents, source);

    private AsyncUnaryCall<RecordPublishedTotalResponse> Record(
        string kind,
        long cents,
        string source,
        string? asOf = null
    ) =>
        fund.LedgerManager.RecordPublishedTotalAsync(
            new RecordPublishedTotalRequest
            {
                RequestId = DonationsFixture.NewId(),
                Kind = Enum.Parse<PublishedTotalKind>(kind, ignoreCase: true),
                Amount = DonationsFixture.Usd(cents),
                AsOf = asOf ?? fund.Clock.Now.ToString("yyyy-MM-dd"),
                Source = source,
            }
        );

    private AsyncUnaryCall<ReserveForCallResponse> Reserve(long cents) =>
        fund.GrantCalls.ReserveForCallAsync(
            new ReserveForCallRequest
            {
                RequestId = DonationsFixture.NewId(),
                CallId = DonationsFixture.NewId(),
                Envelope = DonationsFixture.Usd(cents),
            }
        );

    private static string HistoryFile()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "Fund.sln")))
        {
            folder = folder.Parent;
        }

        return Path.Combine(folder.FullName, "seeds", "history", "fund.json");
    }

    private sealed record History(IReadOnlyList<State> States);

    private sealed record State(
        string Name,
        DateOnly AsOf,
        IReadOnlyList<Total> PublishedTotals,
        IReadOnlyList<Setting> PolicySettings,
        Expectation? Expected
    );

    private sealed record Total(string Kind, long UsdCents, string Source);

    private sealed record Setting(string Name, long Value, DateOnly EffectiveDate, string Source);

    private sealed record Expectation(long AvailableUsdCents, long NeededForNewCallUsdCents);
}
