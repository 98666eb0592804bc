using System.Globalization;

namespace Fund.Gateway.Api.Json;

/// <summary>What came of reading an amount.</summary>
internal enum MoneyTextOutcome
{
    Read,
    NotAnAmount,
    TooManyDecimals,
    TooLarge,
}

/// <summary>
/// Plain decimals to whole minor units and back, exactly: an optional minus, digits without a leading zero, and at
/// most the currency's decimals after a point. No plus, no exponent, no grouping, no spaces.
/// </summary>
internal static class MoneyText
{
    /// <summary>Longest amount looked at; 64 bits of minor units need 20 characters and a point.</summary>
    private const int Longest = 40;

    public static MoneyTextOutcome TryParse(ReadOnlySpan<char> text, int decimals, out long minorUnits)
    {
        minorUnits = 0;
        var negative = text.StartsWith("-");
        var digits = negative ? text[1..] : text;
        var point = digits.IndexOf('.');
        var whole = point < 0 ? digits : digits[..point];
        var fraction = point < 0 ? [] : digits[(point + 1)..];
        if (!AllDigits(whole) || (whole.Length > 1 && whole[0] == '0') || (point >= 0 && !AllDigits(fraction)))
        {
            return MoneyTextOutcome.NotAnAmount;
        }

        // Trailing zeros beyond the currency's decimals are still beyond them: what is written is what is meant.
        if (fraction.Length > decimals)
        {
            return MoneyTextOutcome.TooManyDecimals;
        }

        if (digits.Length > Longest)
        {
            return MoneyTextOutcome.TooLarge;
        }

        Int128 value = 0;
        foreach (var digit in whole)
        {
            value = (value * 10) + (digit - '0');
        }

        for (var i = 0; i < decimals; i++)
        {
            value = (value * 10) + (i < fraction.Length ? fraction[i] - '0' : 0);
        }

        value = negative ? -value : value;
        if (value > long.MaxValue || value < long.MinValue)
        {
            return MoneyTextOutcome.TooLarge;
        }

        minorUnits = (long)value;
        return MoneyTextOutcome.Read;
    }

    /// <summary>Writes the amount with all decimals of its currency.</summary>
    /// <returns>Characters written, at most 26.</returns>
    public static int Format(long minorUnits, int decimals, Span<char> target)
    {
        var magnitude = minorUnits < 0 ? (ulong)-(minorUnits + 1) + 1 : (ulong)minorUnits;
        var length = 0;
        if (minorUnits < 0)
        {
            target[length++] = '-';
        }

        var scale = 1UL;
        for (var i = 0; i < decimals; i++)
        {
            scale *= 10;
        }

        (magnitude / scale).TryFormat(target[length..], out var written, default, CultureInfo.InvariantCulture);
        length += written;
        if (decimals == 0)
        {
            return length;
        }

        target[length] = '.';
        var fraction = magnitude % scale;
        for (var i = decimals; i > 0; i--)
        {
            target[length + i] = (char)('0' + (int)(fraction % 10));
            fraction /= 10;
        }

        return length + 1 + decimals;
    }

    private static bool AllDigits(ReadOnlySpan<char> text) =>
        text.Length > 0 && !text.ContainsAnyExceptInRange('0', '9');
}
