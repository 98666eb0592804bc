using Fund.Kernel;

namespace Fund.Donations.Domain.Reports;

/// <summary>A second currency that USD amounts are shown in, at a rate that is stated with them.</summary>
/// <param name="Currency">Any but USD.</param>
/// <param name="UnitsPerUsd">Units of it for one USD, above zero.</param>
public sealed record Presentation(Currency Currency, decimal UnitsPerUsd)
{
    /// <summary>The amount before rounding: the product, exactly.</summary>
    /// <exception cref="RefusedException">AMOUNT_TOO_LARGE when it does not fit.</exception>
    public decimal Exact(Money usd)
    {
        try
        {
            var product = (decimal)usd.MinorUnits / Currency.Usd.MinorUnitsPerUnit * UnitsPerUsd;

            // Dividing by one with all its decimals takes trailing zeros away.
            return product / 1.0000000000000000000000000000m;
        }
        catch (OverflowException)
        {
            throw TooLarge(usd);
        }
    }

    /// <summary>The amount rounded half to even to the currency's minor unit.</summary>
    /// <exception cref="RefusedException">AMOUNT_TOO_LARGE when it does not fit.</exception>
    public Money Of(Money usd)
    {
        try
        {
            var minor = Math.Round(Exact(usd) * Currency.MinorUnitsPerUnit, MidpointRounding.ToEven);
            return new Money(checked((long)minor), Currency);
        }
        catch (OverflowException)
        {
            throw TooLarge(usd);
        }
    }

    private RefusedException TooLarge(Money usd) =>
        Refusals.AmountTooLarge("units_per_usd", $"{usd} at {UnitsPerUsd}").AsException();
}
