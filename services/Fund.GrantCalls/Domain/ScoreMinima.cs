namespace Fund.GrantCalls.Domain;

/// <summary>A criterion in which a proposal has less than the grid asks for at least.</summary>
/// <param name="AverageHundredths">Average of the reviewers' points, in hundredths.</param>
public sealed record BelowMinimum(string Key, string Label, int AverageHundredths, int Minimum);

/// <summary>
/// The least that a grid asks for in single criteria, such as safeguarding: a proposal that is good in all the rest does
/// not make up for it. Source: design forms.md, scoring [d].
/// </summary>
public static class ScoreMinima
{
    /// <summary>The criteria in which the reviewers gave too little on average; none without reviews.</summary>
    public static IReadOnlyList<BelowMinimum> Missed(
        IReadOnlyList<IReadOnlyList<Score>> reviews,
        IReadOnlyList<ScoringCriterion> grid
    ) =>
        [
            .. from criterion in grid
            where criterion.Minimum > 0 && reviews.Count > 0
            let points = reviews
                .Select(scores => scores.Where(score => score.Key == criterion.Key).Sum(score => score.Points))
                .ToList()
            where points.Sum() < criterion.Minimum * reviews.Count
            select new BelowMinimum(
                criterion.Key,
                criterion.Label,
                Ranking.AverageHundredths(points),
                criterion.Minimum
            ),
        ];
}
