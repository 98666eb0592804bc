using FsCheck;
using FsCheck.Fluent;
using Fund.GrantCalls.Domain;

namespace Fund.GrantCalls.Tests.Domain;

/// <summary>The proposed portfolio is the best there is, held against every choice there could be.</summary>
public sealed class PortfolioTests
{
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
        select (candidates.Take(12).ToArray(), new PortfolioLimits(envelope, region, nation))
    ).ToArbitrary();

    [Fact]
    public void No_other_choice_within_the_limits_has_a_higher_sum_of_scores() =>
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(500),
            Prop.ForAll(
                Cases,
                given =>
                {
                    var best = Portfolio.Best(given.Candidates, given.Limits);
                    var chosen = given.Candidates.Where(row => best.Chosen.Contains(row.ProposalId)).ToArray();
                    return best.IsProven
                        && Fits(chosen, given.Limits)
                        && chosen.Sum(row => row.Value) == best.Value
                        && chosen.Sum(row => row.Cents) == best.Cents
                        && (best.Value, -best.Cents) == BruteForce(given.Candidates, given.Limits);
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

    [Fact]
    public void Many_proposals_are_decided_on_exactly()
    {
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
        foreach (var share in new[] { 100, 40, 20 })
        {
            var limits = new PortfolioLimits(300_000_000, 300_000_000L * share / 100, 300_000_000L * share / 200);
            var best = Portfolio.Best(candidates, limits);
            Assert.True(best.IsProven);
            Assert.True(Fits([.. candidates.Where(row => best.Chosen.Contains(row.ProposalId))], limits));
        }
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
            .All(row => row.Sum(item => item.Cents) <= limits.PerRegion);

    /// <summary>The highest sum of all choices there are, and minus what the cheapest of them costs.</summary>
    private static (long Value, long Cheapness) BruteForce(Candidate[] candidates, PortfolioLimits limits)
    {
        (long Value, long Cheapness) best = (0, 0);
        for (var bits = 0; bits < 1 << candidates.Length; bits++)
        {
            var chosen = candidates.Where((_, i) => (bits & (1 << i)) != 0).ToArray();
            if (Fits(chosen, limits))
            {
                var found = (chosen.Sum(row => (long)row.Value), -chosen.Sum(row => row.Cents));
                best = found.CompareTo(best) > 0 ? found : best;
            }
        }

        return best;
    }
}
