using System.Globalization;
using System.Text;
using Fund.Paper.Writing;

namespace Fund.Paper;

/// <summary>
/// One A4 page. Places are in points from the top left corner, and from the top right one where the document runs from
/// right to left; text stands on the line given.
/// </summary>
public sealed class PdfPage
{
    /// <summary>A4, in points.</summary>
    public const double Width = 595.28;

    /// <inheritdoc cref="Width"/>
    public const double Height = 841.89;

    private static readonly CultureInfo Invariant = CultureInfo.InvariantCulture;

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

        var left = _document.RightToLeft ? Width - x - WidthOf(text, font, size) : x;
        Draw(left, y, text, font, size, ink);
    }

    /// <summary>Writes a line of text that ends at a place.</summary>
    public void TextEndingAt(double right, double y, string text, PaperFont font, double size, Ink ink = default)
    {
        ArgumentNullException.ThrowIfNull(font);
        var left = _document.RightToLeft ? Width - right : right - WidthOf(text, font, size);
        Draw(left, y, text, font, size, ink);
    }

    /// <summary>Writes large across the page, from lower left to upper right, under what comes after it.</summary>
    public void Across(string text, Ink ink)
    {
        var font = PaperFont.Bold;
        var size = Math.Min(120, 560 / font.WidthOf(text, 1));
        var half = WidthOf(text, font, size) / 2;
        const double sine = 0.7071;
        var (x, y) = ((Width / 2) - (half * sine) + (size * 0.25), (Height / 2) - (half * sine) - (size * 0.25));
        Colour(ink, 'f');
        Colour(ink, 'S');
        foreach (var run in _document.RunsOf(text, font))
        {
            Show(run, size, string.Create(Invariant, $"{sine} {sine} {-sine} {sine} {x:0.##} {y:0.##} Tm"));
            (x, y) = (x + (run.Width * size * sine), y + (run.Width * size * sine));
        }
    }

    /// <summary>Draws a level line.</summary>
    public void Rule(double left, double right, double y, double thickness, Ink ink)
    {
        (left, right) = _document.RightToLeft ? (Width - right, Width - left) : (left, right);
        Colour(ink, 'S');
        _content.Append(
            Invariant,
            $"{thickness:0.##} w {left:0.##} {Height - y:0.##} m {right:0.##} {Height - y:0.##} l S\n"
        );
    }

    /// <summary>Fills a box.</summary>
    public void Fill(double left, double top, double width, double height, Ink ink)
    {
        left = _document.RightToLeft ? Width - left - width : left;
        Colour(ink, 'f');
        _content.Append(Invariant, $"{left:0.##} {Height - top - height:0.##} {width:0.##} {height:0.##} re f\n");
    }

    private static double WidthOf(string text, PaperFont font, double size) =>
        font.WidthOf(TextLines.Clean(text), size);

    /// <summary>Lines and letters that are drawn thicker have the colour of what they fill.</summary>
    private void Draw(double left, double y, string text, PaperFont font, double size, Ink ink)
    {
        Colour(ink, 'f');
        Colour(ink, 'S');
        foreach (var run in _document.RunsOf(text, font))
        {
            Show(run, size, string.Create(Invariant, $"{left:0.##} {Height - y:0.##} Td"));
            left += run.Width * size;
        }
    }

    private void Show(Run run, double size, string place)
    {
        if (run.Face.Thickened)
        {
            _content.Append(Invariant, $"2 Tr {size / 35:0.##} w ");
        }

        _content.Append(Invariant, $"BT /F{run.Face.Number} {size:0.##} Tf {place} <{run.Codes}> Tj ET\n");
        if (run.Face.Thickened)
        {
            _content.Append("0 Tr\n");
        }
    }

    private void Colour(Ink ink, char use) =>
        _content.Append(Invariant, $"{ink.Red:0.##} {ink.Green:0.##} {ink.Blue:0.##} {(use == 'S' ? "RG" : "rg")}\n");
}
