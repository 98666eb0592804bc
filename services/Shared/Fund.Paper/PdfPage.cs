using System.Globalization;
using System.Text;

namespace Fund.Paper;

/// <summary>One A4 page. Places are in points from the top left corner; text stands on the line given.</summary>
public sealed class PdfPage
{
    /// <summary>A4, in points.</summary>
    public const double Width = 595.28;

    /// <inheritdoc cref="Width"/>
    public const double Height = 841.89;

    private readonly StringBuilder _content = new(8_192);
    private readonly PdfDocument _document;

    internal PdfPage(PdfDocument document) => _document = document;

    internal string Content => _content.ToString();

    /// <summary>Writes a line of text that begins at a place.</summary>
    /// <param name="x">Left end.</param>
    /// <param name="y">The line it stands on.</param>
    /// <param name="text">Without line breaks.</param>
    /// <param name="font">Font.</param>
    /// <param name="size">Points.</param>
    /// <param name="ink">Colour.</param>
    public void Text(double x, double y, string text, PaperFont font, double size, Ink ink = default)
    {
        ArgumentNullException.ThrowIfNull(font);
        if (string.IsNullOrEmpty(text))
        {
            return;
        }

        Colour(ink, 'f');
        _content.Append(CultureInfo.InvariantCulture, $"BT /F{font.Number} {size:0.##} Tf ");
        _content.Append(CultureInfo.InvariantCulture, $"{x:0.##} {Height - y:0.##} Td <");
        _document.Encode(TextLines.Clean(text), font, _content);
        _content.Append("> Tj ET\n");
    }

    /// <summary>Writes a line of text that ends at a place.</summary>
    public void TextEndingAt(double right, double y, string text, PaperFont font, double size, Ink ink = default)
    {
        ArgumentNullException.ThrowIfNull(font);
        Text(right - font.WidthOf(TextLines.Clean(text), size), y, text, font, size, ink);
    }

    /// <summary>Writes large across the page, from lower left to upper right, under what comes after it.</summary>
    public void Across(string text, Ink ink)
    {
        var font = PaperFont.Bold;
        var size = Math.Min(120, 560 / font.WidthOf(text, 1));
        var half = font.WidthOf(text, size) / 2;
        const double sine = 0.7071;
        var (x, y) = ((Width / 2) - (half * sine) + (size * 0.25), (Height / 2) - (half * sine) - (size * 0.25));
        Colour(ink, 'f');
        _content.Append(CultureInfo.InvariantCulture, $"BT /F{font.Number} {size:0.##} Tf ");
        _content.Append(CultureInfo.InvariantCulture, $"{sine} {sine} {-sine} {sine} {x:0.##} {y:0.##} Tm <");
        _document.Encode(TextLines.Clean(text), font, _content);
        _content.Append("> Tj ET\n");
    }

    /// <summary>Draws a level line.</summary>
    public void Rule(double left, double right, double y, double thickness, Ink ink)
    {
        Colour(ink, 'S');
        _content.Append(
            CultureInfo.InvariantCulture,
            $"{thickness:0.##} w {left:0.##} {Height - y:0.##} m {right:0.##} {Height - y:0.##} l S\n"
        );
    }

    /// <summary>Fills a box.</summary>
    public void Fill(double left, double top, double width, double height, Ink ink)
    {
        Colour(ink, 'f');
        _content.Append(
            CultureInfo.InvariantCulture,
            $"{left:0.##} {Height - top - height:0.##} {width:0.##} {height:0.##} re f\n"
        );
    }

    private void Colour(Ink ink, char use) =>
        _content.Append(
            CultureInfo.InvariantCulture,
            $"{ink.Red:0.##} {ink.Green:0.##} {ink.Blue:0.##} {(use == 'S' ? "RG" : "rg")}\n"
        );
}
