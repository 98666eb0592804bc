using System.Text;
using Fund.Paper.Fonts;

namespace Fund.Paper;

/// <summary>The two fonts of every document: Noto Sans, which has Latin, Greek and Cyrillic (Fonts/NOTICE.md).</summary>
public sealed class PaperFont
{
    private PaperFont(string name, int number)
    {
        Name = name;
        Number = number;
        using var stream =
            typeof(PaperFont).Assembly.GetManifestResourceStream($"Fund.Paper.Fonts.{name}.ttf")
            ?? throw new InvalidOperationException($"The font {name} is not part of the assembly.");
        var file = new byte[stream.Length];
        stream.ReadExactly(file);
        File = new TrueTypeFont(file);
    }

    public static PaperFont Regular { get; } = new("NotoSans-Regular", 1);

    public static PaperFont Bold { get; } = new("NotoSans-Bold", 2);

    internal static IReadOnlyList<PaperFont> All { get; } = [Regular, Bold];

    internal string Name { get; }

    /// <summary>From 1; the font's name on a page is F and this.</summary>
    internal int Number { get; }

    internal TrueTypeFont File { get; }

    /// <summary>Width of a text on one line.</summary>
    /// <param name="text">Without line breaks.</param>
    /// <param name="size">Size of the font in points.</param>
    /// <returns>Points.</returns>
    public double WidthOf(ReadOnlySpan<char> text, double size)
    {
        var units = 0L;
        foreach (var character in text.EnumerateRunes())
        {
            units += File.AdvanceOf(File.GlyphOf(character));
        }

        return units * size / File.UnitsPerEm;
    }

    /// <summary>True when every character of the text has a glyph.</summary>
    public bool Has(ReadOnlySpan<char> text)
    {
        foreach (var character in text.EnumerateRunes())
        {
            if (File.GlyphOf(character) == 0)
            {
                return false;
            }
        }

        return true;
    }
}
