using Fund.Paper;

namespace Fund.Donations.Domain.Papers;

/// <summary>What every page of the Fund has in common: its name above, number of the paper and of the page below.</summary>
internal static class Letterhead
{
    /// <summary>Begins the file of a statement.</summary>
    public static PdfDocument Document(Stream file, PaperWords words, string title, string number, DateOnly madeOn) =>
        new(
            file,
            new PdfInfo(
                $"{title} {number}",
                words.Language,
                words.Fund,
                new DateTimeOffset(madeOn.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero)
            )
        )
        {
            Closing = (page, pageNumber, pages) => Foot(page, words, number, pageNumber, pages),
        };

    /// <summary>The head of the first page: the Fund's whole name, and what this is.</summary>
    public static void Begin(PageFlow flow, PaperWords words, string title)
    {
        flow.Paragraph(words.Fund, PaperFont.Bold, 11, Ink.Heading);
        flow.Space(6);
        flow.Page.Rule(PageFlow.Margin, PageFlow.Right, flow.Y, 1.2, Ink.Heading);
        flow.Space(22);
        flow.Paragraph(title, PaperFont.Bold, 18);
        flow.Space(10);
    }

    /// <summary>The head of the pages after it.</summary>
    public static void Continue(PdfPage page, PaperWords words, string subject)
    {
        page.Text(PageFlow.Margin, 46, Cut(words.Fund, PaperFont.Regular, 8), PaperFont.Regular, 8, Ink.Grey);
        page.Text(PageFlow.Margin, 59, Cut(subject, PaperFont.Bold, 8), PaperFont.Bold, 8);
        page.Rule(PageFlow.Margin, PageFlow.Right, 66, 0.8, Ink.Heading);
    }

    public static void Foot(PdfPage page, PaperWords words, string number, int pageNumber, int pages)
    {
        const double line = PdfPage.Height - 36;
        page.Rule(PageFlow.Margin, PageFlow.Right, line - 14, 0.4, Ink.Hair);
        page.Text(PageFlow.Margin, line, number, PaperFont.Regular, 8, Ink.Grey);
        page.TextEndingAt(PageFlow.Right, line, words.PageOf.With(pageNumber, pages), PaperFont.Regular, 8, Ink.Grey);
    }

    /// <summary>A name and its value beside it, which may take several lines.</summary>
    public static void Fact(PageFlow flow, string name, string value, double valueLeft, double size)
    {
        var lines = TextLines.Of(value, PaperFont.Regular, size, PageFlow.Right - valueLeft);
        flow.Need((lines.Count * PageFlow.Leading(size)) + 4);
        flow.Page.Text(PageFlow.Margin, flow.Y + size, name, PaperFont.Bold, size, Ink.Grey);
        foreach (var line in lines)
        {
            flow.Page.Text(valueLeft, flow.Y + size, line, PaperFont.Regular, size);
            flow.Space(PageFlow.Leading(size));
        }

        flow.Space(4);
    }

    /// <summary>The days a statement is about, and the day it was made.</summary>
    public static void Period(
        PageFlow flow,
        PaperWords words,
        DateOnly from,
        DateOnly to,
        DateOnly asOf,
        double valueLeft,
        double size
    )
    {
        Fact(flow, words.Period, words.FromTo.With(words.Date(from), words.Date(to)), valueLeft, size);
        Fact(flow, words.AsOf, words.Date(asOf), valueLeft, size);
    }

    /// <summary>A title within the page, which stays with so much of what follows.</summary>
    public static void Title(PageFlow flow, string title, double with)
    {
        flow.Need(PageFlow.Leading(10.5) + 18 + with);
        flow.Paragraph(title, PaperFont.Bold, 10.5);
        flow.Space(3);
    }

    private static string Cut(string text, PaperFont font, double size)
    {
        var lines = TextLines.Of(text, font, size, PageFlow.Right - PageFlow.Margin - 8);
        return lines.Count == 1 ? lines[0] : lines[0] + "\u2026";
    }
}
