using FsCheck;
using FsCheck.Fluent;
using Fund.GrantCalls.Domain;

namespace Fund.GrantCalls.Tests.Domain;

/// <summary>The proposed portfolio is the best there is, held against every choice there could be.</summary>
public sealed class PortfolioTests
{
    /// <summary>Mostly none, for one or two regions, by number, by amount or by both.</summary>
    private static readonly Gen<IReadOnlyDictionary<Region, RegionFloor>> Floors =
        from regions in Gen.OneOf(
            Gen.Constant<Region[]>([]),
            Gen.Elements<Region[]>([Region.Africa], [Region.Europe], [Region.Africa, Region.Americas])
        )
        from awards in Gen.Choose(0, 2)
        from cents in Gen.OneOf(Gen.Constant(0), Gen.Choose(0, 50))
        select (IReadOnlyDictionary<Region, RegionFloor>)
            regions.ToDictionary(region => region, _ => new RegionFloor(awards, cents));

    private static readonly Arbitrary<(Candidate[] Candidates, PortfolioLimits Limits)> Cases = (
        from candidates in (
            from country in Gen.Elements("KE", "UG", "FR", "BR", "TH")
            from cents in Gen.OneOf(Gen.Choose(1, 40), Gen.Constant(20))
            from value in Gen.OneOf(Gen.Choose(0, 60), Gen.Constant(50))
            select new Candidate(Guid.CreateVersion7(), country, cents, value)
        ).ListOf()
        from envelope in Gen.Choose(1, 150)
        from region in Gen.Choose(1, 150)
        from nation in Gen.Choose(1, 150)
        from floors in Floors
        select (candidates.Take(12).ToArray(), new PortfolioLimits(envelope, region, nation) { Floors = floors })
    ).ToArbitrary();

    [Fact]
    public void No_other_choice_within_the_limits_has_a_higher_sum_of_scores() =>
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(1_000),
            Prop.ForAll(
                Cases,
                given =>
                {
                    var best = Portfolio.Best(given.Candidates, given.Limits);
                    var chosen = given.Candidates.Where(row => best.Chosen.Contains(row.ProposalId)).ToArray();
                    if (BruteForce(given.Candidates, given.Limits) is not { } highest)
                    {
                        // No choice reaches the floors: then the rest of the limits holds all the same.
                        return Fits(chosen, given.Limits with { Floors = new Dictionary<Region, RegionFloor>() });
                    }

                    return best.IsProven
                        && Fits(chosen, given.Limits)
                        && chosen.Sum(row => row.Value) == best.Value
                        && chosen.Sum(row => row.Cents) == best.Cents
                        && (best.Value, -best.Cents) == highest;
                }
            )
        );

    [Fact]
    public void The_order_in_which_proposals_come_never_changes_what_it_is_worth() =>
        Check.QuickThrowOnFailure(
            Prop.ForAll(
                Cases,
                given =>
                    Portfolio.Best(given.Candidates, given.Limits).Value
                    == Portfolio.Best(given.Candidates.Reverse(), given.Limits).Value
            )
        );

    /// <summary>How long it takes is for tests/perf; here, that it does not give up.</summary>
    [Theory]
    [InlineData(100, 100, 0)]
    [InlineData(40, 20, 0)]
    [InlineData(20, 10, 0)]
    [InlineData(20, 5, 0)]
    [InlineData(100, 100, 15)]
    [InlineData(30, 15, 10)]
    public void Many_proposals_are_decided_on_exactly(int perRegion, int perCountry, int least)
    {
        const long envelope = 300_000_000;
        var random = new Random(5);
        var candidates = Enumerable
            .Range(0, 2_000)
            .Select(i => new Candidate(
                Guid.CreateVersion7(),
                new[] { "KE", "UG", "FR", "BR", "TH", "NP", "MX" }[i % 7],
                random.Next(500_000, 6_000_000),
                random.Next(4_000, 10_000)
            ))
            .ToList();
        var floor = new RegionFloor(least, envelope * least / 100);
        var limits = new PortfolioLimits(envelope, envelope * perRegion / 100, envelope * perCountry / 100)
        {
            Floors =
                least == 0
                    ? new Dictionary<Region, RegionFloor>()
                    : new Dictionary<Region, RegionFloor> { [Region.Africa] = floor, [Region.Europe] = floor },
        };
        var best = Portfolio.Best(candidates, limits);
        Assert.True(best.IsProven);
        Assert.True(Fits([.. candidates.Where(row => best.Chosen.Contains(row.ProposalId))], limits));
    }

    [Fact]
    public void What_a_region_cannot_reach_is_left_aside_and_the_others_get_theirs()
    {
        Candidate[] candidates =
        [
            new(Guid.CreateVersion7(), "KE", 60, 90),
            new(Guid.CreateVersion7(), "FR", 60, 50),
            new(Guid.CreateVersion7(), "FR", 30, 40),
        ];
        var limits = PortfolioLimits.Of(100) with
        {
            Floors = new Dictionary<Region, RegionFloor> { [Region.Oceania] = new(1, 0), [Region.Europe] = new(2, 0) },
        };
        var best = Portfolio.Best(candidates, limits);
        Assert.Equal((90, 90, true), (best.Cents, best.Value, best.IsProven));
        Assert.DoesNotContain(candidates[0].ProposalId, best.Chosen);
    }

    [Fact]
    public void Nothing_to_choose_from_is_an_empty_portfolio()
    {
        var best = Portfolio.Best([], PortfolioLimits.Of(100));
        Assert.Equal((0, 0, true), (best.Chosen.Count, best.Cents, best.IsProven));
    }

    private static bool Fits(Candidate[] chosen, PortfolioLimits limits) =>
        chosen.Sum(row => row.Cents) <= limits.Envelope
        && chosen.GroupBy(row => row.CountryCode).All(row => row.Sum(item => item.Cents) <= limits.PerCountry)
        && chosen
            .GroupBy(row => Geography.RegionOf(row.CountryCode))
            .All(row => row.Sum(item => item.Cents) <= limits.PerRegion)
        && limits.Floors.All(floor =>
            chosen.Count(row => row.Region == floor.Key) >= floor.Value.Awards
            && chosen.Where(row => row.Region == floor.Key).Sum(row => row.Cents) >= floor.Value.Cents
        );

    /// <summary>
    /// The highest sum of all choices there are, and minus what the cheapest of them costs; null when none fits.
    /// </summary>
    private static (long Value, long Cheapness)? BruteForce(Candidate[] candidates, PortfolioLimits limits)
    {
        (long Value, long Cheapness)? best = null;
        for (var bits = 0; bits < 1 << candidates.Length; bits++)
        {
            var chosen = candidates.Where((_, i) => (bits & (1 << i)) != 0).ToArray();
            if (Fits(chosen, limits))
            {
                var found = (chosen.Sum(row => (long)row.Value), -chosen.Sum(row => row.Cents));
                best = best is not { } so || found.CompareTo(so) > 0 ? found : best;
            }
        }

        return best;
    }
}
