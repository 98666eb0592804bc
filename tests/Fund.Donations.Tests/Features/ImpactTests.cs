using Fund.Donations.V1;
using Fund.Events;
using Fund.Testing;

namespace Fund.Donations.Tests.Features;

public sealed class ImpactTests : IAsyncLifetime
{
    private readonly DonationsFixture fund = new();

    public ValueTask InitializeAsync() => fund.InitializeAsync();

    public ValueTask DisposeAsync() => fund.DisposeAsync();

    [Fact]
    public async Task A_donor_sees_a_share_of_every_project_pro_rata_by_what_came_before_the_award()
    {
        var (one, two, late) = (
            await fund.DonorAsync("One"),
            await fund.DonorAsync("Two"),
            await fund.DonorAsync("Late")
        );
        await fund.ContributeAsync(one.DonorId, DonationsFixture.Usd(300_000_00));
        await fund.ContributeAsync(two.DonorId, DonationsFixture.Usd(600_000_00));
        var award = await AwardAsync(20_000_01);
        fund.Clock.Advance(TimeSpan.FromMinutes(1));
        await fund.ContributeAsync(late.DonorId, DonationsFixture.Usd(900_000_00));
        await fund.PublishAsync(Agreement(award));
        await fund.PublishAsync(
            new InstalmentPaid(
                Guid.CreateVersion7(),
                Guid.CreateVersion7(),
                award,
                1,
                5_000_00,
                new DateOnly(2026, 10, 15)
            )
        );
        await Eventually.TrueAsync(
            async () => (await AskAsync(one)).Projects is [{ Disbursed.MinorUnits: 5_000_00 }],
            "the project was known and its instalment paid"
        );

        var (first, second) = (
            Assert.Single((await AskAsync(one)).Projects),
            Assert.Single((await AskAsync(two)).Projects)
        );

        Assert.Equal(("Shelter", "AL"), (first.Title, first.CountryCode));
        Assert.Equal((6_666_67L, 3333), (first.Share.MinorUnits, first.ShareBasisPoints));
        Assert.Equal((13_333_34L, 6666), (second.Share.MinorUnits, second.ShareBasisPoints));
        Assert.Equal(20_000_01, first.Share.MinorUnits + second.Share.MinorUnits);
        Assert.Empty((await AskAsync(late)).Projects);
    }

    [Fact]
    public async Task The_newest_release_of_published_figures_is_shown_as_it_was_published()
    {
        var donor = await fund.DonorAsync();
        await fund.PublishAsync(Release(1, ("people assisted directly", "812")));
        await fund.PublishAsync(Release(2, ("people assisted directly", "1,204"), ("children", "fewer than 11")));

        await Eventually.TrueAsync(async () => (await AskAsync(donor)).Results.Count == 2, "release 2 was shown");

        var results = (await AskAsync(donor)).Results;
        Assert.Equal(["1,204", "fewer than 11"], results.Select(result => result.Figure));
        Assert.All(results, result => Assert.Equal("Release 2, up to 2026-09-30", result.Release));
    }

