using System.Diagnostics;
using System.Text;
using Fund.Donations.Domain;
using Fund.Kernel;

namespace Fund.Donations.Tests.Domain;

public sealed class UnRatesFileTests
{
    private static readonly DateOnly October = new(2026, 10, 1);

    [Fact]
    public void The_published_file_is_read_with_its_stray_text_and_repeated_countries()
    {
        var file = UnRatesFile.Read(SharedFiles.Read("standards/unore/exchange-rates.excerpt.xml"));

        Assert.Empty(file.Warnings);
        Assert.Equal(13, file.Rates.Count);
        Assert.Contains(file.Rates, rate => rate == new FileRate(Currency.Parse("EUR"), October, 0.882m));
        Assert.Contains(file.Rates, rate => rate == new FileRate(Currency.Parse("VND"), October, 25969m));
        Assert.DoesNotContain(file.Rates, rate => rate.Currency.Equals(Currency.Usd));
    }

    [Fact]
    public void Countries_that_share_a_currency_and_disagree_are_both_named()
    {
        var refusal = Refused.By(() => Read(Row("Austria", "EUR", "0.882"), Row("France", "EUR", "0.883")));

        Assert.Equal("RATES_DISAGREE", refusal.Reason);
        Assert.Contains("0.882 (Austria)", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("0.883 (France)", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_currency_is_left_out_with_a_warning()
    {
        var file = Read(Row("Nowhere", "XQQ", "1.5"), Row("Norway", "NOK", "9.595"));

        Assert.Equal("NOK", Assert.Single(file.Rates).Currency.Code);
        Assert.Contains("XQQ", Assert.Single(file.Warnings), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("1e3")]
    [InlineData("1,5")]
    [InlineData("0.00000000001")]
    [InlineData("10000000000")]
    public void A_rate_that_is_no_decimal_above_zero_is_refused_with_its_line(string rate)
    {
        var refusal = Refused.By(() => Read(Row("Norway", "NOK", rate)));

        Assert.Equal("BAD_FILE", refusal.Reason);
        Assert.StartsWith("Line 2, position ", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2026-10-01")]
    [InlineData("31 Feb 2026")]
    [InlineData("")]
    public void A_date_that_is_none_is_refused(string date) =>
        Assert.Equal("BAD_FILE", Refused.By(() => Read(Row("Norway", "NOK", "9.5", date))).Reason);

    [Fact]
    public void The_dollar_at_anything_but_one_is_refused() =>
        Assert.Equal("BAD_FILE", Refused.By(() => Read(Row("United States", "USD", "1.1"))).Reason);

    [Theory]
    [InlineData("<html><body/></html>")]
    [InlineData("<UN_OPERATIONAL_RATES_DATASET/>")]
    [InlineData("<UN_OPERATIONAL_RATES_DATASET>")]
    [InlineData("not xml at all")]
    [InlineData("")]
    public void Anything_else_is_refused(string text) =>
        Assert.Equal("BAD_FILE", Refused.By(() => UnRatesFile.Read(Encoding.UTF8.GetBytes(text))).Reason);

    [Theory]
    [InlineData(
        "<!DOCTYPE r [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\"><!ENTITY c \"&b;&b;&b;&b;&b;&b;&b;&b;\">]>"
    )]
    [InlineData("<!DOCTYPE r SYSTEM \"http://127.0.0.1:9/x.dtd\">")]
    [InlineData("<!DOCTYPE r [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>")]
    public void A_document_type_is_refused_at_once(string doctype)
    {
        var bytes = Encoding.UTF8.GetBytes(
            $"{doctype}<UN_OPERATIONAL_RATES_DATASET>&c;</UN_OPERATIONAL_RATES_DATASET>"
        );
        Refused.By(() => UnRatesFile.Read(bytes));
        var started = Stopwatch.GetTimestamp();

        var refusal = Refused.By(() => UnRatesFile.Read(bytes));

        Assert.True(Stopwatch.GetElapsedTime(started) < TimeSpan.FromMilliseconds(100));
        Assert.Equal("BAD_FILE", refusal.Reason);
        Assert.Contains("document type", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_above_the_limit_is_refused() =>
        Assert.Equal(
            "FILE_TOO_LARGE",
            Refused.By(() => UnRatesFile.Read(new byte[UnRatesFile.LargestFile + 1])).Reason
        );

    private static RatesFile Read(params string[] rows) => UnRatesFile.Read(File(rows));

    internal static byte[] File(params string[] rows) =>
        Encoding.UTF8.GetBytes(
            "<UN_OPERATIONAL_RATES_DATASET>\\r\\n\n" + string.Join('\n', rows) + "\n</UN_OPERATIONAL_RATES_DATASET>"
        );

    internal static string Row(string country, string code, string rate, string date = "01 Oct 2026") =>
        $"<UN_OPERATIONAL_RATES><abbrv_name>{country}</abbrv_name><name>x</name><f_curr_code>{code}</f_curr_code>"
        + $"<eff_date>{date}</eff_date><rate>{rate}</rate></UN_OPERATIONAL_RATES>";
}
