using Fund.Donations.V1;

namespace Fund.Donations.Tests.Reports;

/// <summary>Whatever happened, the report of any dates is the ledger's, and dates beside each other add up.</summary>
public sealed class ReportProperties : IAsyncLifetime
{
    private static readonly DateOnly First = new(2026, 1, 1);
    private readonly DonationsFixture fund = new();

    public ValueTask InitializeAsync() => fund.InitializeAsync();

    public ValueTask DisposeAsync() => fund.DisposeAsync();

    [Theory]
    [InlineData(1)]
    [InlineData(42)]
    public async Task Booked_reports_are_the_ledgers_and_add_up_over_any_division_of_time(int seed)
    {
        var random = new Random(seed);
        await PlayAsync(random, steps: 40);

        var whole = await AskAsync(null, null, ReportBasis.Booked);
        var net = await AskAsync(null, null, ReportBasis.Net);
        Assert.Equal(whole.LedgerReceived, whole.Total.Received.Usd);
        Assert.Equal(whole.Total.Received.Usd, net.Total.Received.Usd);
        Assert.Equal(whole.Total.Contributions, net.Total.Contributions);
        for (var i = 0; i < 5; i++)
        {
            var cut = First.AddDays(random.Next(-5, 286));
            var (early, late) = (
                await AskAsync(null, cut, ReportBasis.Booked),
                await AskAsync(cut.AddDays(1), null, ReportBasis.Booked)
            );

            Assert.Equal(early.LedgerReceived, early.Total.Received.Usd);
            Assert.Equal(late.LedgerReceived, late.Total.Received.Usd);
            Assert.Equal(
                whole.Total.Received.Usd.MinorUnits,
                early.Total.Received.Usd.MinorUnits + late.Total.Received.Usd.MinorUnits
            );
            Assert.Equal(whole.Total.Contributions, early.Total.Contributions + late.Total.Contributions);
        }
    }

    private async Task PlayAsync(Random random, int steps)
    {
        var donors = new List<Donor>();
        var contributions = new List<Contribution>();
        for (var i = 0; i < 4; i++)
        {
            donors.Add(await fund.DonorAsync($"Donor {i}"));
        }

        for (var step = 0; step < steps; step++)
        {
            switch (random.Next(6))
            {
                case 0 when contributions.Count > 0:
                    var taken = contributions[random.Next(contributions.Count)];
                    contributions.Remove(taken);
                    await fund.Finance.ReverseContributionAsync(
                        new ReverseContributionRequest
                        {
                            RequestId = DonationsFixture.NewId(),
                            ContributionId = taken.ContributionId,
                            Reason = "Recorded by mistake",
                        }
                    );
                    break;
                case 1:
                    // Earlier rates value what waits and revalue what was valued by one before them.
                    await fund.Rates.RecordRateAsync(
                        new RecordRateRequest
                        {
                            RequestId = DonationsFixture.NewId(),
                            CurrencyCode = "NOK",
                            EffectiveDate = First.AddDays(step * 7).ToString("yyyy-MM-dd"),
                            UnitsPerUsd = $"{random.Next(8, 13)}.{step + 10}",
                        }
                    );
                    break;
                default:
                    var amount = DonationsFixture.Amount(
                        random.Next(1, 9_999_999),
                        random.Next(3) == 0 ? "NOK" : "USD"
                    );
                    var date = First.AddDays(random.Next(280)).ToString("yyyy-MM-dd");
                    contributions.Add(
                        await fund.ContributeAsync(donors[random.Next(donors.Count)].DonorId, amount, date)
                    );
                    break;
            }
        }
    }

    private async Task<ContributionsReport> AskAsync(DateOnly? from, DateOnly? to, ReportBasis basis)
    {
        var response = await fund.Reports.GetContributionsReportAsync(
            new GetContributionsReportRequest
            {
                By = ReportDimension.Donor,
                ThenBy = ReportDimension.Currency,
                FromDate = from?.ToString("yyyy-MM-dd") ?? "",
                ToDate = to?.ToString("yyyy-MM-dd") ?? "",
                Basis = basis,
            }
        );
        return response.Report;
    }
}