    [Fact]
    public async Task Per_call_a_donor_sees_the_pool_the_awards_and_the_own_share_also_after_a_reversal_and_a_merge()
    {
        var (one, duplicate, other) = (
            await fund.DonorAsync("Austria"),
            await fund.DonorAsync("Austria, Republic of"),
            await fund.DonorAsync("Other")
        );
        var mistake = await fund.ContributeAsync(one.DonorId, DonationsFixture.Usd(200_000_00));
        await fund.ContributeAsync(duplicate.DonorId, DonationsFixture.Usd(200_000_00));
        await fund.ContributeAsync(other.DonorId, DonationsFixture.Usd(600_000_00));
        await fund.ContributeAsync(other.DonorId, DonationsFixture.Usd(200_000_00));
        var call = await ReserveAsync(100_000_00);
        var award = await CommitAsync(call, 30_000_00);
        fund.Clock.Advance(TimeSpan.FromMinutes(1));
        await CommitAsync(call, 20_000_00);
        await CommitAsync(await ReserveAsync(10_000_00), 6_000_00);
        await fund.PublishAsync(Agreement(award));
        await Eventually.TrueAsync(async () => (await AskAsync(one)).Projects.Count == 1, "the project was known");
        fund.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.False((await AskAsync(one)).ReversedAfterAward);

        await fund.Finance.MergeDonorsAsync(
            new MergeDonorsRequest
            {
                RequestId = DonationsFixture.NewId(),
                DonorId = one.DonorId,
                DuplicateId = duplicate.DonorId,
                Reason = "The same State",
            }
        );
        await fund.Finance.ReverseContributionAsync(
            new ReverseContributionRequest
            {
                RequestId = DonationsFixture.NewId(),
                ContributionId = mistake.ContributionId,
                Reason = "The bank took it back",
            }
        );

        // Two sixths of 1.2 million when the awards were made, whatever was taken back later.
        var impact = await AskAsync(duplicate);
        Assert.Equal(impact, await AskAsync(one));
        Assert.Equal([2_000_00L, 16_666_67], impact.Calls.Select(row => row.Share.MinorUnits));
        var first = impact.Calls[1];
        Assert.Equal(call.ToString("D"), first.CallId);
        Assert.Equal((100_000_00L, 1_200_000_00L), (first.Envelope.MinorUnits, first.Pool.MinorUnits));
        Assert.Equal((2, 50_000_00L, 3_333), (first.Awards, first.Awarded.MinorUnits, first.ShareBasisPoints));
        Assert.Equal((1, "AL"), (first.Projects, Assert.Single(first.CountryCodes)));
        Assert.Equal(18_666_67, impact.Share.MinorUnits);
        Assert.Equal(200_000_00, impact.Received.MinorUnits);
        Assert.True(impact.ReversedAfterAward);
        Assert.False((await AskAsync(other)).ReversedAfterAward);
    }

    private async Task<Guid> ReserveAsync(long cents)
    {
        var call = Guid.CreateVersion7();
        await fund.GrantCalls.ReserveForCallAsync(
            new ReserveForCallRequest
            {
                RequestId = DonationsFixture.NewId(),
                CallId = call.ToString("D"),
                Envelope = DonationsFixture.Usd(cents),
            }
        );
        return call;
    }

    private async Task<Guid> CommitAsync(Guid call, long cents)
    {
        var award = Guid.CreateVersion7();
        await fund.GrantCalls.CommitAwardAsync(
            new CommitAwardRequest
            {
                RequestId = DonationsFixture.NewId(),
                CallId = call.ToString("D"),
                AwardId = award.ToString("D"),
                Amount = DonationsFixture.Usd(cents),
            }
        );
        return award;
    }

    private async Task<Guid> AwardAsync(long cents)
    {
        var (call, award) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        await fund.GrantCalls.ReserveForCallAsync(
            new ReserveForCallRequest
            {
                RequestId = DonationsFixture.NewId(),
                CallId = call.ToString("D"),
                Envelope = DonationsFixture.Usd(500_000_00),
            }
        );
        await fund.GrantCalls.CommitAwardAsync(
            new CommitAwardRequest
            {
                RequestId = DonationsFixture.NewId(),
                CallId = call.ToString("D"),
                AwardId = award.ToString("D"),
                Amount = DonationsFixture.Usd(cents),
            }
        );
        return award;
    }

    private static AgreementActivated Agreement(Guid award) =>
        new(
            Guid.CreateVersion7(),
            "GA-2026-001",
            award,
            Guid.CreateVersion7(),
            Guid.CreateVersion7(),
            "Shelter",
            "AL",
            20_000_01,
            new DateOnly(2026, 11, 1),
            new DateOnly(2027, 6, 30),
            []
        );

    private static FiguresPublished Release(int number, params (string Measure, string Figure)[] figures) =>
        new(
            Guid.CreateVersion7(),
            number,
            new DateOnly(2026, 9, 30),
            [.. figures.Select(figure => new PublishedFigure(figure.Measure, figure.Figure))]
        );

    private async Task<GetDonorImpactResponse> AskAsync(Donor donor) =>
        await fund.Reports.GetDonorImpactAsync(new GetDonorImpactRequest { DonorId = donor.DonorId });
}
