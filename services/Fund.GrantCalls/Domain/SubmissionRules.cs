using Fund.Forms;
using Fund.Kernel;

namespace Fund.GrantCalls.Domain;

/// <summary>What a whole proposal must fulfil; every problem is reported at once. Drafts need none of it.</summary>
public static class SubmissionRules
{
    /// <summary>The budget categories of the United Nations: A staff to G general operating.</summary>
    public const string Categories = "ABCDEFG";

    /// <summary>Every problem of the content against the call; empty when it can be submitted.</summary>
    /// <param name="reading">The content's answers, read with the form in force.</param>
    /// <param name="files">The proposal's whole files by id.</param>
    public static IReadOnlyList<FieldProblem> Check(
        Call call,
        ProposalContent content,
        FormReading reading,
        IReadOnlyDictionary<string, FileFacts>? files = null
    )
    {
        var problems = new List<FieldProblem>();
        CheckProject(call, content, problems);
        foreach (var problem in AnswerCheck.ProblemsOf(reading, files).Where(problem => problem.Blocks))
        {
            problems.Add(new FieldProblem($"content.answers.{problem.Key}", AnswerSentences.Of(problem)));
        }

        CheckBudget(content, problems);
        CheckCeiling(call, content, problems);
        CheckFigures(call, content, reading, problems);
        return problems;
    }

    /// <summary>A content's answers, read with a form.</summary>
    public static FormReading Read(FormVersion form, ProposalContent content) =>
        FormReading.Of(form, content.Answers.Select(answer => KeyValuePair.Create(answer.Key, answer.Value)));

    private static void CheckProject(Call call, ProposalContent content, List<FieldProblem> problems)
    {
        Require(problems, "content.title", content.Title);
        Require(problems, "content.summary", content.Summary);
        if (!Countries.Exists(content.CountryCode))
        {
            problems.Add(
                new("content.country_code", "Say in which country the project takes place (ISO 3166-1 code).")
            );
        }

        if (content.Requested is not { } requested)
        {
            problems.Add(new("content.requested", "Say how much is requested."));
        }
        else if (requested < call.MinimumGrant || requested > call.MaximumGrant)
        {
            Sentence problem =
                $"{requested} is requested; grants of this call are {call.MinimumGrant} to {call.MaximumGrant}.";
            problems.Add(new("content.requested", problem));
        }

        if (content.DurationMonths < call.MinimumMonths || content.DurationMonths > call.MaximumMonths)
        {
            Sentence problem =
                $"The project lasts {content.DurationMonths} months; projects of this call last {call.MinimumMonths} "
                + $"to {call.MaximumMonths} months.";
            problems.Add(new("content.duration_months", problem));
        }
    }

    /// <summary>General operating costs are category G. Sources of such ceilings: OCHA, UNICEF 7 %; torture fund 13 %.</summary>
    private static void CheckCeiling(Call call, ProposalContent content, List<FieldProblem> problems)
    {
        var total = content.Budget.Sum(line => (decimal)(line.Amount?.MinorUnits ?? 0));
        var operating = content
            .Budget.Where(line => line.Category == "G")
            .Sum(line => (decimal)(line.Amount?.MinorUnits ?? 0));
        if (call.OperatingCeilingPercent > 0 && operating * 100 > total * call.OperatingCeilingPercent)
        {
            var percent = Math.Round(operating * 100 / total, 1);
            Sentence problem =
                $"General operating costs are {percent} % of the budget; at most {call.OperatingCeilingPercent} % are allowed.";
            problems.Add(new("content.budget", problem));
        }
    }

    private static void CheckFigures(
        Call call,
        ProposalContent content,
        FormReading reading,
        List<FieldProblem> problems
    )
    {
        var lines = content.Budget.Select(line => line.Figures).ToList();
        var yearly = reading.Find(BudgetCeilings.YearlyBudgetQuestion)?.Figure * 100;
        foreach (var problem in BudgetCheck.ProblemsOf(lines, call.Ceilings, yearly))
        {
            var path = problem.Line < 0 ? "content.budget" : $"content.budget[{problem.Line}].amount";
            problems.Add(new FieldProblem(path, BudgetSentences.Of(problem)));
        }
    }

    private static void CheckBudget(ProposalContent content, List<FieldProblem> problems)
    {
        if (content.Budget.Count == 0)
        {
            problems.Add(new("content.budget", "The budget has no lines."));
            return;
        }

        for (var i = 0; i < content.Budget.Count; i++)
        {
            var (line, path) = (content.Budget[i], $"content.budget[{i}]");
            if (line.Category.Length == 0)
            {
                problems.Add(new($"{path}.category", "Say which category the line belongs to, A to G."));
            }

            Require(problems, $"{path}.description", line.Description);
            if (line.Amount is not { IsPositive: true })
            {
                problems.Add(new($"{path}.amount", "Give the line an amount above zero."));
            }
        }

        var total = content.Budget.Aggregate(
            Money.Zero(Currency.Usd),
            (sum, line) => sum + (line.Amount ?? Money.Zero(Currency.Usd))
        );
        if (content.Requested is { } requested && total != requested)
        {
            Sentence problem = $"The lines add up to {total}; {requested} is requested. They must be equal.";
            problems.Add(new("content.budget", problem));
        }
    }

    private static void Require(List<FieldProblem> problems, string field, string value)
    {
        if (string.IsNullOrWhiteSpace(value))
        {
            problems.Add(new(field, $"{field} is required."));
        }
    }
}
