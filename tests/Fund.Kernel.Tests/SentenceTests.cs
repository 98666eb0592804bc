using System.Globalization;

namespace Fund.Kernel.Tests;

public sealed class SentenceTests
{
    [Fact]
    public void A_sentence_keeps_what_was_put_into_it_as_it_stands_there()
    {
        var amount = new Money(125_000, Currency.Usd);
        var day = new DateOnly(2026, 10, 1);
        Sentence sentence = $"{amount} is free on {day:yyyy-MM-dd}, " + $"not {1234.5m:N1}.";

        Assert.Equal("USD 1,250.00 is free on 2026-10-01, not 1,234.5.", sentence.Text);
        Assert.Equal(["USD 1,250.00", "2026-10-01", "1,234.5"], sentence.Values);
    }

    [Fact]
    public void A_sentence_is_written_the_same_in_every_culture()
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("fr");
            Sentence sentence = $"{1234.5m:N1}";
            Assert.Equal("1,234.5", sentence.Text);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void A_plain_text_is_a_sentence_without_values()
    {
        Sentence sentence = "The file is empty.";
        Assert.Equal("The file is empty.", sentence.Text);
        Assert.Empty(sentence.Values);
    }
}
