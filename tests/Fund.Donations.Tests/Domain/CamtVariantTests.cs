using System.Text;
using Fund.Donations.Domain.Banking;
using Fund.Kernel;

namespace Fund.Donations.Tests.Domain;

/// <summary>Statements as banks send them that are not quite those of the textbook.</summary>
public sealed class CamtVariantTests
{
    private const string Sent = "12.50";

    [Theory]
    [InlineData("02")]
    [InlineData("03")]
    [InlineData("05")]
    [InlineData("07")]
    [InlineData("10")]
    [InlineData("11")]
    [InlineData("13")]
    public void Every_version_is_read_with_the_names_of_its_own_time(string version)
    {
        var party = int.Parse(version, System.Globalization.CultureInfo.InvariantCulture) < 7;
        var entry = CamtFile.Entry(Sent, name: "Stiftung Ü");
        entry = party
            ? entry.Replace("<Pty>", "").Replace("</Pty>", "").Replace("<Sts><Cd>BOOK</Cd></Sts>", "<Sts>BOOK</Sts>")
            : entry;
        var read = Single(CamtFile.Of(CamtFile.Statement("S1", entry), version));
        Assert.Equal(("Stiftung Ü", 1250L, true), (read.RemitterName, read.Amount?.MinorUnits, read.IsCandidate));
    }

    [Theory]
    [InlineData("JPY", "1500", 1500L)]
    [InlineData("JPY", "1500.00", 1500L)]
    [InlineData("KWD", "1.234", 1234L)]
    [InlineData("KWD", "1.2", 1200L)]
    [InlineData("EUR", "+1.5", 150L)]
    [InlineData("EUR", "000000000000001.50", 150L)]
    [InlineData("EUR", ".5", 50L)]
    [InlineData("EUR", "5.", 500L)]
    public void Amounts_are_taken_by_the_decimals_of_their_currency(string currency, string amount, long minor)
    {
        var statement = CamtFile.Statement("S1", CamtFile.Entry(amount, currency), currency: currency);
        Assert.Equal(minor, Single(CamtFile.Of(statement)).Amount?.MinorUnits);
    }

    [Theory]
    [InlineData("JPY", "1500.5")]
    [InlineData("KWD", "1.2345")]
    [InlineData("EUR", "1,50")]
    [InlineData("EUR", "1 000.00")]
    [InlineData("EUR", "NaN")]
    [InlineData("EUR", "１２")]
    [InlineData("XXX", "1.00")]
    [InlineData("eur", "1.00")]
    [InlineData("", "1.00")]
    public void An_amount_that_breaks_a_rule_is_a_problem_of_its_row_and_the_next_row_is_taken(
        string currency,
        string amount
    )
    {
        var read = Assert.Single(
            ReadStatement.All(
                CamtFile.Of(CamtFile.Statement("S1", CamtFile.Entry(amount, currency) + CamtFile.Entry(Sent)))
            )
        );
        Assert.Equal("Amt", Assert.Single(read.Problems).Field);
        Assert.Equal([false, true], read.Entries.Select(entry => entry.IsCandidate));
    }

    [Fact]
    public void A_declaration_after_blank_lines_is_refused_with_its_place_and_a_file_without_one_is_read()
    {
        var file = Encoding.UTF8.GetString(CamtFile.Of(CamtFile.Statement("S1", CamtFile.Entry(Sent))));
        Assert.Equal(1250, Single(Encoding.UTF8.GetBytes("\n\n" + file)).Amount?.MinorUnits);
        var refusal = Assert
            .Throws<RefusedException>(() =>
                ReadStatement.All(Encoding.UTF8.GetBytes("\n<?xml version=\"1.0\"?>" + file))
            )
            .Refusal;
        Assert.Equal("BAD_FILE", refusal.Reason);
    }

    [Fact]
    public void Texts_in_pieces_are_one_text()
    {
        var entry = CamtFile
            .Entry(Sent, text: "A<![CDATA[ & B]]><!-- said --> C &amp; D&#233;")
            .Replace("<Ustrd>", "<Ustrd>first</Ustrd><Ustrd>")
            .Replace("Stiftung Hoffnung", "<![CDATA[Stiftung <Hoffnung>]]>");
        var read = Single(CamtFile.Of(CamtFile.Statement("S1", entry)));
        Assert.Equal("first A & B C & Dé", read.Reference);
        Assert.Equal("Stiftung <Hoffnung>", read.RemitterName);
    }

    [Theory]
    [InlineData("NOTPROVIDED")]
    [InlineData("NONREF")]
    [InlineData("")]
    public void An_end_to_end_id_that_is_none_is_none(string id)
    {
        var details = $"<TxDtls><Refs><EndToEndId>{id}</EndToEndId></Refs></TxDtls>";
        var read = Single(CamtFile.Of(CamtFile.Statement("S1", CamtFile.Entry(Sent, details: details))));
        Assert.Equal(("", ""), (read.EndToEndId, read.Reference));
    }

