using Fund.Forms;
using Fund.Gateway.Portal.Forms;
using Fund.Gateway.Portal.Ui;

namespace Fund.Gateway.Portal.Applying;

/// <summary>Texts of forms and what is wrong with answers, in the language of the page.</summary>
internal static class FormWords
{
    /// <summary>The text in the language of the page, or in English, or in whatever there is; empty when there is none.</summary>
    public static FormText Best(IReadOnlyList<FormText> texts) =>
        texts.FirstOrDefault(text => text.Language == Languages.Current.Code)
        ?? texts.FirstOrDefault(text => text.Language == "en")
        ?? texts.FirstOrDefault()
        ?? new FormText(Languages.Current.Code, "");

    /// <summary>The language of a text when it is not that of the page.</summary>
    public static string? Foreign(IReadOnlyList<FormText> texts) =>
        Best(texts) is { Text.Length: > 0 } best && best.Language != Languages.Current.Code ? best.Language : null;

    /// <summary>What is wrong with an answer, with what was given and what is allowed.</summary>
    public static string Say(AnswerProblem problem, Words words)
    {
        var label = Best(problem.Field.Label).Text;
        return problem.Kind == ProblemKind.Rule
            ? words["Answer.Rule", Best(problem.Rule!.Message).Text, problem.Given, problem.Allowed]
            : words[$"Answer.{problem.Kind}", label, problem.Given, Allowed(problem)];
    }

    /// <summary>The name of an answer's input.</summary>
    public static string NameOf(string answerKey) => $"content.answers.{answerKey}";

    /// <summary>The id of an answer's input, to which a list of problems leads.</summary>
    public static string IdOf(AnswerProblem problem) => FieldBase.IdOf(NameOf(problem.Key));

    /// <summary>An answer as people read it.</summary>
    public static string Shown(FormField field, string value, Words words, CountryNames countries) =>
        field.Type switch
        {
            FieldType.YesNo or FieldType.Declaration when value is "yes" or "no" => words[
                value == "yes" ? "Yes" : "No"
            ],
            FieldType.Date => Figures.Date(value),
            FieldType.Money
            or FieldType.Computed
            or FieldType.Integer when Answers.Figure(field.Type, value) is { } figure => figure.ToString(
                field.Type == FieldType.Integer ? "N0" : "N2",
                System.Globalization.CultureInfo.CurrentCulture
            ),
            FieldType.File => words["File.There"],
            FieldType.Percent => $"{value} %",
            FieldType.Country => countries.Of(value),
            FieldType.Single => Option(field, value),
            FieldType.Multi => string.Join(", ", Answers.Codes(value).Select(code => Option(field, code))),
            _ => value,
        };

    public static string Option(FormField field, string code) =>
        field.Options.FirstOrDefault(option => option.Code == code) is { } option ? Best(option.Label).Text : code;

    private static string Allowed(AnswerProblem problem) =>
        problem.Kind == ProblemKind.NotAnOption
            ? string.Join(", ", problem.Field.Options.Select(option => Best(option.Label).Text))
            : problem.Allowed;
}
