using Fund.Donations.V1;

namespace Fund.Donations.Tests.Features;

/// <summary>What is expected. The day is 15 October 2026.</summary>
public sealed class ForecastTests : IAsyncLifetime
{
    private readonly DonationsFixture fund = new();

    public ValueTask InitializeAsync() => fund.InitializeAsync();

    public ValueTask DisposeAsync() => fund.DisposeAsync();

    [Fact]
    public async Task Instalments_are_expected_in_their_months_and_overdue_ones_apart()
    {
        var donor = await fund.DonorAsync();
        var pledge = await PledgeAsync(
            donor.DonorId,
            "USD",
            ("2026-09-30", 100_00),
            ("2026-10-15", 200_00),
            ("2026-12-01", 300_00),
            ("2028-01-01", 400_00)
        );

        // Fills the first instalment but for 30.00.
        await fund.ContributeAsync(donor.DonorId, DonationsFixture.Usd(70_00), "2026-10-10", pledge);
        await fund.PledgeAsync(donor.DonorId, DonationsFixture.Usd(55_00));
        var forecast = await fund.Ledger.GetForecastAsync(new GetForecastRequest());

        Assert.Equal("2026-10-15", forecast.AsOf);
        Assert.Equal(30_00, forecast.Overdue.Usd.MinorUnits);
        Assert.Equal(12, forecast.Months.Count);
        Assert.Equal(("2026-10", 200_00), (forecast.Months[0].Month, forecast.Months[0].Usd.MinorUnits));
        Assert.Equal(0, forecast.Months[1].Usd.MinorUnits);
        Assert.Equal(("2026-12", 300_00), (forecast.Months[2].Month, forecast.Months[2].Usd.MinorUnits));
        Assert.Equal(400_00, forecast.Later.Usd.MinorUnits);
        Assert.Equal(55_00, forecast.Undated.Usd.MinorUnits);
    }

    [Fact]
    public async Task Other_currencies_are_given_in_usd_by_the_newest_rate_and_named_when_there_is_none()
    {
        var donor = await fund.DonorAsync();
        await PledgeAsync(donor.DonorId, "EUR", ("2026-11-01", 80_00));
        await PledgeAsync(donor.DonorId, "JPY", ("2026-11-01", 5_000));
        foreach (var (day, rate) in new[] { ("2026-09-01", "0.9"), ("2026-10-01", "0.8"), ("2026-11-01", "0.7") })
        {
            await fund.Rates.RecordRateAsync(
                new RecordRateRequest
                {
                    RequestId = DonationsFixture.NewId(),
                    CurrencyCode = "EUR",
                    EffectiveDate = day,
                    UnitsPerUsd = rate,
                }
            );
        }

        var forecast = await fund.Ledger.GetForecastAsync(new GetForecastRequest { Months = 2 });

        var november = forecast.Months[1];
        Assert.Equal(["EUR", "JPY"], november.Amounts.Select(amount => amount.Amount.CurrencyCode));
        Assert.Equal(100_00, november.Amounts[0].UsdValue.MinorUnits);
        Assert.Null(november.Amounts[1].UsdValue);
        Assert.Equal(100_00, november.Usd.MinorUnits);
        Assert.Equal(["JPY"], forecast.CurrenciesWithoutRate);
    }

    [Fact]
    public async Task What_is_cancelled_or_paid_is_not_expected_and_commitments_are_what_goes_out()
    {
        var donor = await fund.DonorAsync();
        var cancelled = await PledgeAsync(donor.DonorId, "USD", ("2026-11-01", 80_00));
        await fund.Finance.CancelPledgeAsync(
            new CancelPledgeRequest
            {
                RequestId = DonationsFixture.NewId(),
                PledgeId = cancelled,
                Reason = "Budget cut",
            }
        );
        var paid = await PledgeAsync(donor.DonorId, "USD", ("2026-11-01", 3_000_000_00));
        await fund.ContributeAsync(donor.DonorId, DonationsFixture.Usd(3_000_000_00), "2026-10-10", paid);
        var call = DonationsFixture.NewId();
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
                AwardId = DonationsFixture.NewId(),
                Amount = DonationsFixture.Usd(20_000_00),
            }
        );

        var forecast = await fund.Ledger.GetForecastAsync(new GetForecastRequest());

        Assert.All(forecast.Months, month => Assert.Empty(month.Amounts));
        Assert.Equal((20_000_00, 1), (forecast.Outgoing.Committed.MinorUnits, forecast.Outgoing.Awards));
        Assert.Equal((480_000_00, 1), (forecast.Outgoing.Reserved.MinorUnits, forecast.Outgoing.Calls));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(121)]
    public async Task A_forecast_of_too_many_months_is_refused(int months) =>
        await Refused.ByAsync(
            "INVALID_FIELD",
            fund.Ledger.GetForecastAsync(new GetForecastRequest { Months = months }),
            "months"
        );

    private async Task<string> PledgeAsync(string donor, string currency, params (string Due, long Minor)[] parts)
    {
        var pledge = await fund.Finance.RecordPledgeAsync(
            new RecordPledgeRequest
            {
                RequestId = DonationsFixture.NewId(),
                DonorId = donor,
                Amount = DonationsFixture.Amount(parts.Sum(part => part.Minor), currency),
                PledgedOn = "2026-09-01",
                Instalments =
                {
                    parts.Select(part => new PledgeInstalment
                    {
                        DueDate = part.Due,
                        Amount = DonationsFixture.Amount(part.Minor, currency),
                    }),
                },
            }
        );
        return pledge.Pledge.PledgeId;
    }
}
