using System.Globalization;
using Fund.Donations.Domain;
using Fund.Donations.Domain.Papers;
using Fund.Donations.Domain.Statements;
using Fund.Kernel;
using Fund.Testing;

namespace Fund.Donations.Tests.Papers;

public sealed class StatementPaperTests
{
    private const string LongName =
        "Ministère des Affaires étrangères, de l’Intégration africaine et des Ivoiriens de l’extérieur — Направление — Διεύθυνση";

    private const string Earmark =
        "Réinsertion économique et sociale des survivantes de la traite, formation professionnelle et petites bourses";

    [Theory]
    [InlineData(0, "en")]
    [InlineData(1, "fr")]
    [InlineData(40, "fr")]
    [InlineData(700, "en")]
    public void Every_line_stands_on_the_paper_whole_and_once(int events, string language)
    {
        var document = Document(events, language);

        var pages = PdfText.PagesOf(StatementPaper.Make(document));

        var words = PaperWords.Of(language);
        var rows = pages.SelectMany(RowsOf).ToList();
        Assert.Equal(
            document.Figures.Lines.Select(line =>
                $"{words.ShortDate(line.Date)}|{StatementWords.Describe(line, language)}|{line.Amount?.Currency.Code}|"
                + $"{(line.Amount is { } amount ? words.Figure(amount) : "")}|{words.Rate(line.Rate)}|"
                + (line.Usd is { } usd ? words.Figure(usd) : "")
            ),
            rows
        );
    }

