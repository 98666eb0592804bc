using System.Globalization;
using System.Text.RegularExpressions;
using Fund.Kernel;

namespace Fund.Forms;

/// <summary>Answers in their canonical forms: what they mean, and whether they are right.</summary>
public static partial class Answers
{
    /// <summary>Longest list of chosen options and longest text of a cell that is worth reading.</summary>
    private const NumberStyles Plain = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint;

    /// <summary>
    /// The figure behind an answer of an ordered type, or null when it is none: numbers as they are, amounts in
    /// dollars, dates as the count of days.
    /// </summary>
    public static decimal? Figure(FieldType type, string value) =>
        type switch
        {
            FieldType.Integer when WholeNumber().IsMatch(value) => decimal.Parse(value, Plain, Culture),
            FieldType.Money or FieldType.Percent when TwoDecimals().IsMatch(value) => decimal.Parse(
                value,
                Plain,
                Culture
            ),
            FieldType.Computed when decimal.TryParse(value, Plain, Culture, out var number) => number,
            FieldType.Date when Date(value) is { } date => date.DayNumber,
            _ => null,
        };

    public static DateOnly? Date(string value) =>
        DateOnly.TryParseExact(value, "yyyy-MM-dd", Culture, DateTimeStyles.None, out var date) ? date : null;

    /// <summary>The codes of a choice of several.</summary>
    public static IReadOnlyList<string> Codes(string value) =>
        value.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Words as a person counts them: runs of anything that is not white space.</summary>
    public static int Words(string text) => text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length;

    /// <summary>A figure as an answer: as many decimals as it needs, at most six.</summary>
    public static string Text(decimal figure) => Math.Round(figure, 6).ToString("0.######", Culture);

    /// <summary>What is wrong with one answer that is there, or null.</summary>
    public static ProblemKind? ProblemOf(FormField field, string value) =>
        FormatProblem(field, value) ?? LimitProblem(field, value);

    private static CultureInfo Culture => CultureInfo.InvariantCulture;

    private static ProblemKind? FormatProblem(FormField field, string value) =>
        field.Type switch
        {
            FieldType.Integer when Figure(field.Type, value) is null => ProblemKind.NotAWholeNumber,
            FieldType.Money when Figure(field.Type, value) is null => ProblemKind.NotAnAmount,
            FieldType.Percent when Figure(field.Type, value) is null => ProblemKind.NotAPercentage,
            FieldType.Date when Date(value) is null => ProblemKind.NotADate,
            FieldType.YesNo when value is not ("yes" or "no") => ProblemKind.NotYesOrNo,
            FieldType.Declaration when value != "yes" => ProblemKind.NotDeclared,
            FieldType.Single when field.Options.All(option => option.Code != value) => ProblemKind.NotAnOption,
            FieldType.Multi
                when Codes(value).Any(code => field.Options.All(option => option.Code != code))
                    || Codes(value).Distinct().Count() != Codes(value).Count => ProblemKind.NotAnOption,
            FieldType.Country when !Countries.Exists(value) => ProblemKind.NotACountry,
            FieldType.File when !Guid.TryParseExact(value, "D", out _) => ProblemKind.NotAFile,
            _ => null,
        };

    private static ProblemKind? LimitProblem(FormField field, string value)
    {
        if (field.MaxWords > 0 && Words(value) > field.MaxWords)
        {
            return ProblemKind.TooManyWords;
        }

        if (field.MaxChars > 0 && value.Length > field.MaxChars)
        {
            return ProblemKind.TooManyCharacters;
        }

        var figure = Figure(field.Type, value);
        if (field.Min.Length > 0 && figure < Figure(field.Type, field.Min))
        {
            return ProblemKind.TooSmall;
        }

        if (field.Max.Length > 0 && figure > Figure(field.Type, field.Max))
        {
            return ProblemKind.TooLarge;
        }

        return field.Pattern.Length > 0 && !Matches(field.Pattern, value) ? ProblemKind.NotThePattern : null;
    }

    /// <summary>In time linear in the answer: a pattern can never stop a service.</summary>
    private static bool Matches(string pattern, string value) =>
        Regex.IsMatch(value, $"^(?:{pattern})$", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);

    [GeneratedRegex("^-?[0-9]{1,18}$")]
    private static partial Regex WholeNumber();

    [GeneratedRegex(@"^-?[0-9]{1,15}(\.[0-9]{1,2})?$")]
    private static partial Regex TwoDecimals();
}
