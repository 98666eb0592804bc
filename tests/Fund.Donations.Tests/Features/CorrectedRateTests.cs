using Fund.Donations.Features;
using Fund.Donations.V1;
using Google.Protobuf;
using static Fund.Donations.Tests.Domain.UnRatesFileTests;

namespace Fund.Donations.Tests.Features;

/// <summary>What new and corrected rates make of contributions: said before, shown after, done in steps.</summary>
public sealed class CorrectedRateTests : IAsyncLifetime
{
    private readonly DonationsFixture fund = new();

    public ValueTask InitializeAsync() => fund.InitializeAsync();

    public ValueTask DisposeAsync() => fund.DisposeAsync();

    [Fact]
    public async Task A_rate_in_use_is_corrected_with_a_reason_and_both_stay_on_record()
    {
        var donor = await fund.DonorAsync();
        await fund.Rates.RecordRateAsync(Rate("EUR", "0.8"));
        var first = await fund.ContributeAsync(donor.DonorId, DonationsFixture.Amount(800_00, "EUR"));
        await fund.ContributeAsync(donor.DonorId, DonationsFixture.Amount(80_00, "EUR"));
        var correction = Rate("EUR", "0.5");
        await Refused.ByAsync("RATE_IN_USE", fund.Rates.RecordRateAsync(correction));
        var check = await fund.Rates.CheckRateAsync(
            new CheckRateRequest
            {
                CurrencyCode = "EUR",
                EffectiveDate = "2026-10-01",
                UnitsPerUsd = "0.5",
            }
        );

        correction.CorrectionReason = "Typed from the wrong line";
        var corrected = await fund.Rates.RecordRateAsync(correction);

        var revaluations = await fund.Rates.ListRevaluationsAsync(new ListRevaluationsRequest { CurrencyCode = "EUR" });
        var rates = await fund.Rates.ListRatesAsync(new ListRatesRequest { CurrencyCode = "EUR" });
        Assert.Equal(("0.8", 2, true), (check.RateInUse, check.Effect.Corrected, check.Covered));
        Assert.Equal(660_00, check.Effect.Difference.MinorUnits);
        Assert.Equal((2, 660_00L), (corrected.ContributionsCorrected, corrected.Difference.MinorUnits));
        Assert.Equal((2, 660_00L), (revaluations.Total, revaluations.TotalDifference.MinorUnits));
        var of = Assert.Single(revaluations.Revaluations, row => row.ContributionId == first.ContributionId);
        Assert.Equal(
            ("0.8", "0.5", 1000_00L, 1600_00L, 600_00L),
            (of.OldRate, of.NewRate, of.OldUsd.MinorUnits, of.NewUsd.MinorUnits, of.Difference.MinorUnits)
        );
        Assert.Equal([("0.5", false), ("0.8", true)], rates.Rates.Select(rate => (rate.UnitsPerUsd, rate.Superseded)));
        Assert.Equal("Typed from the wrong line", rates.Rates[0].Reason);
        Assert.Equal(1760_00, (await fund.PositionAsync()).Received.MinorUnits);
        await fund.BooksBalanceAsync();
    }

    [Fact]
    public async Task A_file_is_checked_without_taking_anything_in()
    {
        var donor = await fund.DonorAsync();
        await fund.ContributeAsync(donor.DonorId, DonationsFixture.Amount(80_00, "EUR"));
        var file = ByteString.CopyFrom(
            File(Row("Austria", "EUR", "0.8"), Row("Norway", "NOK", "0"), Row("Poland", "PLN", "3.6"))
        );

        var check = await fund.Rates.CheckRatesAsync(new CheckRatesRequest { File = file });

        var effect = Assert.Single(check.Effects);
        Assert.Equal((2, 0), (check.NewRates, check.KnownRates));
        Assert.Equal(("EUR", 1, 100_00L), (effect.CurrencyCode, effect.Valued, effect.ValuedUsd.MinorUnits));
        Assert.Equal((3, "rate", "0"), check.Problems.Select(row => (row.Line, row.Column, row.Value)).Single());
        Assert.Empty((await fund.Rates.ListRatesAsync(new ListRatesRequest())).Rates);
        Assert.Equal(0, (await fund.PositionAsync()).Received.MinorUnits);
    }

