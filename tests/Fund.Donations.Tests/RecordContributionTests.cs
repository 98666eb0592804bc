using Fund.Donations.V1;

namespace Fund.Donations.Tests;

public sealed class RecordContributionTests(DonationsFixture fund) : IClassFixture<DonationsFixture>
{
    [Fact]
    public async Task A_contribution_in_dollars_counts_at_once_and_sets_its_support_costs_aside()
    {
        var before = await fund.PositionAsync();
        var donor = await fund.DonorAsync();

        var contribution = await fund.ContributeAsync(donor.DonorId, DonationsFixture.Usd(113_00));

        var after = await fund.PositionAsync();
        Assert.Equal(ValuationState.Valued, contribution.ValuationState);
        Assert.Equal("1", contribution.Rate);
        Assert.Equal(113_00, after.Received.MinorUnits - before.Received.MinorUnits);
        Assert.Equal(13_00, after.ProgrammeSupportCosts.MinorUnits - before.ProgrammeSupportCosts.MinorUnits);
        Assert.Equal(100_00, after.Available.MinorUnits - before.Available.MinorUnits);
        await fund.BooksBalanceAsync();
    }
}