    [Theory]
    [InlineData("en", "Gifts in kind", "1,250.00")]
    [InlineData("fr", "Dons en nature", "1 250,00")]
    public void Gifts_in_kind_stand_apart_from_the_money(string language, string title, string estimate)
    {
        var document = Document(3, language);
        var gifts = new[]
        {
            new InKindGift(
                document.Donor.Id,
                "Fifty beds",
                Amount(1_250_00, "EUR"),
                document.From,
                DateTimeOffset.UnixEpoch
            ),
            new InKindGift(document.Donor.Id, "Legal advice", null, document.To, DateTimeOffset.UnixEpoch),
        };

        var with = Folded(
            string.Concat(
                PdfText
                    .PagesOf(StatementPaper.Make(document with { Figures = document.Figures with { InKind = gifts } }))
                    .SelectMany(PdfText.LinesOf)
            )
        );
        var without = Folded(string.Concat(PdfText.PagesOf(StatementPaper.Make(document)).SelectMany(PdfText.LinesOf)));

        Assert.Contains(Folded(title), with, StringComparison.Ordinal);
        Assert.Contains("Fiftybeds|EUR|" + Folded(estimate), with, StringComparison.Ordinal);
        Assert.Contains("Legaladvice", with, StringComparison.Ordinal);
        Assert.DoesNotContain(Folded(title), without, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_carried_forward_is_brought_forward_and_ends_in_the_sum()
    {
        var document = Document(400, "en");

        var all = PdfText.PagesOf(StatementPaper.Make(document)).Select(PdfText.LinesOf).ToList();

        // Every page but perhaps the last, on which what is outstanding may stand alone.
        var pages = all.TakeWhile(page => page.Contains("Date|Description|Amount|Rate|USD")).ToList();
        Assert.InRange(pages.Count, all.Count - 1, all.Count);
        var brought = 0m;
        for (var i = 0; i < pages.Count; i++)
        {
            var lines = pages[i];
            var heading = lines.ToList().IndexOf("Date|Description|Amount|Rate|USD");
            if (i > 0)
            {
                Assert.Equal($"Brought forward|{Text(brought)}", lines[heading + 1]);
            }

            brought += Rows(document, pages, i).Sum();
            if (i < pages.Count - 1)
            {
                Assert.Contains($"Carried forward|{Text(brought)}", lines);
            }
        }

        Assert.Contains($"Contributions of the period, valued in USD|{Text(brought)}", pages[^1]);
        Assert.Equal(document.Figures.ContributedUsd.MinorUnits, (long)(brought * 100));
    }

    [Fact]
    public void Everything_stays_within_the_margins_and_pages_are_counted()
    {
        var pages = PdfText.PagesOf(StatementPaper.Make(Document(300, "fr")));

        for (var i = 0; i < pages.Count; i++)
        {
            Assert.All(pages[i], piece => Assert.InRange(piece.Y, 40, 812));
            Assert.All(
                pages[i].Where(piece => !piece.Text.StartsWith("Page ")),
                piece => Assert.InRange(piece.X, 50, 546)
            );
            Assert.Contains(pages[i], piece => piece.Text == $"Page {i + 1} sur {pages.Count}");

            // Nothing of the page itself reaches its foot.
            Assert.DoesNotContain(pages[i], piece => piece.Y is > 780 and < 800);
        }
    }

    [Fact]
    public void The_same_statement_makes_the_same_bytes()
    {
        var document = Document(50, "fr");

        Assert.Equal(StatementPaper.Make(document), StatementPaper.Make(document));
    }

    [Fact]
    public void Numbers_are_written_as_the_language_does_with_the_decimals_of_the_currency()
    {
        var (english, french) = (PaperWords.Of("en"), PaperWords.Of("fr"));

        Assert.Equal("1,234,567", english.Figure(Amount(1_234_567, "JPY")));
        Assert.Equal("1\u202F234,567", french.Figure(Amount(1_234_567, "KWD")));
        Assert.Equal("-1\u202F234,50\u00A0USD", french.Amount(Amount(-1_234_50, "USD")));
        Assert.Equal("USD\u00A00.07", english.Amount(Amount(7, "USD")));
        Assert.Equal("1er\u00A0août\u00A02026", french.Date(new DateOnly(2026, 8, 1)));
        Assert.Equal("2\u00A0August\u00A02026", english.Date(new DateOnly(2026, 8, 2)));
        Assert.Equal("92\u202F233\u202F720\u202F368\u202F547\u202F758,07", french.Figure(Amount(long.MaxValue, "USD")));
    }

    [Fact]
    public void Another_program_reads_the_same_text()
    {
        var pdf = StatementPaper.Make(Document(40, "fr"));
        var text = Folded(PdfToText.Read(pdf));

        Assert.All(
            PdfText.PagesOf(pdf).SelectMany(page => page),
            piece => Assert.Contains(Folded(piece.Text), text, StringComparison.Ordinal)
        );
    }

    [Fact]
    public void Donors_of_a_consolidated_statement_stay_whole_and_add_up()
    {
        var donors = Enumerable
            .Range(0, 90)
            .Select(i => (Donor($"Donor {i:000}"), Document(i % 7, "en").Figures))
            .ToList();
        var document = new ConsolidatedDocument(
            "C-2026-000001",
            new DateOnly(2026, 1, 1),
            new DateOnly(2026, 12, 31),
            "en",
            new DateOnly(2026, 10, 15),
            donors
        );

        var pages = PdfText.PagesOf(ConsolidatedPaper.Make(document)).Select(PdfText.LinesOf).ToList();

        Assert.All(pages, page => Assert.Contains("Donor|Outstanding before|Contributed|Outstanding after|USD", page));
        for (var i = 1; i < pages.Count; i++)
        {
            var carried = Assert.Single(pages[i - 1], line => line.StartsWith("Carried forward|"));
            Assert.Contains(carried.Replace("Carried", "Brought"), pages[i]);
        }

        var total = pages[^1].Single(line => line.StartsWith("All donors|", StringComparison.Ordinal));
        Assert.EndsWith(
            "|" + PaperWords.Of("en").Figure(document.Total.ContributedUsd),
            total,
            StringComparison.Ordinal
        );
    }

    private static IEnumerable<decimal> Rows(StatementDocument document, List<IReadOnlyList<string>> pages, int page)
    {
        // Lines are in order, so the lines of a page are those after all lines of the pages before it.
        var before = pages.Take(page).Sum(CountOf);
        return document
            .Figures.Lines.Skip(before)
            .Take(CountOf(pages[page]))
            .Select(line => (line.Usd?.MinorUnits ?? 0) / 100m);
    }

    private static int CountOf(IReadOnlyList<string> lines) =>
        lines.Count(line => line.Length > 11 && char.IsDigit(line[0]) && line[2] == '\u00A0');

    /// <summary>The rows of the table on a page: what begins with a date, with all lines of its description.</summary>
    private static IEnumerable<string> RowsOf(IReadOnlyList<PdfPiece> page)
    {
        var dates = page.Where(piece => piece is { X: > 53.5 and < 54.5, Size: 8 } && char.IsDigit(piece.Text[0]))
            .OrderBy(piece => piece.Y)
            .ToList();
        foreach (var date in dates)
        {
            var next = page.Where(piece => piece.Size == 8 && piece.Y > date.Y + 1 && IsNextRow(piece))
                .Select(piece => piece.Y)
                .DefaultIfEmpty(double.MaxValue)
                .Min();
            var words = page.Where(piece => IsDescription(piece) && piece.Y > date.Y - 1 && piece.Y < next - 1)
                .OrderBy(piece => piece.Y)
                .Select(piece => piece.Text);
            var cells = page.Where(piece => Math.Abs(piece.Y - date.Y) < 0.5 && piece.X > 250)
                .OrderBy(piece => piece.X)
                .ToList();
            yield return $"{date.Text}|{string.Join(' ', words)}|{Cell(cells, 0, 330)}|{Cell(cells, 330, 412)}|"
                + $"{Cell(cells, 412, 466)}|{Cell(cells, 466, 600)}";
        }
    }

    /// <summary>By where it ends: numbers end at the right of their column.</summary>
    private static string Cell(List<PdfPiece> cells, double left, double right) =>
        cells.Where(piece => End(piece) > left && End(piece) <= right).Select(piece => piece.Text).FirstOrDefault("");

    private static double End(PdfPiece piece) => piece.X + Fund.Paper.PaperFont.Regular.WidthOf(piece.Text, piece.Size);

    private static bool IsDescription(PdfPiece piece) => piece is { X: > 111.5 and < 112.5, Size: 8 };

    /// <summary>A date, or the bold words of a sum that is carried.</summary>
    private static bool IsNextRow(PdfPiece piece) =>
        (piece.X is > 53.5 and < 54.5 && char.IsDigit(piece.Text[0]))
        || (
            IsDescription(piece)
            && (
                piece.Text is "Carried forward" or "À reporter"
                || piece.Text.StartsWith("Contributions of the period", StringComparison.Ordinal)
                || piece.Text.StartsWith("Contributions de la période", StringComparison.Ordinal)
            )
        );

    private static StatementDocument Document(int events, string language)
    {
        var random = new Random(events + 7);
        string[] codes = ["EUR", "USD", "JPY", "KWD"];
        var (pledges, contributions, revaluations) = (
            new List<DonorStatement.PledgeRow>(),
            new List<DonorStatement.ContributionRow>(),
            new List<DonorStatement.RevaluationRow>()
        );
        for (var i = 0; i < events; i++)
        {
            var (id, day) = (Guid.CreateVersion7(), new DateOnly(2026, 1, 1).AddDays(random.Next(300)));
            var amount = Amount(
                random.NextInt64(1, i % 10 == 3 ? Contribution.LargestMinorUnits : 9_000_000),
                codes[i % 4]
            );
            if (i % 6 == 4)
            {
                pledges.Add(new(id, amount, day, $"AGR/2026/{i}", i % 12 == 4 ? day.AddDays(9) : null, 1));
                continue;
            }

            var value = i % 8 == 5 ? (long?)null : amount.MinorUnits;
            contributions.Add(
                new(id, amount, day, null, i % 5 == 1 ? Earmark : "", value is null ? null : 0.9137m, value)
            );
            if (value is { } cents && i % 9 == 2)
            {
                revaluations.Add(new(Guid.CreateVersion7(), id, day.AddDays(20), 0.9m, cents + 5, 0.9137m, day, cents));
            }
        }

        pledges.Add(
            new(Guid.CreateVersion7(), Amount(5_000_00, "EUR"), new DateOnly(2025, 3, 1), "AGR/2025/1", null, 0)
        );
        var (from, to) = (new DateOnly(2026, 1, 1), new DateOnly(2026, 12, 31));
        return new StatementDocument(
            "S-2026-000017",
            Donor(LongName),
            from,
            to,
            language,
            new DateOnly(2026, 10, 15),
            DonorStatement.Of(new(pledges, contributions, revaluations), from, to)
        );
    }

    private static Donor Donor(string name) =>
        new(DonorKind.Foundation, name, null, "en", false, DateTimeOffset.UnixEpoch);

    private static Money Amount(long minorUnits, string code) => new(minorUnits, Currency.Parse(code));

    private static string Text(decimal value) => value.ToString("N2", CultureInfo.InvariantCulture);

    /// <summary>Without spaces, which a program that guesses a layout adds.</summary>
    private static string Folded(string text) => string.Concat(text.Where(letter => !char.IsWhiteSpace(letter)));
}