    [Fact]
    public async Task Good_rows_are_taken_without_those_at_fault_when_a_person_says_so()
    {
        var donor = await fund.DonorAsync();
        await fund.Rates.RecordRateAsync(Rate("CHF", "0.8"));
        await fund.ContributeAsync(donor.DonorId, DonationsFixture.Amount(80_00, "CHF"));
        var request = new ImportRatesRequest
        {
            RequestId = DonationsFixture.NewId(),
            File = ByteString.CopyFrom(
                File(Row("Switzerland", "CHF", "0.9"), Row("Norway", "NOK", "-1"), Row("Poland", "PLN", "3.6"))
            ),
        };
        var refused = await Refused.ByAsync("BAD_ROWS", fund.Rates.ImportRatesAsync(request), "file");
        Assert.Contains("Line 3, rate '-1'", refused.Fields[0].Problem, StringComparison.Ordinal);

        request.AcceptPartial = true;
        var taken = await fund.Rates.ImportRatesAsync(request);

        Assert.Equal(1, taken.NewRates);
        Assert.Equal([2, 3], taken.Problems.Select(problem => problem.Line).Order());
        var rates = await fund.Rates.ListRatesAsync(new ListRatesRequest());
        Assert.Equal(["CHF 0.8", "PLN 3.6"], rates.Rates.Select(rate => $"{rate.CurrencyCode} {rate.UnitsPerUsd}"));
    }

    [Fact]
    public async Task When_very_many_wait_the_request_values_the_first_and_the_clock_the_rest()
    {
        var many = (2 * TakeInRates.MostInRequest) + 7;
        var donor = await fund.DonorAsync();
        await InsertWaitingAsync(donor.DonorId, many);

        var recorded = await fund.Rates.RecordRateAsync(Rate("EUR", "0.8"));
        var meanwhile = (await fund.Rates.ListValuationsAsync(new ListValuationsRequest())).Valuations[0];
        await ValuedAsync();

        var done = (await fund.Rates.ListValuationsAsync(new ListValuationsRequest())).Valuations[0];
        Assert.True(recorded.MoreToValue);
        Assert.Equal(TakeInRates.MostInRequest, recorded.ContributionsValued);
        Assert.True(meanwhile.Valued >= TakeInRates.MostInRequest, "what the request did is counted");
        Assert.Equal((many, 0L), (done.Valued, done.Remaining));
        Assert.Equal(many * 1_25L, (await fund.PositionAsync()).Received.MinorUnits);
        Assert.Equal(0, (await fund.PositionAsync()).ContributionsAwaitingRate);
        await fund.BooksBalanceAsync();
    }

    [Fact]
    public async Task What_the_clock_would_do_must_be_covered_when_the_rate_is_taken_in()
    {
        var many = TakeInRates.MostInRequest + 500;
        var donor = await fund.DonorAsync();
        await InsertWaitingAsync(donor.DonorId, many, cents: 1_000_00);
        await fund.Rates.RecordRateAsync(Rate("EUR", "0.8"));
        await ValuedAsync();
        var position = await fund.PositionAsync();
        await fund.GrantCalls.ReserveForCallAsync(
            new ReserveForCallRequest
            {
                RequestId = DonationsFixture.NewId(),
                CallId = DonationsFixture.NewId(),
                Envelope = position.Available,
            }
        );
        var correction = Rate("EUR", "1.6");
        correction.CorrectionReason = "Typed from the wrong line";

        await Refused.ByAsync("WOULD_UNCOVER_OBLIGATIONS", fund.Rates.RecordRateAsync(correction));

        Assert.Equal(position.Received, (await fund.PositionAsync()).Received);
        Assert.Equal(0, (await fund.Rates.ListRevaluationsAsync(new ListRevaluationsRequest())).Total);
        await fund.BooksBalanceAsync();
    }

    private async Task ValuedAsync()
    {
        await fund.Service.InScopeAsync<ValueContributions>(values => values.RunAsync(CancellationToken.None));
        await Fund.Testing.Eventually.TrueAsync(
            async () => (await fund.Rates.ListValuationsAsync(new ListValuationsRequest())).Valuations[0].Finished,
            "all are valued"
        );
    }

    private static RecordRateRequest Rate(string code, string rate, string date = "2026-10-01") =>
        new()
        {
            RequestId = DonationsFixture.NewId(),
            CurrencyCode = code,
            EffectiveDate = date,
            UnitsPerUsd = rate,
        };

    /// <summary>As they are recorded while there is no rate, of five days in any order; one euro each.</summary>
    private Task InsertWaitingAsync(string donorId, int count, int cents = 100) =>
        fund.Database.ExecuteAsync(
            $"""
            with given as (
                insert into contributions (id, donor_id, amount_minor, amount_currency, value_date, channel, earmark,
                    recorded_at)
                select gen_random_uuid(), '{donorId}', {cents}, 'EUR', date '2026-10-10' - n % 5, 'Bank', '', now()
                from generate_series(1, {count}) n
                returning id
            )
            insert into ledger_entries (id, transaction_id, account, amount_minor, amount_currency, entry_date, kind,
                cause_id, posted_at)
            select gen_random_uuid(), given.id, line.account, line.amount, 'EUR', '2026-10-10', 'contribution', given.id,
                now()
            from given cross join (values ('bank', {cents}), ('exchange_clearing', -{cents})) as line (account, amount)
            """
        );
}
