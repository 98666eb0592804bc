using System.Globalization;
using Fund.Gateway.Portal.Ui;
using Fund.Kernel;
using WireMoney = Fund.Common.V1.Money;

namespace Fund.Gateway.Portal.Forms;

/// <summary>
/// Numbers as people write them: <c>1 250,50</c>, <c>1,250.50</c>, <c>1'250.5</c>, <c>١٢٥٠</c>. What was understood is
/// shown back before anything is done with it; what can be read in two ways is read as the language of the page does.
/// </summary>
internal static class TypedNumber
{
    private const int Longest = 40;

    /// <summary>Reads a number with at most so many decimals into units of the last of them.</summary>
    public static bool TryRead(string text, int decimals, out long units)
    {
        units = 0;
        var plain = Plain(text);
        var negative = plain.StartsWith('-');
        plain = negative ? plain[1..] : plain;
        if (plain.Length is 0 or > Longest)
        {
            return false;
        }

        var point = DecimalPoint(plain, decimals);
        var whole = point < 0 ? plain : plain[..point];
        var fraction = point < 0 ? "" : plain[(point + 1)..];
        whole = Ungrouped(whole);
        if (
            whole.Length == 0
            || fraction.Length > decimals
            || (point >= 0 && fraction.Length == 0)
            || !whole.All(char.IsAsciiDigit)
            || !fraction.All(char.IsAsciiDigit)
        )
        {
            return false;
        }

        var digits = (negative ? "-" : "") + whole + fraction.PadRight(decimals, '0');
        return long.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out units);
    }

    /// <summary>A small whole number in any digits; -1 when it is none.</summary>
    public static int Digits(string text) =>
        int.TryParse(Plain(text), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1;

    /// <summary>An amount for an input: without a currency, as the language writes it.</summary>
    public static string Show(WireMoney money) =>
        Figures
            .Units(money)
            .ToString("N" + Currency.Parse(money.CurrencyCode).Decimals, CultureInfo.CurrentCulture)
            .Replace('\u00A0', ' ')
            .Replace('\u202F', ' ');

    /// <summary>Digits of any script as 0 to 9, separators of any script as point and comma, without spaces.</summary>
    private static string Plain(string text)
    {
        var plain = new System.Text.StringBuilder(text.Length);
        foreach (var letter in text)
        {
            if (char.IsDigit(letter))
            {
                plain.Append((char)('0' + (int)char.GetNumericValue(letter)));
            }
            else if (
                !char.IsWhiteSpace(letter)
                && !char.IsControl(letter)
                && letter is not ('\'' or '’' or '\u200E' or '\u200F' or '\u061C')
            )
            {
                plain.Append(
                    letter switch
                    {
                        '٫' => '.',
                        '٬' or '،' or '，' => ',',
                        '−' or '–' => '-',
                        _ => letter,
                    }
                );
            }
        }

        return plain.ToString();
    }

    /// <summary>Where the decimals begin; -1 when there are none.</summary>
    private static int DecimalPoint(string plain, int decimals)
    {
        var last = plain.LastIndexOfAny(['.', ',']);
        if (last < 0 || decimals == 0)
        {
            return -1;
        }

        var isOnly = plain.IndexOfAny(['.', ',']) == last;
        var both = plain.Contains('.', StringComparison.Ordinal) && plain.Contains(',', StringComparison.Ordinal);
        var after = plain.Length - last - 1;
        if (both || (isOnly && after != 3))
        {
            return last;
        }

        // One separator and three digits: thousands, unless the currency has three decimals and the language agrees.
        var separator = CultureInfo.CurrentCulture.NumberFormat.NumberDecimalSeparator;
        return isOnly && decimals >= 3 && separator == plain[last].ToString() ? last : -1;
    }

    /// <summary>Without the separators of thousands; empty when they are not where thousands are.</summary>
    private static string Ungrouped(string whole)
    {
        var groups = whole.Split(['.', ',']);
        var isGrouped = groups.Skip(1).All(group => group.Length == 3) && groups[0].Length is >= 1 and <= 3;
        return groups.Length == 1 || isGrouped ? string.Concat(groups) : "";
    }
}
