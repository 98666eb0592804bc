using System.Globalization;
using Fund.Kernel;

namespace Fund.Donations.Domain.Banking;

/// <summary>An amount as a bank wrote it: never negative, the sign stands beside it.</summary>
/// <param name="Raw">As written.</param>
/// <param name="Value">Null when it is no amount.</param>
/// <param name="Currency">As written; may be unknown here.</param>
internal readonly record struct CamtAmount(string Raw, decimal? Value, string Currency)
{
    /// <summary>ISO 20022 amounts have at most 18 digits.</summary>
    private const decimal Limit = 1_000_000_000_000_000_000m;

    /// <summary>Reads the amount the cursor stands on.</summary>
    public static CamtAmount Read(CamtCursor xml)
    {
        var currency = CamtCursor.Cut(xml.Attribute("Ccy"), 3);
        var raw = xml.Text(40);
        return new CamtAmount(raw, Parse(raw), currency);
    }

    /// <summary>The value of a plain decimal that is not negative; null when it is none or too large.</summary>
    public static decimal? Parse(string raw)
    {
        // XML Schema's decimal may carry a plus sign; a minus is no amount here.
        const NumberStyles plain = NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign;
        return
            raw.Length > 0
            && raw[0] != '-'
            && decimal.TryParse(raw, plain, CultureInfo.InvariantCulture, out var value)
            && value < Limit
            ? value
            : null;
    }

    /// <summary>The exact amount, or null with the rule it breaks.</summary>
    public Money? ToMoney(out Sentence? rule)
    {
        rule = Rule();
        if (rule is not null)
        {
            return null;
        }

        var currency = Kernel.Currency.Find(Currency)!;
        return new Money((long)(Value!.Value * currency.MinorUnitsPerUnit), currency);
    }

    private Sentence? Rule()
    {
        if (Value is not { } value)
        {
            return "An amount has digits with a decimal point, at most 18 of them, and no minus: the direction says the sign.";
        }

        if (Kernel.Currency.Find(Currency) is not { } currency)
        {
            return $"'{Currency}' is no ISO 4217 currency; an amount has one, in three capital letters.";
        }

        var scaled = value * currency.MinorUnitsPerUnit;
        if (scaled != decimal.Truncate(scaled))
        {
            return $"{currency.Code} has at most {currency.Decimals} decimals, so the amount cannot be held exactly.";
        }

        if (scaled > Contribution.LargestMinorUnits)
        {
            return $"An amount has at most {new Money(Contribution.LargestMinorUnits, currency)}.";
        }

        return null;
    }
}
