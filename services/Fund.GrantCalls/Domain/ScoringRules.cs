using Fund.Kernel;

namespace Fund.GrantCalls.Domain;

/// <summary>The rules of a scoring grid and of the scores given on it.</summary>
public static class ScoringRules
{
    /// <summary>Weights of a grid total exactly this. Source: design 4.2.</summary>
    public const int Total = 100;

    private const int LongestReason = 2_000;

    /// <summary>Every problem of a set of scores; empty when it covers the grid exactly.</summary>
    public static IReadOnlyList<FieldProblem> Check(IReadOnlyList<Score> scores, IReadOnlyList<ScoringCriterion> grid)
    {
        var problems = new List<FieldProblem>();
        for (var i = 0; i < scores.Count; i++)
        {
            CheckScore(scores, i, grid, problems);
        }

        foreach (var missing in grid.Where(row => scores.All(score => score.Key != row.Key)))
        {
            problems.Add(new("scores", $"A score for '{missing.Key}' ({missing.Label}) is missing."));
        }

        return problems;
    }

    private static void CheckScore(
        IReadOnlyList<Score> scores,
        int i,
        IReadOnlyList<ScoringCriterion> grid,
        List<FieldProblem> problems
    )
    {
        var (score, path) = (scores[i], $"scores[{i}]");
        if (grid.FirstOrDefault(row => row.Key == score.Key) is not { } row)
        {
            problems.Add(new($"{path}.key", $"'{Shown.Of(score.Key)}' is not in the scoring grid."));
            return;
        }

        if (scores.Take(i).Any(other => other.Key == score.Key))
        {
            problems.Add(new($"{path}.key", $"'{score.Key}' is scored twice."));
        }

        if (score.Points < 0 || score.Points > row.Weight)
        {
            problems.Add(
                new($"{path}.points", $"{score.Points} points for '{row.Key}'; 0 to {row.Weight} are allowed.")
            );
        }

        if (string.IsNullOrWhiteSpace(score.Reason))
        {
            problems.Add(new($"{path}.reason", $"Give a reason for the score of '{row.Key}'."));
        }
        else if (score.Reason.Length > LongestReason)
        {
            Sentence problem = $"The reason has {score.Reason.Length} characters; at most {LongestReason} are allowed.";
            problems.Add(new($"{path}.reason", problem));
        }
    }
}
