using System.Globalization;
using System.Text;
using Fund.Donations.Domain;
using Fund.Donations.Domain.Importing;
using Fund.Hosting;
using Fund.Kernel;

namespace Fund.Donations.Features.Importing;

/// <summary>Something wrong with a row, before it is kept.</summary>
internal sealed record CellProblem(long Row, string Column, string Value, Sentence Problem);

/// <summary>Reads the cells of one row, and notes everything that is wrong with them.</summary>
internal sealed class CellReader(CsvRows rows, CsvLayout layout, DateOnly today)
{
    private List<CellProblem>? _problems;

    /// <summary>What was wrong with this row; null when nothing was.</summary>
    public IReadOnlyList<CellProblem>? Problems => _problems;

    public void Refuse(string field, Sentence problem) =>
        (_problems ??= []).Add(new CellProblem(rows.Row, rows.ColumnOf(field), rows[field], problem));

    public void RefuseRow(Sentence problem) => (_problems ??= []).Add(new CellProblem(rows.Row, "", "", problem));

    /// <summary>A text of at most so many characters; empty when absent.</summary>
    public string Text(string field, int most, bool required = false)
    {
        var text = rows[field];
        if (text.Length == 0 && required)
        {
            Refuse(field, $"{field} is required.");
        }
        else if (text.Length > most)
        {
            Refuse(field, Refusals.TooLong(field, text.Length, most).Sentence);
        }
        else if (text.AsSpan().ContainsAnyInRange('\0', '\b'))
        {
            Refuse(field, $"{field} has control characters in it; line breaks and tabs are the only ones allowed.");
        }

        return text;
    }

    public Guid? Id(string field)
    {
        var text = rows[field];
        if (text.Length == 0)
        {
            return null;
        }

        if (Guid.TryParseExact(text, "D", out var id))
        {
            return id;
        }

        Refuse(field, "That is not an id; ids are UUIDs.");
        return null;
    }

    public Currency Currency(string field)
    {
        var text = rows[field];
        if (Kernel.Currency.Find(text) is { } currency)
        {
            return currency;
        }

        Refuse(
            field,
            text.Length == 0
                ? "currency is required: name its column or say which one all rows have."
                : "That is not an ISO 4217 currency; use three capital letters such as USD or EUR."
        );
        return Kernel.Currency.Usd;
    }

    /// <summary>An amount of zero or more; null when the cell is empty or cannot be read.</summary>
    public Money? Amount(string field, Currency currency)
    {
        var amount = Parsed(field, rows[field], currency);
        if (amount is not { IsNegative: true })
        {
            return amount;
        }

        Refuse(field, "The amount is below zero; a correction is recorded as one, not imported.");
        return null;
    }

    /// <summary>
    /// An amount with its sign, before or after it or as parentheses; null when the cell is empty or cannot be read.
    /// </summary>
    public Money? SignedAmount(string field, Currency currency, bool required = true)
    {
        var text = rows[field];
        if (text.Length == 0 && required)
        {
            Refuse(field, $"{field} is required.");
        }

        var isNegative = text.Length > 2 && (text[^1] == '-' || (text[0] == '(' && text[^1] == ')'));
        var plain = text.EndsWith('-') ? text[..^1].TrimEnd() : text.Trim('(', ')');
        return isNegative && Parsed(field, plain, currency) is { IsNegative: false } amount
            ? -amount
            : Parsed(field, text, currency);
    }

    private Money? Parsed(string field, string text, Currency currency)
    {
        if (text.Length == 0)
        {
            return null;
        }

        if (Digits(text, layout.DecimalMark) is not { } plain)
        {
            Refuse(
                field,
                layout.DecimalMark == '.'
                    ? "That is not an amount; write digits with a decimal point, such as 1250.50."
                    : "That is not an amount; write digits with a decimal comma, such as 1250,50."
            );
            return null;
        }

        try
        {
            var amount = Money.Parse(plain, currency, field);
            if (Math.Abs((decimal)amount.MinorUnits) <= Contribution.LargestMinorUnits)
            {
                return amount;
            }

            Refuse(field, Refusals.AmountTooLarge(field, text).Sentence);
        }
        catch (RefusedException e)
        {
            Refuse(field, e.Refusal.Sentence);
        }

        return null;
    }

