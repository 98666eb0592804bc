using System.Globalization;
using Fund.Forms;
using Fund.Gateway.Portal;
using Fund.Gateway.Portal.Applying;
using Fund.Gateway.Portal.Ui;
using Fund.GrantCalls.V1;
using Fund.Paper;

namespace Fund.Gateway.Papers;

/// <summary>A form on A4: its questions alone, or with the answers of a proposal.</summary>
/// <param name="words">Words in the language of the paper.</param>
/// <param name="countries">Names of countries.</param>
/// <param name="language">Code of the language.</param>
/// <param name="madeAt">When it is made.</param>
internal sealed class FormPaper(Words words, CountryNames countries, string language, DateTimeOffset madeAt)
{
    private const double Size = 9.5;
    private const double ValueLeft = PageFlow.Margin + 130;
    private const double Whole = PageFlow.Right - PageFlow.Margin;

    /// <summary>Columns that fit beside each other; a wider table is written row by row.</summary>
    private const int MostColumns = 6;

    /// <summary>The questions of a call, with room for answers.</summary>
    public Stream Questions(Call call, FormReading reading)
    {
        var title = words["Paper.Questions"];
        var (file, document, flow) = Begin(title, CallText.Title(call), isDraft: false);
        Fact(flow, words["Paper.Call"], CallText.Title(call));
        Fact(flow, words["Programme.Deadline"], CallText.Deadline(call));
        Heading(flow, words["Apply.Project"]);
        foreach (var key in new[] { "Title", "Summary", "Country", "Requested", "Months" })
        {
            Question(flow, words[$"Proposal.{key}"], "");
            Room(flow, key == "Summary" ? 4 : 1);
        }

        Sections(flow, reading, null);
        document.Finish();
        return AtBeginning(file);
    }

    /// <summary>A proposal with its answers; a draft with what is still empty.</summary>
    /// <param name="signer">Name of whoever handed it in.</param>
    public Stream Proposal(Call call, Proposal proposal, FormReading reading, ProposalFileList files, string signer)
    {
        var isDraft = proposal.State is ProposalState.Draft or ProposalState.Withdrawn;
        var title = words[isDraft ? "Paper.Draft" : "Paper.Copy"];
        var subject = proposal.Number.Length > 0 ? proposal.Number : CallText.Title(call);
        var (file, document, flow) = Begin(title, subject, isDraft);
        Fact(flow, words["Paper.Call"], CallText.Title(call));
        Fact(flow, words["Programme.Deadline"], CallText.Deadline(call));
        if (isDraft)
        {
            Fact(flow, words["Paper.PrintedAt"], Moment(madeAt));
        }
        else
        {
            Fact(flow, words["Paper.Number"], proposal.Number);
            Fact(flow, words["Paper.ReceivedAt"], Moment(proposal.SubmittedAt.ToDateTimeOffset()));
            Fact(flow, words["Paper.SignedBy"], signer);
        }

        Project(flow, proposal.Content);
        Sections(flow, reading, files);
        Budget(flow, proposal.Content);
        document.Finish();
        return AtBeginning(file);
    }

    private (MemoryStream File, PdfDocument Document, PageFlow Flow) Begin(string title, string subject, bool isDraft)
    {
        var file = new MemoryStream();
        var info = new PdfInfo($"{title} – {subject}", language, words["Fund"], madeAt);
        var document = new PdfDocument(file, info)
        {
            Closing = (page, number, pages) => Foot(page, subject, number, pages),
        };
        var flow = new PageFlow(document, page => Continue(page, title, subject, isDraft));
        if (isDraft)
        {
            flow.Page.Across(words["Paper.DraftMark"], Ink.Faint);
        }

        flow.Paragraph(words["Fund"], PaperFont.Bold, 11, Ink.Heading);
        flow.Space(6);
        flow.Page.Rule(PageFlow.Margin, PageFlow.Right, flow.Y, 1.2, Ink.Heading);
        flow.Space(22);
        flow.Paragraph(title, PaperFont.Bold, 18);
        flow.Space(10);
        return (file, document, flow);
    }

    private void Continue(PdfPage page, string title, string subject, bool isDraft)
    {
        if (isDraft)
        {
            page.Across(words["Paper.DraftMark"], Ink.Faint);
        }

        var line = TextLines.Of($"{title} · {subject}", PaperFont.Regular, 8, Whole)[0];
        page.Text(PageFlow.Margin, 59, line, PaperFont.Regular, 8, Ink.Grey);
        page.Rule(PageFlow.Margin, PageFlow.Right, 66, 0.8, Ink.Heading);
    }

