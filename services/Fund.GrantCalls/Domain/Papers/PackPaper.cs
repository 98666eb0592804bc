using System.Globalization;
using Fund.Kernel;
using Fund.Paper;

namespace Fund.GrantCalls.Domain.Papers;

/// <summary>
/// A board pack on A4: a summary with map and portfolio, then one page per proposal. Texts of reviewers are cut to what one
/// page holds; the screen has them whole. The pages are given in parts, so that their memory is that of one part.
/// </summary>
public sealed class PackPaper
{
    /// <summary>How much of the texts a page holds, and how large they are written.</summary>
    private sealed record Density(double Size, int Remark, int Note, int Screening, int Earlier);

    private static readonly Density[] Densities =
    [
        new(BoardSheet.Size, 230, 380, 5, 3),
        new(8.3, 190, 320, 4, 3),
        new(7.5, 115, 230, 3, 2),
    ];

    private readonly BoardWords _words;
    private readonly BoardSession _session;
    private readonly PdfDocument _document;
    private readonly PageFlow _flow;
    private string _subject;

    /// <param name="file">Written to as pages are finished.</param>
    /// <param name="words">Language of the headings.</param>
    /// <param name="session">Whose pack it is.</param>
    /// <param name="madeAt">Moment it is made.</param>
    public PackPaper(Stream file, BoardWords words, BoardSession session, DateTimeOffset madeAt)
    {
        ArgumentNullException.ThrowIfNull(words);
        ArgumentNullException.ThrowIfNull(session);
        _words = words;
        _session = session;
        var title = $"{words["pack"]} {words.Day(session.HeldOn)}";
        _subject = title;
        _document = BoardSheet.Document(file, words, title, madeAt);
        _flow = new PageFlow(_document, page => BoardSheet.Continue(page, _subject));
        BoardSheet.Begin(_flow, words, title);
        if (session.Place.Length > 0)
        {
            BoardSheet.Fact(_flow, words["place"], session.Place);
        }
    }

    /// <summary>Map and figures by call and by country.</summary>
    public void Summary(PackSummary summary)
    {
        ArgumentNullException.ThrowIfNull(summary);
        if (summary.LeftOut.Count > 0)
        {
            _flow.Paragraph(_words.Say("left_out", summary.LeftOut.Count), PaperFont.Bold, BoardSheet.Size);
            _flow.Space(6);
        }

        const double figures = 70 + (3 * 88);
        var calls = new PaperTable(
            _flow,
            [
                new PaperColumn(_words["call"], PageFlow.Right - PageFlow.Margin - figures),
                new PaperColumn(_words["proposals"], 70, ToTheRight: true),
                new PaperColumn(_words["requested"], 88, ToTheRight: true),
                new PaperColumn(_words["recommended"], 88, ToTheRight: true),
                new PaperColumn(_words["left"], 88, ToTheRight: true),
            ],
            BoardSheet.Size
        );
        foreach (var row in summary.Calls)
        {
            calls.Row(
                TitleOf(row.Call),
                Whole(row.Proposals),
                row.Requested.ToString(),
                row.HasPortfolio ? row.Recommended.ToString() : "\u2013",
                row.Call.Left.ToString()
            );
        }

        BoardSheet.Title(_flow, _words["map"]);
        PackMap.Draw(_flow, summary.Countries);
        _flow.Space(8);
        var countries = new PaperTable(
            _flow,
            [
                new PaperColumn(_words["country"], PageFlow.Right - PageFlow.Margin - 70 - (2 * 100)),
                new PaperColumn(_words["proposals"], 70, ToTheRight: true),
                new PaperColumn(_words["requested"], 100, ToTheRight: true),
                new PaperColumn(_words["recommended"], 100, ToTheRight: true),
            ],
            BoardSheet.Size
        );
        foreach (var row in summary.Countries)
        {
            countries.Row(
                _words.Country(row.CountryCode),
                Whole(row.Proposals),
                row.Requested.ToString(),
                row.Recommended.ToString()
            );
        }
    }