    /// <summary>A date of any day.</summary>
    public DateOnly Date(string field)
    {
        var text = rows[field];
        if (
            DateOnly.TryParseExact(
                text,
                layout.DateFormat,
                CultureInfo.InvariantCulture,
                DateTimeStyles.None,
                out var date
            )
        )
        {
            return date;
        }

        if (text.Length == 0)
        {
            Refuse(field, $"{field} is required.");
        }
        else
        {
            Refuse(field, $"That is not a date written like {layout.DateFormat}.");
        }

        return today;
    }

    /// <summary>A date that is not in the future.</summary>
    public DateOnly PastDate(string field)
    {
        var date = Date(field);
        if (date > today)
        {
            Refuse(field, Refusals.DateInFuture(field, date, today).Sentence);
        }
        else if (date.Year < 1900)
        {
            Refuse(field, "The date is before 1900.");
        }

        return date;
    }

    /// <summary>A year that is not in the future: its first day.</summary>
    public DateOnly Year(string field)
    {
        var text = rows[field];
        if (
            int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var year)
            && year >= 1900
            && year <= today.Year
        )
        {
            return new DateOnly(year, 1, 1);
        }

        Refuse(field, $"That is not a year from 1900 to {today.Year}.");
        return today;
    }

    /// <summary>A member of an enum by its name in any case; null when the cell is empty.</summary>
    public T? Choice<T>(string field)
        where T : struct, Enum
    {
        var text = rows[field];
        if (text.Length == 0)
        {
            return null;
        }

        if (
            !char.IsAsciiDigit(text[0]) && Enum.TryParse<T>(text.Replace(" ", "").Replace("_", ""), true, out var value)
        )
        {
            return value;
        }

        Refuse(field, $"That is not one of {string.Join(", ", Enum.GetNames<T>().Select(Camel))}.");
        return null;
    }

    private static string Camel(string name) => char.ToLowerInvariant(name[0]) + name[1..];

    /// <summary>
    /// Digits with a decimal point, from digits with thousands apart in any usual way; null when that is not what it
    /// is. Groups have three digits: "1.25" with a decimal comma is a mistake, not 125.
    /// </summary>
    internal static string? Digits(string text, char decimalMark)
    {
        var plain = new StringBuilder(text.Length);
        var span = text.AsSpan();
        if (span[0] is '-' or '+')
        {
            plain.Append(span[0]);
            span = span[1..];
        }

        var mark = span.IndexOf(decimalMark);
        var whole = mark < 0 ? span : span[..mark];
        var fraction = mark < 0 ? [] : span[(mark + 1)..];
        if (whole.IsEmpty || (mark >= 0 && fraction.IsEmpty) || fraction.ContainsAnyExceptInRange('0', '9'))
        {
            return null;
        }

        var group = whole.IndexOfAnyExceptInRange('0', '9');
        if (group < 0)
        {
            plain.Append(whole);
        }
        else if (!AppendGroups(plain, whole, whole[group], decimalMark))
        {
            return null;
        }

        return fraction.IsEmpty ? plain.ToString() : plain.Append('.').Append(fraction).ToString();
    }

    private static bool AppendGroups(StringBuilder plain, ReadOnlySpan<char> whole, char between, char decimalMark)
    {
        if (between == decimalMark || between is not (' ' or '\u00A0' or '\u202F' or '\'' or '’' or '.' or ','))
        {
            return false;
        }

        var isFirst = true;
        foreach (var range in whole.Split(between))
        {
            var part = whole[range];
            var fits = isFirst ? part.Length is > 0 and <= 3 : part.Length == 3;
            if (!fits || part.ContainsAnyExceptInRange('0', '9'))
            {
                return false;
            }

            plain.Append(part);
            isFirst = false;
        }

        return true;
    }
}
