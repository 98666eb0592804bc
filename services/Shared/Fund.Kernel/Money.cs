using System.Globalization;

namespace Fund.Kernel;

/// <summary>
/// An exact amount: whole minor units of one currency (USD 12.34 is 1234). Never a fraction, never a float.
/// Arithmetic across currencies and beyond 64 bits is refused, not rounded.
/// </summary>
/// <param name="MinorUnits">Signed count of the currency's minor units.</param>
/// <param name="Currency">The ISO 4217 currency.</param>
public readonly record struct Money(long MinorUnits, Currency Currency) : IComparable<Money>
{
    public static Money Zero(Currency currency) => new(0, currency);

    /// <summary>US dollars from cents.</summary>
    public static Money UsdCents(long cents) => new(cents, Currency.Usd);

    public bool IsPositive => MinorUnits > 0;

    public bool IsNegative => MinorUnits < 0;

    public bool IsZero => MinorUnits == 0;

    public static Money operator +(Money left, Money right) =>
        new(checked(left.MinorUnits + left.Same(right).MinorUnits), left.Currency);

    public static Money operator -(Money left, Money right) =>
        new(checked(left.MinorUnits - left.Same(right).MinorUnits), left.Currency);

    public static Money operator -(Money value) => new(checked(-value.MinorUnits), value.Currency);

    public static bool operator <(Money left, Money right) => left.CompareTo(right) < 0;

    public static bool operator >(Money left, Money right) => left.CompareTo(right) > 0;

    public static bool operator <=(Money left, Money right) => left.CompareTo(right) <= 0;

    public static bool operator >=(Money left, Money right) => left.CompareTo(right) >= 0;

    public int CompareTo(Money other) => MinorUnits.CompareTo(Same(other).MinorUnits);

    /// <summary>A share of the amount, rounded half to even to the minor unit (13 % of 1.00 is 0.13).</summary>
    /// <param name="basisPoints">Hundredths of a percent: 1,300 is 13 %.</param>
    public Money Share(int basisPoints) =>
        new(checked((long)Math.Round((decimal)MinorUnits * basisPoints / 10_000m, MidpointRounding.ToEven)), Currency);

    /// <summary>
    /// The amount in another currency, rounded half to even to its minor unit.
    /// </summary>
    /// <param name="target">The currency to express the amount in.</param>
    /// <param name="unitsPerTarget">Units of this currency for one unit of the target, as UN rates are quoted.</param>
    /// <exception cref="RefusedException">The rate is not positive, or the result does not fit.</exception>
    public Money ConvertTo(Currency target, decimal unitsPerTarget)
    {
        if (unitsPerTarget <= 0)
        {
            throw Refusals.NotPositive("rate", unitsPerTarget.ToString(CultureInfo.InvariantCulture)).AsException();
        }

        try
        {
            var units = (decimal)MinorUnits / Currency.MinorUnitsPerUnit;
            var exact = units / unitsPerTarget * target.MinorUnitsPerUnit;
            return new Money(checked((long)Math.Round(exact, MidpointRounding.ToEven)), target);
        }
        catch (OverflowException)
        {
            throw Refusals.AmountTooLarge("amount", ToString()).AsException();
        }
    }

    /// <summary>The amount with the currency's own decimals and a point: 1234 US cents are "12.34".</summary>
    public string ToDecimalString()
    {
        var value = (decimal)MinorUnits / Currency.MinorUnitsPerUnit;
        return value.ToString(
            "F" + Currency.Decimals.ToString(CultureInfo.InvariantCulture),
            CultureInfo.InvariantCulture
        );
    }

    /// <summary>Code, then the amount grouped by thousands: "USD 1,234.50". For people and for messages.</summary>
    public override string ToString()
    {
        var value = (decimal)MinorUnits / Currency.MinorUnitsPerUnit;
        var format = "N" + Currency.Decimals.ToString(CultureInfo.InvariantCulture);
        return $"{Currency.Code} {value.ToString(format, CultureInfo.InvariantCulture)}";
    }

    /// <summary>
    /// Reads a plain decimal ("1250.5", "-3") exactly. More decimals than the currency has, or a value that does not
    /// fit 64 bits of minor units, are refused with the field's name; nothing is rounded.
    /// </summary>
    public static Money Parse(string text, Currency currency, string field)
    {
        const NumberStyles plain = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint;
        if (!decimal.TryParse(text, plain, CultureInfo.InvariantCulture, out var value))
        {
            throw Refusals.NotAnAmount(field, text).AsException();
        }

        decimal scaled;
        try
        {
            scaled = value * currency.MinorUnitsPerUnit;
        }
        catch (OverflowException)
        {
            throw Refusals.AmountTooLarge(field, text).AsException();
        }

        if (scaled != decimal.Truncate(scaled))
        {
            throw Refusals.TooManyDecimals(field, text, currency).AsException();
        }

        return scaled is > long.MaxValue or < long.MinValue
            ? throw Refusals.AmountTooLarge(field, text).AsException()
            : new Money((long)scaled, currency);
    }

    private Money Same(Money other) =>
        Currency.Equals(other.Currency)
            ? other
            : throw Refusals.CurrencyMismatch("currency_code", other.Currency.Code, Currency.Code).AsException();
}
