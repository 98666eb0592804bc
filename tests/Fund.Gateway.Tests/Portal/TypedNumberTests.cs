using System.Globalization;
using Fund.Gateway.Portal.Forms;

namespace Fund.Gateway.Tests.Portal;

/// <summary>Amounts as people write them in six languages.</summary>
public sealed class TypedNumberTests
{
    [Theory]
    [InlineData("1 250,50", 2, 125050)]
    [InlineData("1,250.50", 2, 125050)]
    [InlineData("1.250,50", 2, 125050)]
    [InlineData("1'250.5", 2, 125050)]
    [InlineData("1\u202F250,50", 2, 125050)]
    [InlineData("١٢٥٠", 2, 125000)]
    [InlineData("١٬٢٥٠٫٥٠", 2, 125050)]
    [InlineData(" 1250 ", 2, 125000)]
    [InlineData("1,250", 2, 125000)]
    [InlineData("1.250", 2, 125000)]
    [InlineData("1,250,000", 2, 125000000)]
    [InlineData("0.5", 2, 50)]
    [InlineData("-3,20", 2, -320)]
    [InlineData("12,345", 0, 12345)]
    [InlineData("1.2345", 4, 12345)]
    public void An_amount_is_read_however_it_is_written(string text, int decimals, long units)
    {
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("en-GB");
        Assert.True(TypedNumber.TryRead(text, decimals, out var read));
        Assert.Equal(units, read);
    }

    [Theory]
    [InlineData("en-GB", "1.250", 1250)]
    [InlineData("en-GB", "1,250", 1250000)]
    [InlineData("fr", "1,250", 1250)]
    [InlineData("fr", "1.250", 1250000)]
    public void Three_digits_after_one_separator_are_read_as_the_language_does(string culture, string text, long units)
    {
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
        Assert.True(TypedNumber.TryRead(text, 3, out var read));
        Assert.Equal(units, read);
    }

    [Theory]
    [InlineData("")]
    [InlineData("abc")]
    [InlineData("1.234.5")]
    [InlineData("12.5.6")]
    [InlineData("1,25,000")]
    [InlineData("1e5")]
    [InlineData("99999999999999999999")]
    [InlineData("12.")]
    [InlineData("--1")]
    public void What_is_no_amount_is_refused(string text)
    {
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("en-GB");
        Assert.False(TypedNumber.TryRead(text, 2, out _));
    }
}
