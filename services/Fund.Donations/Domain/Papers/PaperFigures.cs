using System.Globalization;
using Fund.Kernel;

namespace Fund.Donations.Domain.Papers;

/// <summary>
/// Numbers and dates as a language writes them. Made here and not by the machine's cultures, which differ between
/// versions: a receipt printed again in ten years has the same characters.
/// </summary>
public static class PaperFigures
{
    private const char NarrowNoBreakSpace = '\u202F';
    private const char NoBreakSpace = '\u00A0';
    private const string LeftToRightMark = "\u200E";

    private static readonly CultureInfo Invariant = CultureInfo.InvariantCulture;

    /// <summary>With all decimals of the currency, thousands apart: <c>1,234.50</c>, in French <c>1 234,50</c>.</summary>
    public static string Figure(this PaperWords words, Money amount) =>
        words.InLanguage(
            ((decimal)amount.MinorUnits / amount.Currency.MinorUnitsPerUnit).ToString(
                "N" + amount.Currency.Decimals.ToString(CultureInfo.InvariantCulture),
                CultureInfo.InvariantCulture
            )
        );

    /// <summary>The amount and its currency, which stay on one line.</summary>
    public static string Amount(this PaperWords words, Money amount) =>
        words.HasDecimalComma
            ? $"{words.Figure(amount)}{NoBreakSpace}{amount.Currency.Code}"
            : $"{amount.Currency.Code}{NoBreakSpace}{words.Figure(amount)}";

    /// <summary>A whole number, thousands apart.</summary>
    public static string Count(this PaperWords words, int count) =>
        words.InLanguage(count.ToString("N0", CultureInfo.InvariantCulture));

    /// <summary>A rate as text of the domain, in the language's way.</summary>
    public static string Rate(this PaperWords words, string plain) => words.InLanguage(plain);

    /// <summary>A whole date: <c>5 October 2026</c>, <c>1er août 2026</c>, <c>2026年10月5日</c>.</summary>
    public static string Date(this PaperWords words, DateOnly date)
    {
        var (day, month, year) = (Plain(date.Day), words.Months[date.Month - 1], date.Year.ToString("0000", Invariant));
        const char space = NoBreakSpace;
        return words.Language switch
        {
            "fr" when date.Day == 1 => $"1er{space}{month}{space}{year}",
            "es" => $"{day}{space}de{space}{month}{space}de{space}{year}",
            "ru" => $"{day}{space}{month}{space}{year}{space}г.",
            "zh" => $"{year}年{month}{day}日",
            _ => $"{day}{space}{month}{space}{year}",
        };
    }

    /// <summary>A date for tables: <c>05 Oct 2026</c>, or in figures as the language writes them.</summary>
    public static string ShortDate(this PaperWords words, DateOnly date) =>
        words.Language switch
        {
            "fr" or "es" or "ar" => date.ToString("dd/MM/yyyy", Invariant),
            "ru" => date.ToString("dd.MM.yyyy", Invariant),
            "zh" => date.ToString("yyyy-MM-dd", Invariant),
            _ => date.ToString($"dd{NoBreakSpace}MMM{NoBreakSpace}yyyy", Invariant),
        };

    /// <summary>Fills the places of a sentence.</summary>
    public static string With(this string sentence, params object[] values) =>
        string.Format(CultureInfo.InvariantCulture, sentence, values);

    /// <summary>
    /// From the invariant form. Where text runs from right to left, an invisible mark keeps the sign of a figure on its
    /// left.
    /// </summary>
    private static string InLanguage(this PaperWords words, string invariant) =>
        words.HasDecimalComma ? invariant.Replace(',', NarrowNoBreakSpace).Replace('.', ',')
        : words.Language == "ar" && invariant.StartsWith('-') ? LeftToRightMark + invariant
        : invariant;

    private static string Plain(int number) => number.ToString(Invariant);
}
