using Fund.Donations.V1;
using Google.Protobuf;
using Grpc.Core;
using static Fund.Donations.Tests.Domain.UnRatesFileTests;

namespace Fund.Donations.Tests.Features;

/// <summary>Each test has a currency of its own, because rates are everybody's.</summary>
public sealed class RateTests(DonationsFixture fund) : IClassFixture<DonationsFixture>
{
    [Fact]
    public async Task A_contribution_without_a_rate_waits_and_is_valued_when_the_file_comes()
    {
        var donor = await fund.DonorAsync();
        var before = await fund.PositionAsync();
        var waiting = await fund.ContributeAsync(donor.DonorId, DonationsFixture.Amount(882_00, "EUR"));
        var meanwhile = await fund.PositionAsync();

        var import = await ImportAsync(Row("Austria", "EUR", "0.882"), Row("France", "EUR", "0.882"));

        var valued = await GetAsync(waiting);
        var after = await fund.PositionAsync();
        Assert.Equal(ValuationState.AwaitingRate, waiting.ValuationState);
        Assert.Null(waiting.UsdValue);
        Assert.Equal(before.Received, meanwhile.Received);
        Assert.Equal(before.ContributionsAwaitingRate + 1, meanwhile.ContributionsAwaitingRate);
        Assert.Equal((1, 0, 1), (import.NewRates, import.KnownRates, import.ContributionsValued));
        Assert.Equal(1000_00, valued.UsdValue.MinorUnits);
        Assert.Equal("0.882", valued.Rate);
        Assert.Equal("2026-10-01", valued.RateEffectiveDate);
        Assert.Equal(before.Received.MinorUnits + 1000_00, after.Received.MinorUnits);
        Assert.Equal(before.ContributionsAwaitingRate, after.ContributionsAwaitingRate);
        await fund.BooksBalanceAsync();
    }

    [Fact]
    public async Task The_same_file_again_knows_every_rate()
    {
        await ImportAsync(Row("Norway", "NOK", "9.595"));

        var again = await ImportAsync(Row("Norway", "NOK", "9.595"));

        Assert.Equal((0, 1), (again.NewRates, again.KnownRates));
    }

    [Fact]
    public async Task Every_rate_of_a_long_file_has_a_history()
    {
        var first = new DateOnly(2025, 1, 1);
        var rows =
            from code in new[] { "LAK", "UZS", "KZT" }
            from day in Enumerable.Range(0, 150)
            select Row("Somewhere", code, "500", $"{first.AddDays(day):dd MMM yyyy}");

        var import = await ImportAsync([.. rows]);

        var withHistory = await fund.Database.ScalarAsync<long>(
            """
            select count(distinct rate.id) from operational_rates rate
            join audit_entries entry on entry.records @> array['operational_rate:' || rate.id]
            where rate.currency_code in ('LAK', 'UZS', 'KZT')
            """
        );
        Assert.Equal((450, 450), (import.NewRates, withHistory));
    }

    [Fact]
    public async Task A_used_rate_never_changes_but_an_unused_one_may()
    {
        var donor = await fund.DonorAsync();
        await RecordAsync("CHF", "0.83");
        await RecordAsync("CHF", "0.834");
        await fund.ContributeAsync(donor.DonorId, DonationsFixture.Amount(834_00, "CHF"));

        var refusal = await Refused.ByAsync("RATE_IN_USE", Record("CHF", "0.9"));

        Assert.Equal("0.834", refusal.Facts["known_rate"]);
        Assert.Equal("0.9", refusal.Facts["given_rate"]);
    }

    [Fact]
    public async Task A_rate_that_was_in_force_already_revalues_by_a_correction_that_names_what_it_corrects()
    {
        var donor = await fund.DonorAsync();
        await RecordAsync("SEK", "10");
        var contribution = await fund.ContributeAsync(donor.DonorId, DonationsFixture.Amount(10_000_00, "SEK"));
        var before = await fund.PositionAsync();

        await RecordAsync("SEK", "8", "2026-10-09");

        var after = await fund.PositionAsync();
        var entries = await fund.Ledger.ListLedgerEntriesAsync(
            new ListLedgerEntriesRequest { CauseId = contribution.ContributionId, Account = "received" }
        );
        Assert.Equal(1250_00, (await GetAsync(contribution)).UsdValue.MinorUnits);
        Assert.Equal(250_00, after.Received.MinorUnits - before.Received.MinorUnits);
        Assert.Equal([-250_00L, -1000_00L], entries.Entries.Select(entry => entry.Amount.MinorUnits));
        Assert.Equal(entries.Entries[1].TransactionId, entries.Entries[0].CorrectsTransactionId);
        await fund.BooksBalanceAsync();
    }

