using Fund.Paper;

namespace Fund.GrantCalls.Domain.Papers;

/// <summary>What every page of the Board's papers has in common.</summary>
internal static class BoardSheet
{
    public const double Size = 9;
    private const double ValueLeft = PageFlow.Margin + 120;

    /// <summary>Begins a file; the moment stands in its information.</summary>
    public static PdfDocument Document(Stream file, BoardWords words, string title, DateTimeOffset madeAt) =>
        new(file, new PdfInfo(title, words.Language, words["fund"], madeAt))
        {
            Closing = (page, number, pages) =>
            {
                const double line = PdfPage.Height - 36;
                page.Rule(PageFlow.Margin, PageFlow.Right, line - 14, 0.4, Ink.Hair);
                page.Text(PageFlow.Margin, line, title, PaperFont.Regular, 8, Ink.Grey);
                page.TextEndingAt(
                    PageFlow.Right,
                    line,
                    words.Say("page_of", number, pages),
                    PaperFont.Regular,
                    8,
                    Ink.Grey
                );
            },
        };

    /// <summary>The head of the first page.</summary>
    public static void Begin(PageFlow flow, BoardWords words, string title)
    {
        flow.Paragraph(words["fund"], PaperFont.Bold, 11, Ink.Heading);
        flow.Space(6);
        flow.Page.Rule(PageFlow.Margin, PageFlow.Right, flow.Y, 1.2, Ink.Heading);
        flow.Space(22);
        flow.Paragraph(title, PaperFont.Bold, 18);
        flow.Space(10);
    }

    /// <summary>The head of the pages after it.</summary>
    public static void Continue(PdfPage page, string subject)
    {
        page.Text(PageFlow.Margin, 59, Cut(subject, 90), PaperFont.Bold, 8);
        page.Rule(PageFlow.Margin, PageFlow.Right, 66, 0.8, Ink.Heading);
    }

    /// <summary>A title within the page, which stays with some of what follows.</summary>
    public static void Title(PageFlow flow, string title, double size = Size)
    {
        flow.Space(size - 3);
        flow.Need(PageFlow.Leading(size + 1) + 30);
        flow.Paragraph(title, PaperFont.Bold, size + 1, Ink.Heading);
        flow.Space(1);
    }

    /// <summary>A name and its value beside it, which may take several lines.</summary>
    public static void Fact(PageFlow flow, string name, string value, double size = Size)
    {
        var lines = TextLines.Of(value, PaperFont.Regular, size, PageFlow.Right - ValueLeft);
        flow.Need((lines.Count * PageFlow.Leading(size)) + 2);
        flow.Page.Text(PageFlow.Margin, flow.Y + size, name, PaperFont.Bold, size, Ink.Grey);
        foreach (var line in lines)
        {
            flow.Page.Text(ValueLeft, flow.Y + size, line, PaperFont.Regular, size);
            flow.Space(PageFlow.Leading(size));
        }

        flow.Space(2);
    }

    /// <summary>A text of any length, line by line over as many pages as it takes.</summary>
    public static void Text(PageFlow flow, string text, double size = Size)
    {
        foreach (var paragraph in text.ReplaceLineEndings("\n").Split('\n'))
        {
            foreach (var line in TextLines.Of(paragraph, PaperFont.Regular, size, PageFlow.Right - PageFlow.Margin))
            {
                flow.Need(PageFlow.Leading(size));
                flow.Page.Text(PageFlow.Margin, flow.Y + size, line, PaperFont.Regular, size);
                flow.Space(PageFlow.Leading(size));
            }
        }
    }

    /// <summary>At most so many characters, on one line.</summary>
    public static string Cut(string text, int most)
    {
        text = text.ReplaceLineEndings(" ");
        return text.Length <= most ? text : text[..most].TrimEnd() + "\u2026";
    }
}
