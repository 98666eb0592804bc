using Fund.Donations.Domain.Statements;
using Fund.Kernel;
using Fund.Paper;

namespace Fund.Donations.Domain.Papers;

/// <summary>A donor's statement on A4, with as many pages as it takes.</summary>
public static class StatementPaper
{
    private const double FactSize = 9.5;
    private const double TableSize = 8;
    private const double ValueLeft = PageFlow.Margin + 110;
    private const double Whole = PageFlow.Right - PageFlow.Margin;

    /// <summary>Makes the file; the same document makes the same bytes.</summary>
    public static byte[] Make(StatementDocument document)
    {
        ArgumentNullException.ThrowIfNull(document);
        var words = PaperWords.Of(document.Language);
        using var file = new MemoryStream();
        var pdf = Letterhead.Document(file, words, words.Statement, document.Number, document.AsOf);
        var subject = $"{document.Number} · {document.Donor.Name}";
        var flow = new PageFlow(pdf, page => Letterhead.Continue(page, words, subject));
        Letterhead.Begin(flow, words, words.Statement);
        Letterhead.Fact(flow, words.Number, document.Number, ValueLeft, FactSize);
        Letterhead.Fact(flow, words.Donor, document.Donor.Name, ValueLeft, FactSize);
        Letterhead.Period(flow, words, document.From, document.To, document.AsOf, ValueLeft, FactSize);
        Outstanding(flow, words, words.Opening, document.Figures.Opening);
        Movements(flow, words, document);
        Outstanding(flow, words, words.Closing, document.Figures.Closing);
        InKind(flow, words, document.Figures.InKind);
        flow.Space(12);
        flow.Paragraph(words.RateNote, PaperFont.Regular, TableSize, Ink.Grey);
        if (document.Figures.Lines.Any(line => line is { Usd: null, Rate: "", Amount: not null } && Receives(line)))
        {
            flow.Paragraph(words.AwaitingNote, PaperFont.Regular, TableSize, Ink.Grey);
        }

        pdf.Finish();
        return file.ToArray();
    }

    private static bool Receives(DonorStatement.Line line) =>
        line.Kind is LineKinds.Contribution or LineKinds.Replacement;

    private static void Outstanding(PageFlow flow, PaperWords words, string title, IReadOnlyList<Money> amounts)
    {
        flow.Space(12);
        if (amounts.Count == 0)
        {
            Letterhead.Title(flow, title, PageFlow.Leading(TableSize));
            flow.Paragraph(words.Nothing, PaperFont.Regular, TableSize);
            return;
        }

        Letterhead.Title(flow, title, 2 * PageFlow.Leading(TableSize));
        var table = new PaperTable(
            flow,
            [new PaperColumn(words.Currency, 60), new PaperColumn(words.Amount, 120, ToTheRight: true)],
            TableSize
        );
        foreach (var amount in amounts)
        {
            table.Row(amount.Currency.Code, words.Figure(amount));
        }
    }

    /// <summary>Apart from the money, and only when there is any.</summary>
    private static void InKind(PageFlow flow, PaperWords words, IReadOnlyList<InKindGift> gifts)
    {
        if (gifts.Count == 0)
        {
            return;
        }

        flow.Space(12);
        Letterhead.Title(flow, words.InKind, 3 * PageFlow.Leading(TableSize));
        const double widths = 58 + 34 + 100;
        var table = new PaperTable(
            flow,
            [
                new PaperColumn(words.Date, 58),
                new PaperColumn(words.Description, Whole - widths),
                new PaperColumn("", 34),
                new PaperColumn(words.Estimate, 100, ToTheRight: true),
            ],
            TableSize
        );
        foreach (var gift in gifts)
        {
            table.Row(
                words.ShortDate(gift.GivenOn),
                gift.Description,
                gift.Estimate?.Currency.Code ?? "",
                gift.Estimate is { } estimate ? words.Figure(estimate) : ""
            );
        }

        flow.Space(4);
        flow.Paragraph(words.InKindNote, PaperFont.Regular, TableSize, Ink.Grey);
    }

    private static void Movements(PageFlow flow, PaperWords words, StatementDocument document)
    {
        flow.Space(12);
        Letterhead.Title(flow, words.Movements, 3 * PageFlow.Leading(TableSize));
        if (document.Figures.Lines.Count == 0)
        {
            flow.Paragraph(words.NoMovement, PaperFont.Regular, TableSize);
            return;
        }

        var sum = Money.Zero(Currency.Usd);
        IReadOnlyList<string> Carry(string label) => ["", label, "", "", "", words.Figure(sum)];
        const double widths = 58 + 34 + 88 + 56 + 78;
        var table = new PaperTable(
            flow,
            [
                new PaperColumn(words.Date, 58),
                new PaperColumn(words.Description, Whole - widths),
                new PaperColumn("", 34),
                new PaperColumn(words.Amount, 88, ToTheRight: true),
                new PaperColumn(words.Rate, 56, ToTheRight: true),
                new PaperColumn("USD", 78, ToTheRight: true),
            ],
            TableSize
        )
        {
            CarriedForward = () => Carry(words.CarriedForward),
            BroughtForward = () => Carry(words.BroughtForward),
        };
        foreach (var line in document.Figures.Lines)
        {
            table.Row([
                words.ShortDate(line.Date),
                StatementWords.Describe(line, words.Language),
                line.Amount?.Currency.Code ?? "",
                line.Amount is { } amount ? words.Figure(amount) : "",
                words.Rate(line.Rate),
                line.Usd is { } usd ? words.Figure(usd) : "",
            ]);
            sum = line.Usd is { } value ? sum + value : sum;
        }

        table.Sums([
            .. document.Figures.Contributed.Select(amount =>
                (IReadOnlyList<string>)
                    ["", words.TotalOf.With(amount.Currency.Code), amount.Currency.Code, words.Figure(amount), "", ""]
            ),
            ["", words.TotalUsd, "", "", "", words.Figure(document.Figures.ContributedUsd)],
        ]);
    }
}
