namespace Fund.Paper;

/// <summary>
/// Fills pages from top to bottom and begins a new one when something does not fit. Nothing that is placed as one thing
/// is ever split.
/// </summary>
public sealed class PageFlow
{
    /// <summary>Left and right, in points.</summary>
    public const double Margin = 50;

    /// <summary>Where pages after the first begin below their heading, and where all end above their footing.</summary>
    public const double Top = 84;

    /// <inheritdoc cref="Top"/>
    public const double Bottom = PdfPage.Height - 62;

    /// <summary>Right end of what is written.</summary>
    public const double Right = PdfPage.Width - Margin;

    private readonly PdfDocument _document;
    private readonly Action<PdfPage> _heading;

    /// <summary>Begins with the first page, whose heading is the caller's to write.</summary>
    /// <param name="document">Where the pages go.</param>
    /// <param name="heading">Writes the heading of every page after the first.</param>
    public PageFlow(PdfDocument document, Action<PdfPage> heading)
    {
        ArgumentNullException.ThrowIfNull(document);
        _document = document;
        _heading = heading;
        Page = document.AddPage();
        Y = Margin;
    }

    /// <summary>True when lines begin at the right.</summary>
    public bool RightToLeft => _document.RightToLeft;

    public PdfPage Page { get; private set; }

    /// <summary>How far the page is filled, in points from its top.</summary>
    public double Y { get; private set; }

    /// <summary>True when so much still fits.</summary>
    public bool Fits(double height) => Y + height <= Bottom;

    /// <summary>Begins a new page unless so much still fits.</summary>
    public void Need(double height)
    {
        if (!Fits(height))
        {
            Break();
        }
    }

    public void Break()
    {
        Page = _document.AddPage();
        _heading(Page);
        Y = Top;
    }

    public void Space(double height) => Y += height;

    /// <summary>Writes a text over the whole width or a part of it, broken into lines that stay on one page.</summary>
    public void Paragraph(
        string text,
        PaperFont font,
        double size,
        Ink ink = default,
        double left = Margin,
        double right = Right
    )
    {
        var lines = TextLines.Of(text, font, size, right - left);
        var height = Leading(size);
        Need(lines.Count * height);
        foreach (var line in lines)
        {
            Page.Text(left, Y + size, line, font, size, ink);
            Y += height;
        }
    }

    /// <summary>From line to line, in points.</summary>
    public static double Leading(double size) => size * 1.36;
}
