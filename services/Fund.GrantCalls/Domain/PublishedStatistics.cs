using Fund.Kernel;

namespace Fund.GrantCalls.Domain;

/// <summary>One row for everybody.</summary>
/// <param name="Keys">None for all applications; several where regions are told of together.</param>
/// <param name="Figures">The sums.</param>
public sealed record PublishedRow(IReadOnlyList<string> Keys, StatisticsRow Figures)
{
    /// <summary>Null when the row is of so few applications that it would tell what one of them asked for.</summary>
    public Money? Requested =>
        Figures.Applications < PublishedStatistics.MinimumCell ? null : Money.UsdCents(Figures.RequestedCents);
}

/// <summary>
/// What everybody may know of the applications of a call. Awards are public, so what a row adds to them is how many went
/// without one; of fewer than five, whoever knows who applied could name them. Rows that add up to the total (regions,
/// ranges of amounts) are therefore told of together until each is safe: nothing is hidden that a subtraction could find.
/// What was chosen in a question overlaps; there unsafe rows are left out, never one alone.
/// </summary>
public static class PublishedStatistics
{
    /// <summary>Fewest applications without an award that a row tells of, if there are any.</summary>
    public const int MinimumCell = 5;

    /// <summary>Questions of the template that say what a project is about; no other answers are public.</summary>
    private static readonly string[] Themes = ["exploitation", "services"];

    /// <param name="rows">As <see cref="CallStatistics"/> counts them.</param>
    public static IReadOnlyList<PublishedRow> Of(IReadOnlyList<StatisticsRow> rows)
    {
        var all = rows.Single(row => row.Kind == StatisticsKind.All);
        if (!IsSafe(Without(all)))
        {
            return [];
        }

        var answers = rows.Where(row => row.Kind == StatisticsKind.Answer).ToList();
        return
        [
            new PublishedRow([], all),
            .. Together(rows.Where(row => row.Kind == StatisticsKind.Region)),
            .. Adjacent(rows.Where(row => row.Kind == StatisticsKind.Amount)),
            .. Themes.SelectMany(theme =>
                OfTheme(answers.FindAll(row => row.Key.StartsWith(theme + ":", StringComparison.Ordinal)), all)
            ),
        ];
    }

    private static int Without(StatisticsRow row) => row.Applications - row.Awards;

    private static bool IsSafe(int without) => without is 0 or >= MinimumCell;

    private static PublishedRow Alone(StatisticsRow row) => new([row.Key], row);

    /// <summary>Small ones are one row, with the next smallest until that is safe; the whole is, so this comes to an end.</summary>
    private static IEnumerable<PublishedRow> Together(IEnumerable<StatisticsRow> regions)
    {
        var apart = regions.OrderBy(Without).ThenBy(row => row.Key, StringComparer.Ordinal).ToList();
        var together = apart.FindAll(row => !IsSafe(Without(row)));
        apart.RemoveAll(together.Contains);
        while (!IsSafe(together.Sum(Without)))
        {
            var next = apart.First(row => Without(row) > 0);
            apart.Remove(next);
            together.Add(next);
        }

        var shown = apart.ConvertAll(Alone);
        if (together.Count > 0)
        {
            string[] keys = [.. together.Select(row => row.Key).Order(StringComparer.Ordinal)];
            shown.Add(new PublishedRow(keys, together.Aggregate(Sum)));
        }

        return shown.OrderBy(row => row.Keys[0], StringComparer.Ordinal);
    }

    /// <summary>A range that is not safe goes on into the next one, the last into the one before.</summary>
    private static List<PublishedRow> Adjacent(IEnumerable<StatisticsRow> ranges)
    {
        var merged = new List<StatisticsRow>();
        foreach (var range in ranges)
        {
            if (merged.Count > 0 && !IsSafe(Without(merged[^1])))
            {
                merged[^1] = Sum(merged[^1], range);
            }
            else
            {
                merged.Add(range);
            }
        }

        while (merged.Count > 1 && !IsSafe(Without(merged[^1])))
        {
            merged[^2] = Sum(merged[^2], merged[^1]);
            merged.RemoveAt(merged.Count - 1);
        }

        return merged.ConvertAll(Alone);
    }

    /// <summary>Neither those who chose it nor the others may be few; what is left out is never one row, nor few in sum.</summary>
    private static IEnumerable<PublishedRow> OfTheme(List<StatisticsRow> options, StatisticsRow all)
    {
        var shown = options.FindAll(row => IsSafe(Without(row)) && IsSafe(Without(all) - Without(row)));
        var hidden = options.Except(shown).ToList();
        while (shown.Count > 0 && hidden.Count > 0 && (hidden.Count == 1 || hidden.Sum(Without) < MinimumCell))
        {
            var next = shown.MinBy(Without)!;
            shown.Remove(next);
            hidden.Add(next);
        }

        return shown.ConvertAll(Alone);
    }

    /// <summary>Under the key of the second, which is the upper end of the range.</summary>
    private static StatisticsRow Sum(StatisticsRow one, StatisticsRow other) =>
        new(
            other.Kind,
            other.Key,
            one.Applications + other.Applications,
            one.Eligible + other.Eligible,
            one.Awards + other.Awards,
            one.RequestedCents + other.RequestedCents,
            one.AwardedCents + other.AwardedCents
        );
}
