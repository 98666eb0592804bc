namespace Fund.Kernel.Tests;

public sealed class MoneyTests
{
    private static readonly Currency Jpy = Currency.Parse("JPY");
    private static readonly Currency Kwd = Currency.Parse("KWD");
    private static readonly Currency Eur = Currency.Parse("EUR");

    [Theory]
    [InlineData("12.34", "USD", 1234)]
    [InlineData("12.3", "USD", 1230)]
    [InlineData("-3", "USD", -300)]
    [InlineData("1500", "JPY", 1500)]
    [InlineData("1.005", "KWD", 1005)]
    [InlineData("92233720368547758.07", "USD", long.MaxValue)]
    public void A_decimal_is_read_exactly(string text, string code, long minor) =>
        Assert.Equal(minor, Money.Parse(text, Currency.Parse(code), "amount").MinorUnits);

    [Theory]
    [InlineData("1.234", "USD", "TOO_MANY_DECIMALS")]
    [InlineData("1.5", "JPY", "TOO_MANY_DECIMALS")]
    [InlineData("1.0005", "KWD", "TOO_MANY_DECIMALS")]
    [InlineData("1,234.50", "USD", "NOT_AN_AMOUNT")]
    [InlineData("1e3", "USD", "NOT_AN_AMOUNT")]
    [InlineData(" 1", "USD", "NOT_AN_AMOUNT")]
    [InlineData("", "USD", "NOT_AN_AMOUNT")]
    [InlineData("ten", "USD", "NOT_AN_AMOUNT")]
    [InlineData("92233720368547758.08", "USD", "AMOUNT_TOO_LARGE")]
    [InlineData("79228162514264337593543950335", "USD", "AMOUNT_TOO_LARGE")]
    public void What_cannot_be_read_exactly_is_refused_with_its_field(string text, string code, string reason)
    {
        var refusal = Assert
            .Throws<RefusedException>(() => Money.Parse(text, Currency.Parse(code), "lines[2].amount"))
            .Refusal;
        Assert.Equal(reason, refusal.Reason);
        Assert.Equal(RefusalKind.BadInput, refusal.Kind);
        Assert.Equal("lines[2].amount", Assert.Single(refusal.Fields).Field);
    }

    [Fact]
    public void Amounts_print_with_the_decimals_of_their_currency()
    {
        Assert.Equal("USD 1,234.50", Money.UsdCents(123_450).ToString());
        Assert.Equal("JPY 1,234", new Money(1234, Jpy).ToString());
        Assert.Equal("KWD 1.234", new Money(1234, Kwd).ToString());
        Assert.Equal("1234.50", Money.UsdCents(123_450).ToDecimalString());
        Assert.Equal("1234", new Money(1234, Jpy).ToDecimalString());
        Assert.Equal("-0.007", new Money(-7, Kwd).ToDecimalString());
    }

    [Fact]
    public void Currencies_do_not_mix()
    {
        var usd = Money.UsdCents(1);
        var eur = new Money(1, Eur);
        Assert.Equal("CURRENCY_MISMATCH", Assert.Throws<RefusedException>(() => usd + eur).Refusal.Reason);
        Assert.Equal("CURRENCY_MISMATCH", Assert.Throws<RefusedException>(() => usd - eur).Refusal.Reason);
        Assert.Equal("CURRENCY_MISMATCH", Assert.Throws<RefusedException>(() => usd < eur).Refusal.Reason);
    }

    [Fact]
    public void Arithmetic_beyond_64_bits_fails_instead_of_wrapping()
    {
        var most = Money.UsdCents(long.MaxValue);
        Assert.Throws<OverflowException>(() => most + Money.UsdCents(1));
        Assert.Throws<OverflowException>(() => -most - Money.UsdCents(2));
        Assert.Throws<OverflowException>(() => -Money.UsdCents(long.MinValue));
    }

    [Theory]
    [InlineData(100, 1300, 13)]
    [InlineData(50, 100, 0)]
    [InlineData(150, 100, 2)]
    [InlineData(250, 100, 2)]
    [InlineData(-150, 100, -2)]
    public void A_share_is_rounded_half_to_even(long cents, int basisPoints, long expected) =>
        Assert.Equal(expected, Money.UsdCents(cents).Share(basisPoints).MinorUnits);

    [Fact]
    public void Conversion_divides_by_the_units_per_target_and_minds_both_minor_units()
    {
        Assert.Equal(Money.UsdCents(10_870), new Money(10_000, Eur).ConvertTo(Currency.Usd, 0.92m));
        Assert.Equal(Money.UsdCents(1_000), new Money(1_500, Jpy).ConvertTo(Currency.Usd, 150m));
        Assert.Equal(Money.UsdCents(326), new Money(1_000, Kwd).ConvertTo(Currency.Usd, 0.307m));
        Assert.Equal(new Money(1_500, Jpy), Money.UsdCents(1_000).ConvertTo(Jpy, 1m / 150m));
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-0.5")]
    public void A_rate_that_is_not_positive_is_refused(string rate)
    {
        var value = decimal.Parse(rate, System.Globalization.CultureInfo.InvariantCulture);
        Assert.Equal(
            "NOT_POSITIVE",
            Assert.Throws<RefusedException>(() => new Money(1, Eur).ConvertTo(Currency.Usd, value)).Refusal.Reason
        );
    }

    [Fact]
    public void A_conversion_that_does_not_fit_is_refused() =>
        Assert.Equal(
            "AMOUNT_TOO_LARGE",
            Assert
                .Throws<RefusedException>(() => new Money(long.MaxValue, Eur).ConvertTo(Currency.Usd, 0.0001m))
                .Refusal.Reason
        );
}
