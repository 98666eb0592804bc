using Fund.Donations.Domain.Statements;
using Fund.Kernel;
using Fund.Paper;

namespace Fund.Donations.Domain.Papers;

/// <summary>A consolidated statement on A4: a block of sums for each donor, and the sums of all.</summary>
public static class ConsolidatedPaper
{
    private const double FactSize = 9.5;
    private const double TableSize = 8;
    private const double ValueLeft = PageFlow.Margin + 110;
    private const double Whole = PageFlow.Right - PageFlow.Margin;

    /// <summary>Makes the file; the same document makes the same bytes.</summary>
    public static byte[] Make(ConsolidatedDocument document)
    {
        ArgumentNullException.ThrowIfNull(document);
        var words = PaperWords.Of(document.Language);
        using var file = new MemoryStream();
        var pdf = Letterhead.Document(file, words, words.Consolidated, document.Number, document.AsOf);
        var flow = new PageFlow(pdf, page => Letterhead.Continue(page, words, document.Number));
        Letterhead.Begin(flow, words, words.Consolidated);
        Letterhead.Fact(flow, words.Number, document.Number, ValueLeft, FactSize);
        Letterhead.Fact(flow, words.Donors, words.Count(document.Donors.Count), ValueLeft, FactSize);
        Letterhead.Period(flow, words, document.From, document.To, document.AsOf, ValueLeft, FactSize);
        flow.Space(12);
        Sums(flow, words, document);
        flow.Space(12);
        flow.Paragraph(words.RateNote, PaperFont.Regular, TableSize, Ink.Grey);
        pdf.Finish();
        return file.ToArray();
    }

    private static void Sums(PageFlow flow, PaperWords words, ConsolidatedDocument document)
    {
        var sum = Money.Zero(Currency.Usd);
        IReadOnlyList<string> Carry(string label) => [label, "", "", "", "", words.Figure(sum)];
        const double widths = 34 + 88 + 88 + 88 + 78;
        var table = new PaperTable(
            flow,
            [
                new PaperColumn(words.Donor, Whole - widths),
                new PaperColumn("", 34),
                new PaperColumn(words.OpeningShort, 88, ToTheRight: true),
                new PaperColumn(words.Contributed, 88, ToTheRight: true),
                new PaperColumn(words.ClosingShort, 88, ToTheRight: true),
                new PaperColumn("USD", 78, ToTheRight: true),
            ],
            TableSize
        )
        {
            CarriedForward = () => Carry(words.CarriedForward),
            BroughtForward = () => Carry(words.BroughtForward),
        };
        foreach (var (donor, figures) in document.Donors)
        {
            table.Block(Rows(words, donor.Name, figures));
            sum += figures.ContributedUsd;
        }

        table.Sums(Rows(words, words.Total, document.Total));
    }

    /// <summary>One row for each currency; the name and the USD value stand on the first.</summary>
    private static IReadOnlyList<IReadOnlyList<string>> Rows(PaperWords words, string name, DonorStatement figures)
    {
        var currencies = figures
            .Opening.Concat(figures.Contributed)
            .Concat(figures.Closing)
            .Select(amount => amount.Currency)
            .Distinct()
            .OrderBy(currency => currency.Code, StringComparer.Ordinal)
            .ToList();
        string Of(IReadOnlyList<Money> amounts, Currency currency) =>
            amounts
                .Where(amount => amount.Currency.Equals(currency))
                .Select(amount => words.Figure(amount))
                .FirstOrDefault("");
        var usd = words.Figure(figures.ContributedUsd);
        return currencies.Count == 0
            ?
            [
                [name, "", "", "", "", usd],
            ]
            :
            [
                .. currencies.Select(
                    (currency, i) =>
                        (IReadOnlyList<string>)
                            [
                                i == 0 ? name : "",
                                currency.Code,
                                Of(figures.Opening, currency),
                                Of(figures.Contributed, currency),
                                Of(figures.Closing, currency),
                                i == 0 ? usd : "",
                            ]
                ),
            ];
    }
}
