using System.Diagnostics;
using System.Text;
using Fund.Donations.Domain;
using Fund.Kernel;
using Fund.Testing;

namespace Fund.Donations.Tests.Domain;

public sealed class UnRatesFileTests
{
    private static readonly DateOnly October = new(2026, 10, 1);
    private static readonly DateOnly Today = new(2026, 10, 15);

    [Fact]
    public void The_published_file_is_read_with_its_stray_text_and_repeated_countries()
    {
        var file = UnRatesFile.Read(SharedFiles.Read("standards/unore/exchange-rates.excerpt.xml"), Today);

        Assert.Empty(file.Warnings);
        Assert.Empty(file.Problems);
        Assert.Equal(13, file.Rates.Count);
        Assert.Contains(
            file.Rates,
            rate => rate is { Currency.Code: "EUR", UnitsPerUsd: 0.882m } && rate.EffectiveDate == October
        );
        Assert.Contains(file.Rates, rate => rate is { Currency.Code: "VND", UnitsPerUsd: 25969m });
        Assert.DoesNotContain(file.Rates, rate => rate.Currency.Equals(Currency.Usd));
    }

    [Fact]
    public void Countries_that_share_a_currency_and_disagree_are_both_named()
    {
        var file = Read(Row("Austria", "EUR", "0.882"), Row("Norway", "NOK", "9.5"), Row("France", "EUR", "0.883"));

        var problem = Assert.Single(file.Problems);
        Assert.Equal((4, "rate", "0.883 (France)"), (problem.Line, problem.Column, problem.Value));
        Assert.Contains("line 2 says 0.882 (Austria)", problem.Rule.Text, StringComparison.Ordinal);
        Assert.Equal("NOK", Assert.Single(file.Rates).Currency.Code);
    }

