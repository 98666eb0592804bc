using System.IO.Compression;
using System.Xml;
using System.Xml.Linq;
using Fund.Beneficiaries.Domain;
using Fund.Testing;

namespace Fund.Beneficiaries.Tests.Domain;

/// <summary>The code lists against the standard's own spreadsheet.</summary>
public sealed class HtcdsTests
{
    private static readonly XNamespace Table = "urn:oasis:names:tc:opendocument:xmlns:table:1.0";
    private static readonly XNamespace Text = "urn:oasis:names:tc:opendocument:xmlns:text:1.0";

    [Fact]
    public void Every_code_list_is_the_standards_byte_for_byte()
    {
        var standard = ValuesByField(SharedFiles.PathOf("standards/htcds/HTCDS Field Standards 2.0.ods"));
        Assert.All(Htcds.Picklists, list => Assert.Equal(standard[list.Field], list.Codes));
    }

    [Fact]
    public void Consent_is_a_checkbox_in_the_standard_and_true_or_false_here()
    {
        var standard = ValuesByField(SharedFiles.PathOf("standards/htcds/HTCDS Field Standards 2.0.ods"));
        Assert.Empty(standard[Htcds.Consent.Field]);
        Assert.Equal(["true", "false"], Htcds.Consent.Codes);
    }

    [Fact]
    public void A_code_in_another_case_or_with_a_blank_is_no_code()
    {
        Assert.True(Htcds.Gender.Has("Feminine"));
        Assert.False(Htcds.Gender.Has("feminine"));
        Assert.False(Htcds.Gender.Has("Feminine "));
        Assert.False(Htcds.Gender.Has(""));
    }

    [Theory]
    [InlineData("0-8", "child")]
    [InlineData("9-17", "child")]
    [InlineData("18-20", "adult")]
    [InlineData("48+", "adult")]
    [InlineData("", "")]
    public void A_child_is_below_eighteen(string band, string group) => Assert.Equal(group, AgeBands.GroupOf(band));

    /// <summary>Column 7 is the field's name with its prefix, column 10 the value names, one paragraph each.</summary>
    private static Dictionary<string, string[]> ValuesByField(string path)
    {
        using var archive = ZipFile.OpenRead(path);
        using var content = archive.GetEntry("content.xml")!.Open();
        using var reader = XmlReader.Create(content, new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit });
        return XDocument
            .Load(reader)
            .Descendants(Table + "table-row")
            .Select(Cells)
            .Where(cells => cells.Count > 9 && cells[6].Length == 1 && cells[6][0].Contains('_'))
            .ToDictionary(cells => cells[6][0], cells => cells[9].Where(value => value.Length > 0).ToArray());
    }

    private static List<string[]> Cells(XElement row) =>
        [
            .. row.Elements()
                .SelectMany(cell =>
                    Enumerable.Repeat(
                        cell.Elements(Text + "p").Select(paragraph => paragraph.Value).ToArray(),
                        Math.Min(20, (int?)cell.Attribute(Table + "number-columns-repeated") ?? 1)
                    )
                ),
        ];
}
