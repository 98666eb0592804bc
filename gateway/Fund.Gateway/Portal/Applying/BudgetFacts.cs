using Fund.Forms;
using Fund.Gateway.Portal.Ui;
using Fund.GrantCalls.V1;
using WireCeilings = Fund.GrantCalls.V1.BudgetCeilings;
using WireMoney = Fund.Common.V1.Money;

namespace Fund.Gateway.Portal.Applying;

/// <summary>The figures of a budget on the wire, and what is wrong with them in the language of the page.</summary>
internal static class BudgetFacts
{
    public static BudgetFigures FiguresOf(BudgetLine line)
    {
        var details = line.Details ?? new BudgetDetails();
        return new BudgetFigures
        {
            Amount = line.Amount?.MinorUnits,
            IsIndirect = details.Indirect,
            IsManagement = details.Management,
            IsDirectAssistance = details.DirectAssistance,
            Quantity = Known(details.Quantity),
            UnitCost = details.UnitCost?.MinorUnits,
            Months = Known(details.Months),
            ShareOfTime = Known(details.ShareOfTime),
            Charged = Known(details.Charged),
            OtherFunding = details.OtherFunding?.MinorUnits,
            Quarters = [.. details.Quarters],
        };
    }

    public static Fund.Forms.BudgetCeilings CeilingsOf(CallTerms terms)
    {
        var ceilings = terms.Ceilings ?? new WireCeilings();
        return new(
            ceilings.SupportPercent,
            ceilings.ManagementPercent,
            ceilings.RequestPercent,
            ceilings.YearlyBudgets
        );
    }

    /// <summary>Cents asked for that go to victims directly.</summary>
    public static decimal DirectAssistanceOf(ProposalContent content) =>
        BudgetCheck.DirectAssistanceOf(content.Budget.Select(FiguresOf));

    /// <summary>The ceilings of a call, a sentence each.</summary>
    public static IEnumerable<string> Said(CallTerms terms, Words words)
    {
        var ceilings = CeilingsOf(terms);
        var all = new (string Key, int Most)[]
        {
            ("Terms.CeilingSaid", terms.OperatingCeilingPercent),
            ("Terms.SupportSaid", ceilings.SupportPercent),
            ("Terms.ManagementSaid", ceilings.ManagementPercent),
            ("Terms.RequestSaid", ceilings.RequestPercent),
            ("Terms.YearlySaid", ceilings.YearlyBudgets),
        };
        return all.Where(one => one.Most > 0).Select(one => words[one.Key, one.Most]);
    }

    public static string Say(BudgetProblem problem, Words words) =>
        problem.Line < 0
            ? words[$"Budget.{problem.Kind}", problem.Given, problem.Allowed]
            : words[$"Budget.{problem.Kind}", problem.Line + 1, Usd(problem.Given), Usd(problem.Allowed)];

    public static string Usd(decimal cents) =>
        Figures.Exact(new WireMoney { CurrencyCode = "USD", MinorUnits = (long)cents });

    private static long? Known(long value) => value == 0 ? null : value;
}