    /// <summary>The table of all proposals: the ranking, and what the portfolio has for each.</summary>
    public void Portfolio(IEnumerable<PackPage> pages)
    {
        ArgumentNullException.ThrowIfNull(pages);
        BoardSheet.Title(_flow, _words["portfolio"]);
        const double fixedWidths = 26 + 58 + 32 + 44 + (2 * 84);
        var table = new PaperTable(
            _flow,
            [
                new PaperColumn("", 26, ToTheRight: true),
                new PaperColumn(_words["number"], 58),
                new PaperColumn(_words["organisation"], PageFlow.Right - PageFlow.Margin - fixedWidths),
                new PaperColumn("", 32),
                new PaperColumn(_words["score"], 44, ToTheRight: true),
                new PaperColumn(_words["requested"], 84, ToTheRight: true),
                new PaperColumn(_words["recommended"], 84, ToTheRight: true),
            ],
            8
        );
        foreach (var page in pages)
        {
            table.Row(
                Whole(page.Position),
                page.Proposal.Number ?? "",
                $"{page.Proposal.OrganisationName}: {page.Proposal.Title}",
                page.Proposal.CountryCode,
                Points(page.Score.AverageHundredths),
                page.Requested.ToString(),
                page.Recommended?.ToString() ?? "\u2013"
            );
        }
    }

    /// <summary>The page of one proposal; written smaller and with less of the texts where there is too much for one.</summary>
    public void Page(PackPage page)
    {
        ArgumentNullException.ThrowIfNull(page);
        var trial = new PackPaper(Stream.Null, _words, _session, DateTimeOffset.UnixEpoch);
        var fitting = Array.Find(Densities, density => trial.Write(page, density));
        Write(page, fitting ?? Densities[^1]);
    }

    /// <summary>Writes the page; true when it was one.</summary>
    private bool Write(PackPage page, Density density)
    {
        var size = density.Size;
        _subject = $"{page.Position}. {page.Proposal.Number} {page.Proposal.OrganisationName}";
        _flow.Break();
        var begun = _flow.Page;
        _flow.Paragraph(BoardSheet.Cut(page.Proposal.Title, 110), PaperFont.Bold, 13);
        _flow.Space(3);
        Facts(page, size);
        Remarks(_words["strengths"], page.Score.Strengths, density);
        Remarks(_words["weaknesses"], page.Score.Weaknesses, density);
        if (page.Score.Consensus.Length > 0)
        {
            BoardSheet.Title(_flow, _words["consensus"], size);
            BoardSheet.Text(_flow, BoardSheet.Cut(page.Score.Consensus, density.Note), size);
        }

        Screening(page.Screening, density);
        Earlier(page.Earlier, density);
        Budget(page, size);
        if (page.Conditions.Length > 0)
        {
            BoardSheet.Title(_flow, _words["conditions"], size);
            BoardSheet.Text(_flow, BoardSheet.Cut(page.Conditions, density.Note), size);
        }

        Options(page, size);
        return ReferenceEquals(begun, _flow.Page);
    }

    public void Finish() => _document.Finish();

    private void Facts(PackPage page, double size)
    {
        var proposal = page.Proposal;
        BoardSheet.Fact(_flow, _words["organisation"], BoardSheet.Cut(proposal.OrganisationName ?? "", 80), size);
        BoardSheet.Fact(_flow, _words["country"], _words.Country(proposal.CountryCode), size);
        BoardSheet.Fact(_flow, _words["call"], TitleOf(page.Call), size);
        BoardSheet.Fact(_flow, _words["requested"], page.Requested.ToString(), size);
        BoardSheet.Fact(_flow, _words["recommended"], page.Recommended?.ToString() ?? _words["none"], size);
        BoardSheet.Fact(_flow, _words["duration"], _words.Say("months", proposal.DurationMonths), size);
        if (page.CostEach is { } each)
        {
            BoardSheet.Fact(
                _flow,
                _words["beneficiaries"],
                _words.Say("cost_each", Whole(page.Beneficiaries), each.ToString()),
                size
            );
        }

        if (page.DirectAssistance is { } direct)
        {
            BoardSheet.Fact(_flow, _words["direct_assistance"], direct.ToString(), size);
        }

        if (page.Exploitation.Count > 0)
        {
            BoardSheet.Fact(
                _flow,
                _words["exploitation"],
                BoardSheet.Cut(string.Join("; ", page.Exploitation), 160),
                size
            );
        }

        BoardSheet.Fact(
            _flow,
            _words["score"],
            _words.Say(
                "score_text",
                Points(page.Score.AverageHundredths),
                page.Score.Rank,
                page.Score.Spread,
                page.Score.Reviews
            ),
            size
        );
        foreach (var missed in page.Score.BelowMinimum)
        {
            var text = _words.Say("below_minimum_text", missed.Label, Points(missed.AverageHundredths), missed.Minimum);
            BoardSheet.Fact(_flow, _words["below_minimum"], BoardSheet.Cut(text, 160), size);
        }
    }

