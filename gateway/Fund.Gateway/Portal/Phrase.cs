using System.Globalization;
using Fund.Gateway.Api;

namespace Fund.Gateway.Portal;

/// <summary>A value that a service put into its sentence.</summary>
/// <param name="Text">As it stands in the English sentence.</param>
/// <param name="Field">JSON pointer of the field the sentence is about; empty when it is about none.</param>
internal readonly record struct SaidValue(string Text, string Field = "");

/// <summary>
/// Fills the places of a text. Besides the formats of .NET a place may hold the forms that a count takes, in the order
/// of the language (<see cref="FormsOf"/>), # standing for the figure: <c>{0:# project|# projects}</c>. It may also name
/// the words its value is said with: <c>{0:@Role}</c> the key Role.… , <c>{0:@Field}</c> the label of a field,
/// <c>{0:@Figure}</c> a decimal as the language writes it, <c>{0:@Said}</c> what a service says itself, as
/// <c>{0:@SaidList}</c> several times. What ends like a sentence is taken for one also without that.
/// </summary>
internal sealed class Phrase(Words words) : IFormatProvider, ICustomFormatter
{
    private const char Figure = '#';
    private const char Between = '|';
    private const char WordsMark = '@';

    public object? GetFormat(Type? formatType) =>
        formatType == typeof(ICustomFormatter) ? this : CultureInfo.CurrentCulture.GetFormat(formatType!);

    /// <summary>The text with its values.</summary>
    public string Fill(string text, params object?[] values) => string.Format(this, text, values);

    public string Format(string? format, object? arg, IFormatProvider? formatProvider) =>
        format is null ? Plain(arg)
        : format.Contains(Between) ? Counted(format.Split(Between), arg)
        : format[0] == WordsMark ? Named(format[1..], arg)
        : arg is IFormattable formattable ? formattable.ToString(format, CultureInfo.CurrentCulture)
        : Plain(arg);

    /// <summary>
    /// How many forms a count takes in a language. English, French and Spanish: one, other. Russian: one (1, 21), few
    /// (2 to 4, 22), many. Arabic: one, two, few (3 to 10), many (11 to 99), other. Source: CLDR plural rules for
    /// whole numbers; none at all is said like many in every language but French.
    /// </summary>
    public static int FormsOf(string language) =>
        language switch
        {
            "zh" => 1,
            "ru" => 3,
            "ar" => 5,
            _ => 2,
        };

    private static int FormOf(string language, decimal count)
    {
        var (tens, ones) = (count % 100, count % 10);
        return language switch
        {
            "zh" => 0,
            "fr" => count < 2 ? 0 : 1,
            "ru" or "ar" when !decimal.IsInteger(count) => language == "ru" ? 1 : 4,
            "ru" => ones == 1 && tens != 11 ? 0
            : ones is >= 2 and <= 4 && tens is not (>= 12 and <= 14) ? 1
            : 2,
            "ar" => count switch
            {
                1 => 0,
                2 => 1,
                _ => tens is >= 3 and <= 10 ? 2
                : tens is >= 11 and <= 99 ? 3
                : 4,
            },
            _ => count == 1 ? 0 : 1,
        };
    }

    private static string Counted(string[] forms, object? arg)
    {
        var count = Number(arg);
        var form = count is { } known ? FormOf(Languages.Current.Code, Math.Abs(known)) : forms.Length - 1;
        var figure = count?.ToString("#,##0.##", CultureInfo.CurrentCulture) ?? Text(arg);
        return forms[Math.Min(form, forms.Length - 1)]
            .Replace(Figure.ToString(), figure, StringComparison.Ordinal)
            .Trim();
    }

    private static decimal? Number(object? arg) =>
        arg switch
        {
            int or long => Convert.ToDecimal(arg, CultureInfo.InvariantCulture),
            decimal number => number,
            _ when decimal.TryParse(Text(arg), NumberStyles.Number, CultureInfo.InvariantCulture, out var number) =>
                number,
            _ => null,
        };

    private static string Text(object? arg) => arg is SaidValue said ? said.Text : arg?.ToString() ?? "";

    private string Named(string prefix, object? arg)
    {
        var text = Text(arg);
        return prefix switch
        {
            "Said" => Own(text),
            "SaidList" => string.Join(", ", text.Split(", ").Select(Own)),
            "Figure" => Number(arg)?.ToString("#,##0.##########", CultureInfo.CurrentCulture) ?? text,
            "Field" => Label(text) ?? (arg is SaidValue { Field.Length: > 0 } ? words["Form.ThisField"] : text),
            _ => words.Find($"{prefix}.{text}") ?? text,
        };
    }

    private string Own(string text) => Remarks.Whole(text, words) ?? ReasonWords.Written(text);

    /// <summary>A field's label by its path on the wire or its name in the API.</summary>
    private string? Label(string path) => words.Find("Field." + FieldPaths.Camel(path[(path.LastIndexOf('.') + 1)..]));

    private string Plain(object? arg) =>
        arg switch
        {
            SaidValue { Field.Length: > 0 } own when FieldPaths.ToPointer(own.Text, null) == own.Field => Named(
                "Field",
                arg
            ),
            SaidValue { Text: [.., '.'] } sentence => Own(sentence.Text),
            SaidValue said => ReasonWords.Written(said.Text),
            IFormattable formattable => formattable.ToString(null, CultureInfo.CurrentCulture),
            _ => arg?.ToString() ?? "",
        };
}
