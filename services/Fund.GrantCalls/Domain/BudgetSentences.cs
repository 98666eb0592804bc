using Fund.Forms;
using Fund.Kernel;

namespace Fund.GrantCalls.Domain;

/// <summary>What is wrong with the figures of a budget, in a sentence.</summary>
public static class BudgetSentences
{
    public static Sentence Of(BudgetProblem problem)
    {
        var (line, given, allowed) = (problem.Line + 1, problem.Given, problem.Allowed);
        return problem.Kind switch
        {
            BudgetProblemKind.AmountDiffers => Say(
                $"Line {line} asks for {Usd(given)}; the share of its total that is charged is {Usd(allowed)}."
            ),
            BudgetProblemKind.PaidTwice => Say(
                $"Line {line}: what is asked for and what others pay are {Usd(given)}, more than its total of {Usd(allowed)}."
            ),
            BudgetProblemKind.QuartersDiffer => Say(
                $"The quarters of line {line} add up to {Usd(given)}; the line asks for {Usd(allowed)}."
            ),
            BudgetProblemKind.SupportCeiling => Say(
                $"Indirect costs are {given} % of the direct ones; at most {allowed} % are allowed."
            ),
            BudgetProblemKind.ManagementCeiling => Say(
                $"Staff that manages is {given} % of what is asked for; at most {allowed} % are allowed."
            ),
            BudgetProblemKind.RequestCeiling => Say(
                $"What is asked for is {given} % of the whole project; at most {allowed} % are allowed."
            ),
            _ => Say($"What is asked for is {given} % of your yearly budget; at most {allowed} % are allowed."),
        };
    }

    private static Sentence Say(Sentence sentence) => sentence;

    private static Money Usd(decimal cents) => Money.UsdCents((long)cents);
}
