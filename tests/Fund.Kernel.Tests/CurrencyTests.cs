namespace Fund.Kernel.Tests;

public sealed class CurrencyTests
{
    [Theory]
    [InlineData("USD", 2, 100)]
    [InlineData("JPY", 0, 1)]
    [InlineData("KWD", 3, 1000)]
    [InlineData("CLF", 4, 10_000)]
    public void A_currency_knows_its_minor_unit(string code, int decimals, long perUnit)
    {
        var currency = Currency.Parse(code);
        Assert.Equal(decimals, currency.Decimals);
        Assert.Equal(perUnit, currency.MinorUnitsPerUnit);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("usd")]
    [InlineData("US")]
    [InlineData("XAU")]
    [InlineData("XXX")]
    public void What_is_not_a_currency_one_can_give_in_is_refused(string? code)
    {
        Assert.Null(Currency.Find(code));
        var refusal = Assert.Throws<RefusedException>(() => Currency.Parse(code, "amount.currency_code")).Refusal;
        Assert.Equal("UNKNOWN_CURRENCY", refusal.Reason);
        Assert.Equal("amount.currency_code", Assert.Single(refusal.Fields).Field);
    }

    [Fact]
    public void Two_currencies_are_equal_when_their_codes_are()
    {
        Assert.Equal(Currency.Usd, Currency.Parse("USD"));
        Assert.NotEqual(Currency.Usd, Currency.Parse("EUR"));
        Assert.Equal("USD", Currency.Usd.ToString());
    }
}
