using Fund.Kernel;

namespace Fund.Projects.Domain;

/// <summary>One category as it is agreed, in USD.</summary>
public sealed record BudgetTerm(string Category, Money Amount);

/// <summary>One instalment as it is agreed, in USD.</summary>
public sealed record InstalmentTerm(Money Amount, DateOnly DueOn);

/// <summary>One report as it is agreed.</summary>
public sealed record ReportTerm(DateOnly PeriodFrom, DateOnly PeriodTo, DateOnly DueOn);

/// <summary>
/// What the parties agree on. Each part is judged by itself, so that a form with one unreadable date still learns
/// everything else that is wrong with it.
/// </summary>
public sealed record AgreementTerms(
    DateOnly StartsOn,
    DateOnly EndsOn,
    IReadOnlyList<BudgetTerm> Budget,
    IReadOnlyList<InstalmentTerm> Instalments,
    IReadOnlyList<ReportTerm> Reports
)
{
    /// <summary>UN auditors found 97 of 220 agreements of 2024 paid in one instalment against policy.</summary>
    public const int MinInstalments = 2;

    public const int MaxInstalments = 24;
    public const int MaxReports = 48;

    /// <summary>The Fund's founding year; nothing was granted before.</summary>
    private const int EarliestYear = 2010;

    private const int LatestYear = 2200;

    /// <summary>All problems of all parts.</summary>
    public IEnumerable<FieldProblem> Problems(Money awarded, int awardedMonths, Policy policy) =>
        [
            .. LengthProblems(StartsOn, EndsOn, awardedMonths, policy),
            .. BudgetProblems(Budget, awarded),
            .. InstalmentProblems(Instalments, awarded),
            .. ReportProblems(Reports, StartsOn, EndsOn),
        ];

    /// <summary>The project ends after it starts, and is not longer than awarded and tolerated.</summary>
    public static IEnumerable<FieldProblem> LengthProblems(
        DateOnly startsOn,
        DateOnly endsOn,
        int awardedMonths,
        Policy policy
    )
    {
        if (startsOn.Year is < EarliestYear or > LatestYear)
        {
            yield return new FieldProblem(
                "starts_on",
                $"{startsOn:yyyy-MM-dd} is not from {EarliestYear} to {LatestYear}."
            );
            yield break;
        }

        if (endsOn <= startsOn)
        {
            yield return new FieldProblem(
                "ends_on",
                $"The project would end on {endsOn:yyyy-MM-dd}, not after it starts on {startsOn:yyyy-MM-dd}."
            );
            yield break;
        }

        var months = awardedMonths + policy.DurationToleranceMonths;
        var latest = startsOn.AddMonths(months).AddDays(-1);
        if (endsOn > latest)
        {
            yield return new FieldProblem(
                "ends_on",
                $"{awardedMonths} months were awarded and {policy.DurationToleranceMonths} more are tolerated: "
                    + $"the project may end on {latest:yyyy-MM-dd} at the latest, not on {endsOn:yyyy-MM-dd}."
            );
        }
    }

    /// <summary>Every category once, above zero; together the awarded amount.</summary>
    public static IEnumerable<FieldProblem> BudgetProblems(IReadOnlyList<BudgetTerm> budget, Money awarded)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < budget.Count; i++)
        {
            var line = budget[i];
            if (!BudgetCategories.Exists(line.Category))
            {
                yield return new FieldProblem(
                    $"budget[{i}].category",
                    $"'{line.Category}' is not a budget category; use one of A to G."
                );
            }
            else if (!seen.Add(line.Category))
            {
                yield return new FieldProblem($"budget[{i}].category", $"Category {line.Category} is there twice.");
            }

            if (AmountProblem($"budget[{i}].amount", line.Amount) is { } problem)
            {
                yield return problem;
            }
        }

        if (WrongSum(budget.Select(line => line.Amount), awarded) is { } sum)
        {
            yield return new FieldProblem("budget", $"The budget adds up to {sum}; {awarded} was awarded.");
        }
    }

    /// <summary>At least two, each above zero, in order of their dates; together the awarded amount.</summary>
    public static IEnumerable<FieldProblem> InstalmentProblems(IReadOnlyList<InstalmentTerm> instalments, Money awarded)
    {
        if (instalments.Count is < MinInstalments or > MaxInstalments)
        {
            yield return new FieldProblem(
                "instalments",
                $"There are {instalments.Count} instalments; there must be {MinInstalments} to {MaxInstalments}."
            );
        }

        for (var i = 0; i < instalments.Count; i++)
        {
            if (AmountProblem($"instalments[{i}].amount", instalments[i].Amount) is { } problem)
            {
                yield return problem;
            }

            if (i > 0 && instalments[i].DueOn < instalments[i - 1].DueOn)
            {
                yield return new FieldProblem(
                    $"instalments[{i}].due_on",
                    $"Instalment {i + 1} would be due on {instalments[i].DueOn:yyyy-MM-dd}, before instalment {i}."
                );
            }
        }

        if (WrongSum(instalments.Select(part => part.Amount), awarded) is { } sum)
        {
            yield return new FieldProblem("instalments", $"The instalments add up to {sum}; {awarded} was awarded.");
        }
    }

    /// <summary>Periods follow each other from the first day to the last; each report is due after its period.</summary>
    public static IEnumerable<FieldProblem> ReportProblems(
        IReadOnlyList<ReportTerm> reports,
        DateOnly startsOn,
        DateOnly endsOn
    )
    {
        if (reports.Count is 0 or > MaxReports)
        {
            yield return new FieldProblem(
                "reports",
                $"There are {reports.Count} reports; there must be 1 to {MaxReports}."
            );
            yield break;
        }

        var expected = startsOn;
        for (var i = 0; i < reports.Count; i++)
        {
            var report = reports[i];
            if (report.PeriodFrom != expected)
            {
                yield return new FieldProblem(
                    $"reports[{i}].period_from",
                    $"Report {i + 1} must begin on {expected:yyyy-MM-dd}, so that no day is missed or reported twice."
                );
            }

            if (report.PeriodTo < report.PeriodFrom)
            {
                yield return new FieldProblem(
                    $"reports[{i}].period_to",
                    $"The period would end on {report.PeriodTo:yyyy-MM-dd}, before it begins."
                );
            }

            if (report.DueOn <= report.PeriodTo)
            {
                yield return new FieldProblem(
                    $"reports[{i}].due_on",
                    $"A report is due after its period, which ends on {report.PeriodTo:yyyy-MM-dd}."
                );
            }

            expected = report.PeriodTo == DateOnly.MaxValue ? report.PeriodTo : report.PeriodTo.AddDays(1);
        }

        if (reports[^1].PeriodTo != endsOn)
        {
            yield return new FieldProblem(
                $"reports[{reports.Count - 1}].period_to",
                $"The final report must end with the project, on {endsOn:yyyy-MM-dd}."
            );
        }
    }

    private static FieldProblem? AmountProblem(string field, Money amount)
    {
        if (!amount.Currency.Equals(Currency.Usd))
        {
            return new FieldProblem(field, $"The amount is in {amount.Currency}; it must be in USD.");
        }

        return amount.IsPositive
            ? null
            : new FieldProblem(field, $"{amount} is not allowed here; give a value above zero.");
    }

    /// <summary>
    /// The sum when it is not what was awarded; null also where a part is no positive dollar amount, which is told at
    /// that part already.
    /// </summary>
    private static string? WrongSum(IEnumerable<Money> parts, Money awarded)
    {
        var amounts = parts.ToList();
        if (amounts.Exists(amount => AmountProblem("", amount) is not null))
        {
            return null;
        }

        var sum = amounts.Aggregate(Int128.Zero, (total, amount) => total + amount.MinorUnits);
        if (sum == awarded.MinorUnits)
        {
            return null;
        }

        return sum <= long.MaxValue ? Money.UsdCents((long)sum).ToString() : "more than can be counted";
    }
}