    private void Foot(PdfPage page, string subject, int number, int pages)
    {
        const double line = PdfPage.Height - 36;
        page.Rule(PageFlow.Margin, PageFlow.Right, line - 14, 0.4, Ink.Hair);
        page.Text(
            PageFlow.Margin,
            line,
            TextLines.Of(subject, PaperFont.Regular, 8, Whole - 100)[0],
            PaperFont.Regular,
            8,
            Ink.Grey
        );
        page.TextEndingAt(PageFlow.Right, line, words["Paper.PageOf", number, pages], PaperFont.Regular, 8, Ink.Grey);
    }

    private void Project(PageFlow flow, ProposalContent content)
    {
        Heading(flow, words["Apply.Project"]);
        Fact(flow, words["Proposal.Title"], content.Title);
        Fact(flow, words["Proposal.Country"], content.CountryCode.Length > 0 ? countries.Of(content.CountryCode) : "");
        Fact(flow, words["Proposal.Requested"], content.Requested is { } requested ? Figures.Exact(requested) : "");
        Fact(
            flow,
            words["Proposal.Months"],
            content.DurationMonths > 0 ? content.DurationMonths.ToString(CultureInfo.CurrentCulture) : ""
        );
        Question(flow, words["Proposal.Summary"], "");
        Lines(flow, Known(content.Summary));
    }

    /// <param name="files">The files of a proposal; null for questions without answers.</param>
    private void Sections(PageFlow flow, FormReading reading, ProposalFileList? files)
    {
        foreach (var section in reading.Form.Sections.Where(section => reading.VisibilityOf(section) != Truth.No))
        {
            Heading(flow, FormWords.Best(section.Title).Text);
            if (files is null && FormWords.Best(section.Guidance).Text is { Length: > 0 } guidance)
            {
                Lines(flow, guidance, Ink.Grey);
            }

            foreach (var state in section.Fields.Select(field => reading[field.Key]).Where(One))
            {
                Field(flow, state, files);
            }
        }

        static bool One(FieldState state) => state.Visible != Truth.No;
    }

    private void Field(PageFlow flow, FieldState state, ProposalFileList? files)
    {
        var (field, label) = (state.Field, FormWords.Best(state.Field.Label).Text);
        if (field.Type is FieldType.Group or FieldType.Note)
        {
            Lines(flow, label, Ink.Grey);
        }
        else if (files is null)
        {
            Question(flow, label, Limit(field));
            Blank(flow, field);
        }
        else if (field.Type == FieldType.Table && state.Rows.Count > 0)
        {
            Question(flow, label, "");
            Table(flow, field, state.Rows);
        }
        else
        {
            Question(flow, label, "");
            Lines(flow, Known(Shown(state, files)));
        }
    }

    private string Shown(FieldState state, ProposalFileList files) =>
        !state.IsAnswered ? ""
        : state.Field.Type == FieldType.File && files.Find(state.Value) is { } file
            ? $"{file.FileName} {words["File.Facts", file.Kind.ToUpperInvariant(), FileKinds.Megabytes(file.ReceivedBytes)]}\nSHA-256 {file.Sha256}"
        : FormWords.Shown(state.Field, state.Value, words, countries);

    private string Limit(FormField field) =>
        field.Type == FieldType.File
            ? words["File.Hint", FileKinds.Names(FileKinds.TakenBy(field)), FileKinds.MegabytesOf(field)]
        : field.MaxWords > 0 ? words["Proposal.MaxWords", field.MaxWords]
        : FormWords.Best(field.Hint).Text;

    /// <summary>Boxes of a choice, the columns of a table, or lines to write on.</summary>
    private void Blank(PageFlow flow, FormField field)
    {
        switch (field.Type)
        {
            case FieldType.Single or FieldType.Multi:
                foreach (var option in field.Options)
                {
                    Lines(flow, "[  ]  " + FormWords.Best(option.Label).Text);
                }

                break;
            case FieldType.YesNo:
                Lines(flow, $"[  ]  {words["Yes"]}     [  ]  {words["No"]}");
                break;
            case FieldType.Declaration:
                Lines(flow, $"[  ]  {words["Yes"]}");
                break;
            case FieldType.Table:
                Lines(flow, string.Join(" | ", field.Columns.Select(column => FormWords.Best(column.Label).Text)));
                Room(flow, Math.Max(2, field.MinRows));
                break;
            case FieldType.Computed or FieldType.File:
                break;
            default:
                Room(flow, field.Type == FieldType.LongText ? 5 : 1);
                break;
        }
    }