    [Fact]
    public void Details_in_several_groups_are_all_transactions_of_the_entry()
    {
        const string part = "<TxDtls><Amt Ccy=\"EUR\">{0}</Amt><CdtDbtInd>CRDT</CdtDbtInd></TxDtls>";
        var details = string.Join(
            "</NtryDtls><NtryDtls>",
            new[] { "5.00", "4.00", "3.50" }.Select(amount => part.Replace("{0}", amount))
        );
        var read = Assert.Single(
            ReadStatement.All(CamtFile.Of(CamtFile.Statement("S1", CamtFile.Entry(Sent, details: details))))
        );
        Assert.Equal([500L, 400L, 350L], read.Entries.Select(entry => entry.Amount?.MinorUnits ?? 0));
        Assert.Equal([1, 2, 3], read.Entries.Select(entry => entry.PartNumber));
    }

    [Fact]
    public void An_entry_with_thousands_of_transactions_is_taken_apart()
    {
        const int many = 20_000;
        var details = string.Concat(
            Enumerable
                .Range(1, many)
                .Select(i =>
                    $"<TxDtls><Refs><EndToEndId>E{i}</EndToEndId></Refs>"
                    + "<Amt Ccy=\"EUR\">0.01</Amt><CdtDbtInd>CRDT</CdtDbtInd></TxDtls>"
                )
        );
        var read = Assert.Single(
            ReadStatement.All(CamtFile.Of(CamtFile.Statement("S1", CamtFile.Entry("200.00", details: details))))
        );
        Assert.Equal(many, read.Entries.Select(entry => entry.Fingerprint).Distinct().Count());
        Assert.Equal(20_000L, read.Entries.Sum(entry => entry.Amount?.MinorUnits ?? 0));
    }

    [Fact]
    public void Elements_nobody_knows_and_elements_that_are_empty_are_gone_by()
    {
        var entry = CamtFile
            .Entry(Sent)
            .Replace(
                "<NtryDtls>",
                "<NtryDtls/><SplmtryData><Envlp><X><Amt Ccy='USD'>9</Amt></X></Envlp></SplmtryData>"
                    + "<Avlbty/><NtryDtls><TxDtls/>"
            );
        Assert.Equal(1250, Single(CamtFile.Of(CamtFile.Statement("S1", entry))).Amount?.MinorUnits);
    }

    [Fact]
    public void Several_files_in_one_are_refused_with_their_place_rather_than_read_in_part()
    {
        var one = CamtFile.Of(CamtFile.Statement("S1", CamtFile.Entry(Sent)));
        var refusal = Assert.Throws<RefusedException>(() => ReadStatement.All((byte[])[.. one, .. one])).Refusal;
        Assert.Equal("BAD_FILE", refusal.Reason);
        Assert.Contains("line", refusal.Message, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void A_file_in_utf_16_that_says_so_without_a_mark_is_read_or_refused_but_never_misread()
    {
        var text =
            "<?xml version=\"1.0\" encoding=\"UTF-16\"?>"
            + Encoding.UTF8.GetString(CamtFile.Of(CamtFile.Statement("S1", CamtFile.Entry(Sent))));
        Assert.Equal(1250, Single(Encoding.Unicode.GetBytes(text)).Amount?.MinorUnits);
        Assert.Equal(1250, Single(Encoding.BigEndianUnicode.GetBytes(text)).Amount?.MinorUnits);
    }

    [Theory]
    [InlineData("2026-02-30")]
    [InlineData("05.10.2026")]
    [InlineData("2026-10")]
    [InlineData("0000-00-00")]
    public void A_day_that_is_none_is_a_problem_of_its_row(string day)
    {
        var read = Assert.Single(
            ReadStatement.All(CamtFile.Of(CamtFile.Statement("S1", CamtFile.Entry(Sent, date: day))))
        );
        Assert.Contains(read.Problems, problem => problem.Given == day);
        Assert.False(Assert.Single(read.Entries).IsCandidate);
    }

    [Theory]
    [InlineData("2026-10-05+02:00")]
    [InlineData("2026-10-05Z")]
    public void A_day_may_have_a_zone(string day) =>
        Assert.Equal(
            new DateOnly(2026, 10, 5),
            Single(CamtFile.Of(CamtFile.Statement("S1", CamtFile.Entry(Sent, date: day)))).ValueDate
        );

    private static ReadEntry Single(byte[] file) => Assert.Single(Assert.Single(ReadStatement.All(file)).Entries);
}