    [Fact]
    public async Task A_refused_file_takes_in_nothing()
    {
        var request = new ImportRatesRequest
        {
            RequestId = DonationsFixture.NewId(),
            File = ByteString.CopyFrom(
                Domain.UnRatesFileTests.File(
                    Row("Denmark", "DKK", "6.5"),
                    Row("Greenland", "DKK", "6.6"),
                    Row("Poland", "PLN", "3.6")
                )
            ),
        };

        await Refused.ByAsync("BAD_ROWS", fund.Rates.ImportRatesAsync(request), "file");

        var rates = await fund.Rates.ListRatesAsync(new ListRatesRequest { CurrencyCode = "PLN" });
        Assert.Empty(rates.Rates);
        await Refused.ByAsync(
            "REQUIRED",
            fund.Rates.ImportRatesAsync(new ImportRatesRequest { RequestId = DonationsFixture.NewId() }),
            "file"
        );
    }

    [Theory]
    [InlineData("USD", "1", "2026-10-01", "RATE_OF_USD", "currency_code")]
    [InlineData("EURO", "1", "2026-10-01", "UNKNOWN_CURRENCY", "currency_code")]
    [InlineData("GBP", "0", "2026-10-01", "BAD_RATE", "units_per_usd")]
    [InlineData("GBP", "-1", "2026-10-01", "BAD_RATE", "units_per_usd")]
    [InlineData("GBP", "0.12345678901", "2026-10-01", "BAD_RATE", "units_per_usd")]
    [InlineData("GBP", "0.7", "yesterday", "NOT_A_DATE", "effective_date")]
    [InlineData("GBP", "0.7", "2027-10-16", "RATE_TOO_FAR_AHEAD", "effective_date")]
    public async Task A_rate_that_is_none_is_refused(
        string code,
        string rate,
        string date,
        string reason,
        string field
    ) => await Refused.ByAsync(reason, Record(code, rate, date), field);

    [Fact]
    public async Task Rates_are_listed_newest_first()
    {
        await RecordAsync("THB", "33", "2026-09-01");
        await RecordAsync("THB", "32.5", "2026-10-01");

        var rates = await fund.Rates.ListRatesAsync(new ListRatesRequest { CurrencyCode = "THB" });

        Assert.Equal(["32.5", "33"], rates.Rates.Select(rate => rate.UnitsPerUsd));
        Assert.All(rates.Rates, rate => Assert.Equal("typed", rate.Source));
    }

    [Fact]
    public async Task Contributions_recorded_while_rates_arrive_are_all_valued()
    {
        var donor = await fund.DonorAsync();
        var recording = Enumerable
            .Range(0, 100)
            .Select(_ => fund.ContributeAsync(donor.DonorId, DonationsFixture.Amount(1000, "JPY")));

        var all = Task.WhenAll(recording);
        await RecordAsync("JPY", "150");
        await all;

        var waiting = await fund.Finance.ListContributionsAsync(
            new ListContributionsRequest { DonorId = donor.DonorId, ValuationState = ValuationState.AwaitingRate }
        );
        Assert.Empty(waiting.Contributions);
        await fund.BooksBalanceAsync();
    }

    private async Task<ImportRatesResponse> ImportAsync(params string[] rows) =>
        await fund.Rates.ImportRatesAsync(
            new ImportRatesRequest
            {
                RequestId = DonationsFixture.NewId(),
                File = ByteString.CopyFrom(Domain.UnRatesFileTests.File(rows)),
            }
        );

    private async Task RecordAsync(string code, string rate, string date = "2026-10-01") =>
        await Record(code, rate, date);

    private AsyncUnaryCall<RecordRateResponse> Record(string code, string rate, string date = "2026-10-01") =>
        fund.Rates.RecordRateAsync(
            new RecordRateRequest
            {
                RequestId = DonationsFixture.NewId(),
                CurrencyCode = code,
                EffectiveDate = date,
                UnitsPerUsd = rate,
            }
        );

    private async Task<Contribution> GetAsync(Contribution contribution) =>
        (
            await fund.Finance.GetContributionAsync(
                new GetContributionRequest { ContributionId = contribution.ContributionId }
            )
        ).Contribution;
}
