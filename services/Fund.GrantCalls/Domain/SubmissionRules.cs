using System.Globalization;
using System.Text.RegularExpressions;
using Fund.Kernel;

namespace Fund.GrantCalls.Domain;

/// <summary>What a whole proposal must fulfil; every problem is reported at once. Drafts need none of it.</summary>
public static partial class SubmissionRules
{
    /// <summary>The budget categories of the United Nations: A staff to G general operating.</summary>
    public const string Categories = "ABCDEFG";

    /// <summary>Every problem of the content against the call; empty when it can be submitted.</summary>
    public static IReadOnlyList<FieldProblem> Check(Call call, ProposalContent content)
    {
        var problems = new List<FieldProblem>();
        CheckProject(call, content, problems);
        foreach (var question in call.Questions)
        {
            var value = content.Answers.FirstOrDefault(answer => answer.Key == question.Key)?.Value.Trim() ?? "";
            if (AnswerProblem(question, value) is { } problem)
            {
                problems.Add(new FieldProblem($"content.answers.{question.Key}", problem));
            }
        }

        CheckBudget(content, problems);
        return problems;
    }

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

    /// <summary>What is wrong with one answer, or null.</summary>
    public static Sentence? AnswerProblem(Question question, string value)
    {
        if (question.Type == QuestionType.Declaration)
        {
            return value == "yes" ? null : Said($"\"{question.Label}\" must be declared: answer yes.");
        }

        if (value.Length == 0)
        {
            return question.Required ? Said($"\"{question.Label}\" must be answered.") : null;
        }

        return question.Type switch
        {
            QuestionType.Text when Words(value) is var words && words > question.MaxWords => Said(
                $"The answer has {words} words; at most {question.MaxWords} are allowed."
            ),
            QuestionType.Number when !WholeNumber().IsMatch(value) => Said(
                $"'{Shown.Of(value)}' is not a whole number."
            ),
            QuestionType.Date when !IsDate(value) => Said(
                $"'{Shown.Of(value)}' is not a date; write year-month-day, such as 2026-10-01."
            ),
            QuestionType.Choice when !question.Options.Contains(value) => Said(
                $"'{Shown.Of(value)}' is not one of the options: {string.Join(", ", question.Options)}."
            ),
            QuestionType.YesNo when value is not ("yes" or "no") => Said($"'{Shown.Of(value)}' is neither yes nor no."),
            _ => null,
        };
    }

    /// <summary>Among other expressions an interpolated text would be a string, and forget its values.</summary>
    private static Sentence Said(Sentence sentence) => sentence;

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

    /// <summary>Words as a person counts them: runs of anything that is not white space.</summary>
    public static int Words(string text) => text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length;

    private static void Require(List<FieldProblem> problems, string field, string value)
    {
        if (string.IsNullOrWhiteSpace(value))
        {
            problems.Add(new(field, $"{field} is required."));
        }
    }

    private static bool IsDate(string value) =>
        DateOnly.TryParseExact(value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _);

    [GeneratedRegex("^-?[0-9]{1,18}$")]
    private static partial Regex WholeNumber();
}
