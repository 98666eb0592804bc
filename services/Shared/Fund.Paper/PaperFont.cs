using System.Text;
using Fund.Paper.Writing;

namespace Fund.Paper;

/// <summary>
/// The two fonts of every document. Each is made of several: Noto Sans for Latin, Greek and Cyrillic, Noto Sans Arabic,
/// and Droid Sans Fallback for Chinese, of which there is no bold cut (Fonts/NOTICE.md).
/// </summary>
public sealed class PaperFont
{
    // Before any character that another face or a joined form could be needed for.
    private const char Simple = '\u0590';

    private readonly PaperFace[] _faces;

    private PaperFont(params PaperFace[] faces) => _faces = faces;

    public static PaperFont Regular { get; } =
        new(new("NotoSans-Regular", 1), new("NotoSansArabic-Regular", 3), new("DroidSansFallbackFull", 5));

    public static PaperFont Bold { get; } =
        new(new("NotoSans-Bold", 2), new("NotoSansArabic-Bold", 4), new("DroidSansFallbackFull", 6, thickened: true));

    internal static IReadOnlyList<PaperFace> Faces { get; } =
    [.. Regular._faces.Concat(Bold._faces).OrderBy(face => face.Number)];

    /// <summary>Width of a text on one line.</summary>
    /// <param name="text">Without line breaks.</param>
    /// <param name="size">Size of the font in points.</param>
    /// <returns>Points.</returns>
    public double WidthOf(ReadOnlySpan<char> text, double size)
    {
        if (!text.ContainsAnyExceptInRange('\0', (char)(Simple - 1)))
        {
            return WidthOfSimple(text, size);
        }

        var width = 0.0;
        foreach (var character in ArabicLetters.Joined(text.ToString()).EnumerateRunes())
        {
            if (Direction.IsMark(character))
            {
                continue;
            }

            var face = FaceOf(character);
            width += (double)face.File.AdvanceOf(face.File.GlyphOf(character)) / face.File.UnitsPerEm;
        }

        return width * size;
    }

    /// <summary>True when every character of the text has a glyph.</summary>
    public bool Has(ReadOnlySpan<char> text)
    {
        foreach (var character in ArabicLetters.Joined(text.ToString()).EnumerateRunes())
        {
            if (!Direction.IsMark(character) && FaceOf(character).File.GlyphOf(character) == 0)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The face that has the character; the first, with its empty box, when none has.</summary>
    internal PaperFace FaceOf(Rune character)
    {
        if (character.Value < Simple)
        {
            return _faces[0];
        }

        foreach (var face in _faces)
        {
            if (face.File.GlyphOf(character) != 0)
            {
                return face;
            }
        }

        return _faces[0];
    }

    private double WidthOfSimple(ReadOnlySpan<char> text, double size)
    {
        var file = _faces[0].File;
        var units = 0L;
        foreach (var character in text.EnumerateRunes())
        {
            units += file.AdvanceOf(file.GlyphOf(character));
        }

        return units * size / file.UnitsPerEm;
    }
}
