using Fund.Paper;

namespace Fund.GrantCalls.Domain.Papers;

/// <summary>Minutes on A4; those that are not approved say across each page that they are a draft.</summary>
public static class MinutesPaper
{
    /// <summary>Makes the file; the same minutes make the same bytes.</summary>
    /// <param name="hidden">Proposals whose sections are left out, because the reader is recused from them.</param>
    public static byte[] Make(BoardSession session, Minutes minutes, IReadOnlySet<Guid> hidden)
    {
        ArgumentNullException.ThrowIfNull(session);
        ArgumentNullException.ThrowIfNull(minutes);
        ArgumentNullException.ThrowIfNull(hidden);
        var words = BoardWords.Of(minutes.Language);
        using var file = new MemoryStream();
        var title = $"{words["minutes"]}, {words.Day(session.HeldOn)}";
        var pdf = BoardSheet.Document(file, words, title, minutes.ApprovedAt ?? minutes.DraftedAt);
        var draft = minutes.ApprovedAt is null;
        var flow = new PageFlow(
            pdf,
            page =>
            {
                Mark(page, words, draft);
                BoardSheet.Continue(page, title);
            }
        );
        Mark(flow.Page, words, draft);
        BoardSheet.Begin(flow, words, title);
        if (minutes.ApprovedAt is { } approved)
        {
            var day = words.Day(DateOnly.FromDateTime(approved.UtcDateTime));
            flow.Paragraph(words.Say("approved", day), PaperFont.Bold, BoardSheet.Size);
        }

        var seen = minutes.Sections.Where(row => row.ProposalId is not { } id || !hidden.Contains(id)).ToList();
        foreach (var section in seen)
        {
            BoardSheet.Title(flow, section.Heading);
            BoardSheet.Text(flow, section.Text);
        }

        if (seen.Count < minutes.Sections.Count)
        {
            flow.Space(8);
            flow.Paragraph(words.Say("left_out", minutes.Sections.Count - seen.Count), PaperFont.Bold, BoardSheet.Size);
        }

        Signatures(flow, words, session);
        pdf.Finish();
        return file.ToArray();
    }

    private static void Mark(PdfPage page, BoardWords words, bool draft)
    {
        if (draft)
        {
            page.Across(words["draft"], new Ink(0.93, 0.93, 0.93));
        }
    }

    private static void Signatures(PageFlow flow, BoardWords words, BoardSession session)
    {
        const double height = 44;
        flow.Need(30 + height);
        BoardSheet.Title(flow, words["signatures"]);
        foreach (var attendee in session.Attendees.OrderByDescending(row => row.IsChair))
        {
            flow.Need(height);
            flow.Space(26);
            flow.Page.Rule(PageFlow.Margin, PageFlow.Margin + 220, flow.Y, 0.6, Ink.Grey);
            var name = attendee.IsChair ? words.Say("chair", attendee.Name) : attendee.Name;
            flow.Page.Text(PageFlow.Margin, flow.Y + 11, name, PaperFont.Regular, 8, Ink.Grey);
            flow.Space(height - 26);
        }
    }
}