    [Fact]
    public void An_unknown_currency_is_left_out_with_a_warning()
    {
        var file = Read(Row("Nowhere", "XQQ", "1.5"), Row("Norway", "NOK", "9.595"));

        Assert.Equal("NOK", Assert.Single(file.Rates).Currency.Code);
        Assert.Contains("XQQ", Assert.Single(file.Warnings).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("1e3")]
    [InlineData("1,5")]
    [InlineData("0.00000000001")]
    [InlineData("10000000000")]
    public void A_rate_that_is_no_decimal_above_zero_is_a_problem_with_line_column_and_value(string rate)
    {
        var file = Read(Row("Norway", "NOK", rate), Row("Poland", "PLN", "3.6"));

        var problem = Assert.Single(file.Problems);
        Assert.Equal((2, "rate", rate), (problem.Line, problem.Column, problem.Value));
        Assert.Equal("PLN", Assert.Single(file.Rates).Currency.Code);
    }

    [Theory]
    [InlineData("01/10/2026")]
    [InlineData("31 Feb 2026")]
    [InlineData("16 Oct 2027")]
    [InlineData("")]
    public void A_date_that_is_none_or_too_far_ahead_is_a_problem(string date) =>
        Assert.Equal(
            (2, "eff_date", date),
            Read(Row("Norway", "NOK", "9.5", date)).Problems.Select(row => (row.Line, row.Column, row.Value)).Single()
        );

    [Theory]
    [InlineData("01 Oct 2026")]
    [InlineData("1 Oct 2026")]
    [InlineData("01 OCT 2026")]
    [InlineData("01-Oct-2026")]
    [InlineData("2026-10-01")]
    [InlineData("2026-10-01T00:00:00")]
    public void Dates_are_read_as_published_in_any_case_and_as_the_schema_says(string date) =>
        Assert.Equal(October, Assert.Single(Read(Row("Norway", "NOK", "9.5", date)).Rates).EffectiveDate);

    [Fact]
    public void Names_and_codes_in_any_case_and_rows_with_nothing_in_them_are_no_obstacle()
    {
        var text = Encoding
            .UTF8.GetString(File(Row("Norway", "nok", "9.5"), Row("", "", "", ""), "<UN_OPERATIONAL_RATES/>"))
            .Replace("f_curr_code", "F_CURR_CODE", StringComparison.Ordinal)
            .Replace("UN_OPERATIONAL_RATES", "un_operational_rates", StringComparison.Ordinal);

        var file = UnRatesFile.Read(Encoding.UTF8.GetBytes(text), Today);

        Assert.Equal("NOK", Assert.Single(file.Rates).Currency.Code);
        Assert.Empty(file.Warnings);
        Assert.Empty(file.Problems);
    }

    [Theory]
    [InlineData("HRK", "7.5")]
    [InlineData("LTL", "3.4")]
    [InlineData("NOK", "")]
    public void Historic_currencies_and_currencies_without_a_rate_are_left_out_with_a_warning(string code, string rate)
    {
        var file = Read(Row("Somewhere", code, rate), Row("Poland", "PLN", "3.6"));

        Assert.Equal("PLN", Assert.Single(file.Rates).Currency.Code);
        Assert.Contains(code, Assert.Single(file.Warnings).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_dollar_at_anything_but_one_is_a_problem() =>
        Assert.Equal("1.1", Assert.Single(Read(Row("United States", "USD", "1.1")).Problems).Value);

    [Theory]
    [InlineData("<html><body/></html>")]
    [InlineData("<UN_OPERATIONAL_RATES_DATASET/>")]
    [InlineData("<UN_OPERATIONAL_RATES_DATASET>")]
    [InlineData("not xml at all")]
    [InlineData("")]
    public void Anything_else_is_refused(string text) =>
        Assert.Equal("BAD_FILE", Refused.By(() => UnRatesFile.Read(Encoding.UTF8.GetBytes(text), Today)).Reason);

    [Theory]
    [InlineData("<UN_OPERATIONAL_RATES_DATASET>\n<row></other></UN_OPERATIONAL_RATES_DATASET>", "Line 2, position 8: ")]
    [InlineData("<UN_OPERATIONAL_RATES_DATASET>\n<row>", "Line 2, position 6: ")]
    [InlineData("<UN_OPERATIONAL_RATES_DATASET>\n\u0001", "Line 2, position 1: ")]
    public void What_is_broken_is_said_with_its_place_in_words_of_our_own(string text, string place)
    {
        var refusal = Refused.By(() => UnRatesFile.Read(Encoding.UTF8.GetBytes(text), Today));

        Assert.Equal(
            place
                + "The file is not well-formed XML here; it ends early, an element is not closed, or a character stands "
                + "where none may.",
            refusal.Message
        );
    }

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
        Refused.By(() => UnRatesFile.Read(bytes, Today));
        var started = Stopwatch.GetTimestamp();

        var refusal = Refused.By(() => UnRatesFile.Read(bytes, Today));

        Assert.True(Stopwatch.GetElapsedTime(started) < TimeSpan.FromMilliseconds(100));
        Assert.Equal("BAD_FILE", refusal.Reason);
        Assert.Contains("document type", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_above_the_limit_is_refused() =>
        Assert.Equal(
            "FILE_TOO_LARGE",
            Refused.By(() => UnRatesFile.Read(new byte[UnRatesFile.LargestFile + 1], Today)).Reason
        );

    private static RatesFile Read(params string[] rows) => UnRatesFile.Read(File(rows), Today);

    internal static byte[] File(params string[] rows) =>
        Encoding.UTF8.GetBytes(
            "<UN_OPERATIONAL_RATES_DATASET>\\r\\n\n" + string.Join('\n', rows) + "\n</UN_OPERATIONAL_RATES_DATASET>"
        );

    internal static string Row(string country, string code, string rate, string date = "01 Oct 2026") =>
        $"<UN_OPERATIONAL_RATES><abbrv_name>{country}</abbrv_name><name>x</name><f_curr_code>{code}</f_curr_code>"
        + $"<eff_date>{date}</eff_date><rate>{rate}</rate></UN_OPERATIONAL_RATES>";
}