    private void Remarks(string title, IReadOnlyList<PackRemark> remarks, Density density)
    {
        if (remarks.Count == 0)
        {
            return;
        }

        BoardSheet.Title(_flow, title, density.Size);
        foreach (var remark in remarks)
        {
            BoardSheet.Text(_flow, $"{remark.Label}: {BoardSheet.Cut(remark.Text, density.Remark)}", density.Size);
        }
    }

    private void Screening(PackScreening screening, Density density)
    {
        var size = density.Size;
        BoardSheet.Title(_flow, _words["screening"], size);
        if (screening.RedFlag)
        {
            _flow.Paragraph(_words["red_flag"], PaperFont.Bold, size);
        }

        BoardSheet.Text(
            _flow,
            screening.VerifiedUntil is { } until ? _words.Say("verified", _words.Day(until)) : _words["not_verified"],
            size
        );
        if (screening.Open.Count == 0)
        {
            BoardSheet.Text(_flow, _words["all_met"], size);
        }

        foreach (var remark in screening.Open.Take(density.Screening))
        {
            BoardSheet.Text(_flow, $"{remark.Label}: {BoardSheet.Cut(remark.Text, density.Remark)}", size);
        }
    }

    private void Earlier(IReadOnlyList<PackAward> earlier, Density density)
    {
        BoardSheet.Title(_flow, _words["earlier"], density.Size);
        if (earlier.Count == 0)
        {
            BoardSheet.Text(_flow, _words["no_earlier"], density.Size);
        }

        foreach (var award in earlier.Take(density.Earlier))
        {
            var months = _words.Say("months", award.Months);
            var line = $"{_words.Day(award.DecidedOn)} {award.Number} {award.Amount}, {months}: {award.Title}";
            BoardSheet.Text(_flow, BoardSheet.Cut(line, 105), density.Size);
        }
    }

    private void Budget(PackPage page, double size)
    {
        BoardSheet.Title(_flow, _words["budget"], size);
        var table = new PaperTable(
            _flow,
            [
                new PaperColumn(_words["category"], PageFlow.Right - PageFlow.Margin - 240),
                new PaperColumn(_words["requested"], 120, ToTheRight: true),
                new PaperColumn(_words["recommended"], 120, ToTheRight: true),
            ],
            size - 0.5
        );
        foreach (var row in page.Budget)
        {
            table.Row(_words[row.Category], row.Requested.ToString(), row.Recommended?.ToString() ?? "\u2013");
        }

        table.Sums([
            [_words["total"], page.Requested.ToString(), page.Recommended?.ToString() ?? "\u2013"],
        ]);
    }

    private void Options(PackPage page, double size)
    {
        BoardSheet.Title(_flow, _words["options"], size);
        var left = page.Call.Left;
        BoardSheet.Text(
            _flow,
            page.Requested > left
                ? _words.Say("option_too_large", left)
                : _words.Say("option_full", page.Requested, left - page.Requested),
            size
        );
        if (page.Recommended is { } recommended && recommended != page.Requested && recommended <= left)
        {
            BoardSheet.Text(_flow, _words.Say("option_reduced", recommended, left - recommended), size);
        }

        BoardSheet.Text(_flow, _words["option_other"], size);
    }

    private string TitleOf(Call call) =>
        (
            call.Titles.FirstOrDefault(text => text.Language == _words.Language)
            ?? call.Titles.FirstOrDefault(text => text.Language == "en")
        )?.Text
        ?? "";

    private static string Points(int hundredths) => (hundredths / 100m).ToString("0.00", CultureInfo.InvariantCulture);

    private static string Whole(int number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
