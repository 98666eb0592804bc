using Fund.Kernel;

namespace Fund.Projects.Domain;

/// <summary>What an organisation writes about a period.</summary>
public sealed record Narrative(string Activities, string Results, string Difficulties, string Lessons)
{
    /// <summary>Longest text of one part, in characters.</summary>
    public const int MaxLength = 10_000;
}

/// <summary>Spending of one budget category in the period.</summary>
/// <param name="Category">A to G.</param>
/// <param name="Local">In the currency it was spent in.</param>
/// <param name="Usd">The same in USD.</param>
/// <param name="Explanation">Why it departs from the budget; empty when it doesn't.</param>
public sealed record SpendingEntry(string Category, Money Local, Money Usd, string Explanation)
{
    /// <summary>Longest explanation, in characters.</summary>
    public const int MaxExplanationLength = 2_000;
}

/// <summary>Judges the financial part of a report against the agreement's budget and what was reported before.</summary>
/// <param name="budget">USD by category, as agreed.</param>
/// <param name="spentBefore">USD by category in the other reports submitted or accepted so far.</param>
/// <param name="isFinal">Only the final report can have spent too little.</param>
/// <param name="policy">Tolerance.</param>
public sealed class SpendingRules(
    IReadOnlyDictionary<string, Money> budget,
    IReadOnlyDictionary<string, Money> spentBefore,
    bool isFinal,
    Policy policy
)
{
    /// <summary>Everything that is wrong with the rows.</summary>
    public IEnumerable<FieldProblem> Problems(IReadOnlyList<SpendingEntry> rows)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < rows.Count; i++)
        {
            var row = rows[i];
            foreach (var problem in AmountProblems(i, row, rows[0].Local.Currency))
            {
                yield return problem;
            }

            if (!budget.ContainsKey(row.Category))
            {
                yield return new FieldProblem(
                    $"spending[{i}].category",
                    $"'{row.Category}' is not a category of this agreement's budget."
                );
            }
            else if (!seen.Add(row.Category))
            {
                yield return new FieldProblem($"spending[{i}].category", $"Category {row.Category} is there twice.");
            }
            else if (NeedsExplanation(row) is { } sentence && string.IsNullOrWhiteSpace(row.Explanation))
            {
                yield return new FieldProblem($"spending[{i}].explanation", sentence);
            }
        }

        foreach (var missing in budget.Keys.Where(category => !seen.Contains(category)).Order(StringComparer.Ordinal))
        {
            yield return new FieldProblem("spending", $"Category {missing} is missing; give 0 if nothing was spent.");
        }
    }

    private static IEnumerable<FieldProblem> AmountProblems(int i, SpendingEntry row, Currency local)
    {
        if (row.Local.IsNegative)
        {
            yield return new FieldProblem($"spending[{i}].local", $"{row.Local} is negative; give 0 or more.");
        }

        if (!row.Local.Currency.Equals(local))
        {
            yield return new FieldProblem(
                $"spending[{i}].local",
                $"This row is in {row.Local.Currency}, the first in {local}; one report uses one local currency."
            );
        }

        if (!row.Usd.Currency.Equals(Currency.Usd))
        {
            yield return new FieldProblem(
                $"spending[{i}].usd",
                $"The amount is in {row.Usd.Currency}; it must be in USD."
            );
        }
        else if (row.Usd.IsNegative)
        {
            yield return new FieldProblem($"spending[{i}].usd", $"{row.Usd} is negative; give 0 or more.");
        }
        else if (row.Local.IsZero != row.Usd.IsZero && !row.Usd.IsNegative && row.Local.MinorUnits >= 0)
        {
            yield return new FieldProblem(
                $"spending[{i}].usd",
                $"{row.Local} and {row.Usd} are one amount in two currencies; both are zero or neither is."
            );
        }
    }

    /// <summary>
    /// A category is overspent when the whole spending so far exceeds its budget by more than the tolerance, and
    /// underspent when the final report stays below it by more; either needs a reason.
    /// </summary>
    private Sentence? NeedsExplanation(SpendingEntry row)
    {
        if (!row.Usd.Currency.Equals(Currency.Usd) || row.Usd.IsNegative)
        {
            return null;
        }

        var planned = budget[row.Category];
        var before = spentBefore.TryGetValue(row.Category, out var spent) ? spent.MinorUnits : 0;
        var total = (Int128)before + row.Usd.MinorUnits;
        var tolerated = planned.Share(policy.VariationBasisPoints).MinorUnits;
        var over = total > (Int128)planned.MinorUnits + tolerated;
        var under = isFinal && total < (Int128)planned.MinorUnits - tolerated;
        if (!over && !under)
        {
            return null;
        }

        var percent = policy.VariationBasisPoints / 100m;
        return $"Category {row.Category} departs from its budget of {planned} by more than {percent:0.##} %; explain why.";
    }
}
