using System.Globalization;
using System.Text;
using Fund.Paper.Fonts;

namespace Fund.Paper.Pdf;

/// <summary>A font in a PDF file: the subset, its widths, and which characters its glyphs stand for.</summary>
internal static class FontObjects
{
    /// <param name="file">Where it goes.</param>
    /// <param name="number">Number by which pages refer to it.</param>
    /// <param name="font">The font.</param>
    /// <param name="used">Glyphs used, each with what it stands for.</param>
    public static void Write(PdfFile file, int number, PaperFace font, SortedDictionary<ushort, string> used)
    {
        if (used.Count == 0)
        {
            file.Write(number, "null");
            return;
        }

        var (program, descriptor, descendant, characters) = (
            file.Reserve(),
            file.Reserve(),
            file.Reserve(),
            file.Reserve()
        );
        var name = $"{Tag(used.Keys)}+{font.Name}";
        var subset = FontSubset.Of(font.File, used.Keys);
        var length = string.Create(CultureInfo.InvariantCulture, $"/Length1 {subset.Length}");
        file.WriteStream(program, length, subset, compress: true);
        file.Write(descriptor, Descriptor(font, name, program));
        file.Write(
            descendant,
            $"<</Type/Font/Subtype/CIDFontType2/BaseFont/{name}/CIDToGIDMap/Identity/DW 0/W[{Widths(font.File, used.Keys)}]"
                + "/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>"
                + $"/FontDescriptor {PdfFile.Reference(descriptor)}>>"
        );
        file.WriteStream(characters, "", Encoding.ASCII.GetBytes(Characters(used)), compress: true);
        file.Write(
            number,
            $"<</Type/Font/Subtype/Type0/BaseFont/{name}/Encoding/Identity-H"
                + $"/DescendantFonts[{PdfFile.Reference(descendant)}]/ToUnicode {PdfFile.Reference(characters)}>>"
        );
    }

    private static string Descriptor(PaperFace font, string name, int program)
    {
        var metrics = font.File;
        var box = string.Join(' ', metrics.Box.Select(side => Thousandths(metrics, side)));
        var weight = font.Name.EndsWith("-Bold", StringComparison.Ordinal) ? 140 : 80;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"<</Type/FontDescriptor/FontName/{name}/Flags 4/FontBBox[{box}]/ItalicAngle 0"
                + $"/Ascent {Thousandths(metrics, metrics.Ascent)}/Descent {Thousandths(metrics, metrics.Descent)}"
                + $"/CapHeight {Thousandths(metrics, metrics.CapHeight)}/StemV {weight}/FontFile2 {program} 0 R>>"
        );
    }

    private static string Widths(TrueTypeFont font, IEnumerable<ushort> glyphs) =>
        string.Join(
            ' ',
            glyphs.Select(glyph =>
                string.Create(CultureInfo.InvariantCulture, $"{glyph}[{Thousandths(font, font.AdvanceOf(glyph))}]")
            )
        );

    private static int Thousandths(TrueTypeFont font, int units) =>
        (int)Math.Round(units * 1000.0 / font.UnitsPerEm, MidpointRounding.AwayFromZero);

    /// <summary>The map from glyphs back to characters: without it nobody could search, copy or read the text aloud.</summary>
    private static string Characters(SortedDictionary<ushort, string> used)
    {
        var map = new StringBuilder(
            "/CIDInit/ProcSet findresource begin 12 dict begin begincmap\n"
                + "/CIDSystemInfo<</Registry(Adobe)/Ordering(UCS)/Supplement 0>>def\n"
                + "/CMapName/Adobe-Identity-UCS def/CMapType 2 def\n"
                + "1 begincodespacerange<0000><FFFF>endcodespacerange\n"
        );
        foreach (var part in used.Chunk(100))
        {
            map.Append(CultureInfo.InvariantCulture, $"{part.Length} beginbfchar\n");
            foreach (var (glyph, character) in part)
            {
                var text = Convert.ToHexString(Encoding.BigEndianUnicode.GetBytes(character));
                map.Append(CultureInfo.InvariantCulture, $"<{glyph:X4}><{text}>\n");
            }

            map.Append("endbfchar\n");
        }

        return map.Append("endcmap CMapName currentdict/CMap defineresource pop end end\n").ToString();
    }

    /// <summary>Six letters that tell subsets of one font apart; made of the glyphs, so that it is always the same.</summary>
    private static string Tag(IEnumerable<ushort> glyphs)
    {
        var hash = glyphs.Aggregate(2166136261u, (value, glyph) => unchecked((value ^ glyph) * 16777619u));
        var tag = new char[6];
        for (var i = 0; i < tag.Length; i++, hash /= 26)
        {
            tag[i] = (char)('A' + (hash % 26));
        }

        return new string(tag);
    }
}