    private void Table(PageFlow flow, FormField field, IReadOnlyList<TableRow> rows)
    {
        if (field.Columns.Count > MostColumns)
        {
            foreach (var row in rows)
            {
                foreach (var cell in row.Cells.Where(cell => cell.Value.Length > 0))
                {
                    Fact(flow, FormWords.Best(cell.Field.Label).Text, Cell(cell));
                }

                flow.Space(4);
            }

            return;
        }

        var width = Whole / field.Columns.Count;
        var columns = field.Columns.Select(column => new PaperColumn(
            FormWords.Best(column.Label).Text,
            width,
            ToTheRight: column.IsOrdered && column.Type != FieldType.Date
        ));
        var table = new PaperTable(flow, [.. columns], 8);
        foreach (var row in rows)
        {
            table.Row([.. row.Cells.Select(Cell)]);
        }

        flow.Space(6);
    }

    private string Cell(FieldState cell) =>
        cell.Value.Length > 0 ? FormWords.Shown(cell.Field, cell.Value, words, countries) : "–";

    private void Budget(PageFlow flow, ProposalContent content)
    {
        Heading(flow, words["Proposal.Budget"]);
        if (content.Budget.Count == 0)
        {
            Lines(flow, "–");
            return;
        }

        var table = new PaperTable(
            flow,
            [
                new PaperColumn(words["Proposal.Category"], 120),
                new PaperColumn(words["Proposal.Line"], Whole - 240),
                new PaperColumn(words["Proposal.Amount"], 120, ToTheRight: true),
            ],
            8.5
        );
        foreach (var line in content.Budget)
        {
            table.Row(words.Find("Category." + line.Category) ?? "–", line.Description, Figures.Exact(line.Amount));
        }

        table.Sums([
            ["", words["Paper.Total"], Figures.Exact(Application.Total(content))],
            .. BudgetFacts.DirectAssistanceOf(content) is > 0 and var direct
                ? (string[][])
                    [
                        ["", words["Budget.DirectTotal"], BudgetFacts.Usd(direct)],
                    ]
                : [],
        ]);
    }

    private static void Heading(PageFlow flow, string text)
    {
        flow.Space(12);
        flow.Need(60);
        Write(flow, text, PaperFont.Bold, 13, Ink.Heading);
        flow.Space(4);
    }

    private static void Question(PageFlow flow, string label, string limit)
    {
        flow.Space(4);
        flow.Need(40);
        Write(flow, label, PaperFont.Bold, Size);
        if (limit.Length > 0)
        {
            Write(flow, limit, PaperFont.Regular, 8, Ink.Grey);
        }
    }

    private static void Fact(PageFlow flow, string name, string value)
    {
        flow.Need(2 * PageFlow.Leading(Size));
        var names = TextLines.Of(name, PaperFont.Bold, Size, ValueLeft - PageFlow.Margin - 8);
        var values = TextLines.Of(Known(value), PaperFont.Regular, Size, PageFlow.Right - ValueLeft);
        for (var i = 0; i < Math.Max(names.Count, values.Count); i++)
        {
            flow.Need(PageFlow.Leading(Size));
            if (i < names.Count)
            {
                flow.Page.Text(PageFlow.Margin, flow.Y + Size, names[i], PaperFont.Bold, Size, Ink.Grey);
            }

            if (i < values.Count)
            {
                flow.Page.Text(ValueLeft, flow.Y + Size, values[i], PaperFont.Regular, Size);
            }

            flow.Space(PageFlow.Leading(Size));
        }

        flow.Space(3);
    }

    /// <summary>Empty lines to write on.</summary>
    private static void Room(PageFlow flow, int lines)
    {
        for (var i = 0; i < lines; i++)
        {
            flow.Need(20);
            flow.Space(18);
            flow.Page.Rule(PageFlow.Margin, PageFlow.Right, flow.Y, 0.4, Ink.Hair);
        }

        flow.Space(4);
    }

    private static void Lines(PageFlow flow, string text, Ink ink = default) =>
        Write(flow, text, PaperFont.Regular, Size, ink);

    /// <summary>A text of any length, line by line, so that it goes on over pages.</summary>
    private static void Write(PageFlow flow, string text, PaperFont font, double size, Ink ink = default)
    {
        foreach (var line in TextLines.Of(text, font, size, Whole))
        {
            flow.Need(PageFlow.Leading(size));
            flow.Page.Text(PageFlow.Margin, flow.Y + size, line, font, size, ink);
            flow.Space(PageFlow.Leading(size));
        }
    }

    private static string Known(string text) => text.Length > 0 ? text : "–";

    /// <summary>In UTC, as the deadline's own time zone stands beside it.</summary>
    private static string Moment(DateTimeOffset moment) =>
        Figures.Moment(Google.Protobuf.WellKnownTypes.Timestamp.FromDateTimeOffset(moment));

    private static MemoryStream AtBeginning(MemoryStream file)
    {
        file.Position = 0;
        return file;
    }
}
