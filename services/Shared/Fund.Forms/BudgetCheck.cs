namespace Fund.Forms;

/// <summary>The figures of one line of a budget; amounts in cents, quantities, months and percentages in hundredths.</summary>
public sealed record BudgetFigures
{
    /// <summary>What the Fund is asked for; null while unknown.</summary>
    public long? Amount { get; init; }

    /// <summary>True for costs of support; all others are direct.</summary>
    public bool IsIndirect { get; init; }

    /// <summary>True for staff that manages.</summary>
    public bool IsManagement { get; init; }

    /// <summary>True for what goes to victims directly.</summary>
    public bool IsDirectAssistance { get; init; }
    public long? Quantity { get; init; }
    public long? UnitCost { get; init; }

    /// <summary>Null where months play no part.</summary>
    public long? Months { get; init; }

    /// <summary>Share of the working time; null for all of it.</summary>
    public long? ShareOfTime { get; init; }

    /// <summary>Share of the total that the Fund is asked for; null while unknown.</summary>
    public long? Charged { get; init; }

    /// <summary>What others pay, also in kind; null for nothing.</summary>
    public long? OtherFunding { get; init; }

    /// <summary>When the amount is spent, quarter by quarter; empty while not planned.</summary>
    public IReadOnlyList<long> Quarters { get; init; } = [];

    /// <summary>Quantity × unit cost × months × share of time, to the cent; null while quantity or unit cost is unknown.</summary>
    public decimal? Total =>
        Quantity is { } quantity && UnitCost is { } cost
            ? Cents(cost * (quantity / 100m) * ((Months ?? 100) / 100m) * ((ShareOfTime ?? 10_000) / 10_000m))
            : null;

    /// <summary>The share of the total that the Fund is asked for.</summary>
    public decimal? ChargedTotal =>
        Charged is { } share
            ? Total * share / 10_000 is { } part
                ? Cents(part)
                : null
            : null;

    private static decimal Cents(decimal amount) => Math.Round(amount, MidpointRounding.AwayFromZero);
}

/// <summary>What a call sets as the most; 0 for no ceiling.</summary>
/// <param name="SupportPercent">Indirect costs, in percent of the direct ones (OCHA, UNICEF: 7).</param>
/// <param name="ManagementPercent">Staff that manages, in percent of what is asked for (UNTF-EVAW: 20).</param>
/// <param name="RequestPercent">What is asked for, in percent of the whole project (torture fund: 67).</param>
/// <param name="YearlyBudgets">What is asked for, in yearly budgets of the organisation (UNTF-EVAW: 3).</param>
public sealed record BudgetCeilings(
    int SupportPercent = 0,
    int ManagementPercent = 0,
    int RequestPercent = 0,
    int YearlyBudgets = 0
)
{
    /// <summary>Key of the question that the last ceiling is measured with.</summary>
    public const string YearlyBudgetQuestion = "yearly_budget";
}

/// <summary>What can be wrong with the figures of a budget.</summary>
public enum BudgetProblemKind
{
    /// <summary>The amount is not the share of the total that is charged.</summary>
    AmountDiffers,

    /// <summary>The amount and what others pay are more than the total.</summary>
    PaidTwice,

    /// <summary>The quarters do not add up to the amount.</summary>
    QuartersDiffer,
    SupportCeiling,
    ManagementCeiling,
    RequestCeiling,
    YearlyBudgetCeiling,
}

/// <summary>One thing that is wrong with the figures of a budget.</summary>
/// <param name="Line">From 0; -1 for the whole.</param>
/// <param name="Given">Cents, or percent for a ceiling.</param>
/// <param name="Allowed">Cents, or percent for a ceiling.</param>
public sealed record BudgetProblem(BudgetProblemKind Kind, int Line, decimal Given, decimal Allowed);

/// <summary>The figures of a budget against each other and against the ceilings of a call.</summary>
public static class BudgetCheck
{
    /// <param name="lines">The lines.</param>
    /// <param name="ceilings">Of the call.</param>
    /// <param name="yearlyBudget">Of the organisation, in cents; null while unknown, and then nothing is said about it.</param>
    public static IReadOnlyList<BudgetProblem> ProblemsOf(
        IReadOnlyList<BudgetFigures> lines,
        BudgetCeilings ceilings,
        decimal? yearlyBudget
    )
    {
        var problems = new List<BudgetProblem>();
        for (var i = 0; i < lines.Count; i++)
        {
            CheckLine(lines[i], i, problems);
        }

        var asked = SumOf(lines, _ => true);
        var indirect = SumOf(lines, line => line.IsIndirect);
        Ceiling(problems, BudgetProblemKind.SupportCeiling, ceilings.SupportPercent, indirect, asked - indirect);
        var management = SumOf(lines, line => line.IsManagement);
        Ceiling(problems, BudgetProblemKind.ManagementCeiling, ceilings.ManagementPercent, management, asked);
        Ceiling(problems, BudgetProblemKind.RequestCeiling, ceilings.RequestPercent, asked, WholeOf(lines));
        if (yearlyBudget is { } yearly)
        {
            Ceiling(problems, BudgetProblemKind.YearlyBudgetCeiling, ceilings.YearlyBudgets * 100, asked, yearly);
        }

        return problems;
    }

    /// <summary>What the whole project costs: the totals of the lines, or what the Fund and others pay where there is none.</summary>
    public static decimal WholeOf(IEnumerable<BudgetFigures> lines) =>
        lines.Sum(line => line.Total ?? ((line.Amount ?? 0m) + (line.OtherFunding ?? 0)));

    /// <summary>Cents asked for that go to victims directly.</summary>
    public static decimal DirectAssistanceOf(IEnumerable<BudgetFigures> lines) =>
        SumOf(lines, line => line.IsDirectAssistance);

    private static void CheckLine(BudgetFigures line, int number, List<BudgetProblem> problems)
    {
        if (line.Amount is not { } amount)
        {
            return;
        }

        if (line.ChargedTotal is { } charged && charged != amount)
        {
            problems.Add(new BudgetProblem(BudgetProblemKind.AmountDiffers, number, amount, charged));
        }

        if (line.Total is { } total && amount + (line.OtherFunding ?? 0m) > total)
        {
            var paid = amount + (line.OtherFunding ?? 0m);
            problems.Add(new BudgetProblem(BudgetProblemKind.PaidTwice, number, paid, total));
        }

        if (
            line.Quarters.Count > 0
            && line.Quarters.Sum(quarter => (decimal)quarter) is var planned
            && planned != amount
        )
        {
            problems.Add(new BudgetProblem(BudgetProblemKind.QuartersDiffer, number, planned, amount));
        }
    }

    private static void Ceiling(
        List<BudgetProblem> problems,
        BudgetProblemKind kind,
        int percent,
        decimal part,
        decimal whole
    )
    {
        if (percent > 0 && part * 100 > whole * percent)
        {
            var given = whole == 0 ? 100 : Math.Round(part * 100 / whole, 1, MidpointRounding.AwayFromZero);
            problems.Add(new BudgetProblem(kind, -1, given, percent));
        }
    }

    private static decimal SumOf(IEnumerable<BudgetFigures> lines, Func<BudgetFigures, bool> which) =>
        lines.Where(which).Sum(line => (decimal)(line.Amount ?? 0));
}
