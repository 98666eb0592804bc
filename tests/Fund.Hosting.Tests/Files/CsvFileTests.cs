using System.Text;
using CsvHelper;
using Fund.Kernel;

namespace Fund.Hosting.Tests.Files;

public sealed class CsvFileTests
{
    [Fact]
    public async Task A_file_has_a_mark_its_columns_and_its_rows()
    {
        var text = await WriteAsync(file =>
            file.Text("Société Générale, \"Paris\"")
                .Amount(new Money(-123_450, Currency.Parse("KWD")))
                .Number(7)
                .Date(new DateOnly(2026, 2, 3))
                .Moment(new DateTimeOffset(2026, 2, 3, 1, 0, 0, TimeSpan.FromHours(2)))
        );

        Assert.Equal(
            "\uFEFFname,amount,number,date,moment\r\n"
                + "\"Société Générale, \"\"Paris\"\"\",-123.450,7,2026-02-03,2026-02-02T23:00:00Z\r\n",
            text
        );
    }

    [Theory]
    [InlineData("=1+1")]
    [InlineData("+41 22 000")]
    [InlineData("-cmd")]
    [InlineData("@SUM(A1)")]
    [InlineData("\tx")]
    public async Task A_text_that_looks_like_a_formula_is_inert_and_read_back_as_it_was(string text)
    {
        var written = await WriteAsync(file => file.Text(text).Number(1).Number(2).Text("").Text(""));

        using var reader = CsvReader.FromText(written, new CsvReaderOptions());
        Assert.True(reader.Read());
        Assert.Equal("'" + text, reader.GetString(0));
        Assert.Equal(text, CsvFile.Plain(reader.GetString(0)));
    }

    [Theory]
    [InlineData("'=1")]
    [InlineData("''=1")]
    [InlineData("'t Hoog")]
    [InlineData("'")]
    [InlineData("")]
    public void A_text_with_apostrophes_comes_back_as_it_was(string text) =>
        Assert.Equal(text, CsvFile.Plain(CsvFile.Inert(text)));

    private static async Task<string> WriteAsync(Func<CsvFile, CsvFile> row)
    {
        using var stream = new MemoryStream();
        await using (
            var file = await CsvFile.BeginAsync(
                stream,
                ["name", "amount", "number", "date", "moment"],
                TestContext.Current.CancellationToken
            )
        )
        {
            row(file);
            await file.EndRowAsync(TestContext.Current.CancellationToken);
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
