using Fund.GrantCalls.Domain;
using Fund.Kernel;

namespace Fund.GrantCalls.Tests.Domain;

public sealed class EvaluationRulesTests
{
    private static readonly ScoringCriterion[] Grid = [new("need", "Need", 60), new("budget", "Budget", 40)];

    [Theory]
    [InlineData("2020-06-01", "2026-06-01", 6)]
    [InlineData("2020-06-02", "2026-06-01", 5)]
    [InlineData("2024-02-29", "2025-02-28", 1)]
    [InlineData("2024-02-29", "2025-02-27", 0)]
    [InlineData("2027-01-01", "2026-01-01", 0)]
    public void Full_years_are_counted_by_the_calendar(string from, string to, int years) =>
        Assert.Equal(years, Eligibility.FullYears(DateOnly.Parse(from), DateOnly.Parse(to)));

    [Fact]
    public void Scores_must_cover_the_grid_exactly()
    {
        Assert.Empty(ScoringRules.Check([new("need", 60, "x"), new("budget", 0, "x")], Grid));
        Problem("scores[0].points", "61 points for 'need'; 0 to 60", new("need", 61, "x"), new("budget", 1, "x"));
        Problem("scores[0].points", "-1 points", new("need", -1, "x"), new("budget", 1, "x"));
        Problem("scores[1].reason", "reason", new("need", 1, "x"), new("budget", 1, " "));
        Problem("scores[1].reason", "2001", new("need", 1, "x"), new("budget", 1, new string('x', 2_001)));
        Problem("scores", "'budget'", new Score("need", 1, "x"));
        Problem("scores[2].key", "twice", new("need", 1, "x"), new("budget", 1, "x"), new("need", 1, "x"));
        Problem("scores[2].key", "'luck'", new("need", 1, "x"), new("budget", 1, "x"), new("luck", 1, "x"));
    }

    [Fact]
    public void Equal_averages_share_a_place_and_the_next_place_counts_them_all()
    {
        var ranking = Ranking.Of([Row(1, 80, 81), Row(2, 90, 90), Row(3, 81, 80), Row(4), Row(5, 50, 75)], 2, 20);
        Assert.Equal([1, 2, 2, 4, 5], ranking.Select(row => row.Rank));
        Assert.Equal([9_000, 8_050, 8_050, 6_250, 0], ranking.Select(row => row.AverageHundredths));
        Assert.Equal([false, false, false, true, true], ranking.Select(row => row.FurtherReviewerNeeded));
    }

    [Fact]
    public void A_further_reviewer_is_asked_for_until_one_has_scored()
    {
        Assert.True(Assert.Single(Ranking.Of([Row(1, 40, 61)], 2, 20)).FurtherReviewerNeeded);
        Assert.False(Assert.Single(Ranking.Of([Row(1, 40, 60)], 2, 20)).FurtherReviewerNeeded);
        Assert.False(Assert.Single(Ranking.Of([Row(1, 40, 61, 50)], 2, 20)).FurtherReviewerNeeded);
    }

    [Theory]
    [InlineData(new[] { 85, 86, 86 }, 8_567)]
    [InlineData(new[] { 85, 85, 86 }, 8_533)]
    [InlineData(new[] { 1, 0, 0, 0, 0, 0, 0, 0 }, 13)] // 12.5 rounds up
    public void Averages_are_in_hundredths_rounded_half_up(int[] totals, int hundredths) =>
        Assert.Equal(hundredths, Ranking.AverageHundredths(totals));

    [Fact]
    public void A_smaller_award_is_spread_over_the_requested_categories_to_the_cent()
    {
        BudgetItem[] budget =
        [
            new("A", "x", Money.UsdCents(100)),
            new("D", "x", Money.UsdCents(100)),
            new("A", "x", Money.UsdCents(0)),
            new("F", "x", Money.UsdCents(100)),
        ];
        var lines = AwardedBudget.Of(budget, Money.UsdCents(200));
        Assert.Equal([("A", 67L), ("D", 67L), ("F", 66L)], lines.Select(line => (line.Category, line.AmountUsdCents)));
    }

    private static ReviewedProposal Row(int id, params int[] totals) =>
        new(new Guid(id, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0), totals);

    private static void Problem(string field, string part, params Score[] scores)
    {
        var problem = Assert.Single(ScoringRules.Check(scores, Grid));
        Assert.Equal(field, problem.Field);
        Assert.Contains(part, problem.Problem, StringComparison.Ordinal);
    }
}
