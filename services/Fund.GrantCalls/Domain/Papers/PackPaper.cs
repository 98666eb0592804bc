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
    private const int RemarkLength = 260;
    private const int NoteLength = 420;
    private const int MostScreening = 6;
    private const int MostEarlier = 3;

    private readonly BoardWords _words;
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
        var title = $"{words["pack"]} {Iso(session.HeldOn)}";
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

    /// <summary>The page of one proposal.</summary>
    public void Page(PackPage page)
    {
        ArgumentNullException.ThrowIfNull(page);
        _subject = $"{page.Position}. {page.Proposal.Number} {page.Proposal.OrganisationName}";
        _flow.Break();
        _flow.Paragraph(BoardSheet.Cut(page.Proposal.Title, 160), PaperFont.Bold, 14);
        _flow.Space(4);
        Facts(page);
        Remarks(_words["strengths"], page.Score.Strengths);
        Remarks(_words["weaknesses"], page.Score.Weaknesses);
        if (page.Score.Consensus.Length > 0)
        {
            BoardSheet.Title(_flow, _words["consensus"]);
            BoardSheet.Text(_flow, BoardSheet.Cut(page.Score.Consensus, NoteLength));
        }

        Screening(page.Screening);
        Earlier(page.Earlier);
        Budget(page);
        if (page.Conditions.Length > 0)
        {
            BoardSheet.Title(_flow, _words["conditions"]);
            BoardSheet.Text(_flow, BoardSheet.Cut(page.Conditions, NoteLength));
        }

        Options(page);
    }

    public void Finish() => _document.Finish();

    private void Facts(PackPage page)
    {
        var proposal = page.Proposal;
        BoardSheet.Fact(_flow, _words["organisation"], proposal.OrganisationName ?? "");
        BoardSheet.Fact(_flow, _words["country"], _words.Country(proposal.CountryCode));
        BoardSheet.Fact(_flow, _words["call"], TitleOf(page.Call));
        BoardSheet.Fact(_flow, _words["requested"], page.Requested.ToString());
        BoardSheet.Fact(_flow, _words["recommended"], page.Recommended?.ToString() ?? _words["none"]);
        BoardSheet.Fact(_flow, _words["duration"], _words.Say("months", proposal.DurationMonths));
        if (page.CostEach is { } each)
        {
            BoardSheet.Fact(
                _flow,
                _words["beneficiaries"],
                _words.Say("cost_each", Whole(page.Beneficiaries), each.ToString())
            );
        }

        if (page.Exploitation.Count > 0)
        {
            BoardSheet.Fact(_flow, _words["exploitation"], string.Join("; ", page.Exploitation));
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
            )
        );
    }

    private void Remarks(string title, IReadOnlyList<PackRemark> remarks)
    {
        if (remarks.Count == 0)
        {
            return;
        }

        BoardSheet.Title(_flow, title);
        foreach (var remark in remarks)
        {
            BoardSheet.Text(_flow, $"{remark.Label}: {BoardSheet.Cut(remark.Text, RemarkLength)}");
        }
    }

    private void Screening(PackScreening screening)
    {
        BoardSheet.Title(_flow, _words["screening"]);
        if (screening.RedFlag)
        {
            _flow.Paragraph(_words["red_flag"], PaperFont.Bold, BoardSheet.Size);
        }

        BoardSheet.Text(
            _flow,
            screening.VerifiedUntil is { } until ? _words.Say("verified", Iso(until)) : _words["not_verified"]
        );
        if (screening.Open.Count == 0)
        {
            BoardSheet.Text(_flow, _words["all_met"]);
        }

        foreach (var remark in screening.Open.Take(MostScreening))
        {
            BoardSheet.Text(_flow, $"{remark.Label}: {BoardSheet.Cut(remark.Text, RemarkLength)}");
        }
    }

    private void Earlier(IReadOnlyList<PackAward> earlier)
    {
        BoardSheet.Title(_flow, _words["earlier"]);
        if (earlier.Count == 0)
        {
            BoardSheet.Text(_flow, _words["no_earlier"]);
        }

        foreach (var award in earlier.Take(MostEarlier))
        {
            var months = _words.Say("months", award.Months);
            BoardSheet.Text(_flow, $"{Iso(award.DecidedOn)} {award.Number} {award.Amount}, {months}: {award.Title}");
        }
    }

    private void Budget(PackPage page)
    {
        BoardSheet.Title(_flow, _words["budget"]);
        var table = new PaperTable(
            _flow,
            [
                new PaperColumn(_words["category"], PageFlow.Right - PageFlow.Margin - 240),
                new PaperColumn(_words["requested"], 120, ToTheRight: true),
                new PaperColumn(_words["recommended"], 120, ToTheRight: true),
            ],
            8.5
        );
        foreach (var row in page.Budget)
        {
            table.Row(
                _words[row.Category],
                row.Requested.ToString(),
                row.Recommended?.ToString() ?? "\u2013"
            );
        }

        table.Sums([[_words["total"], page.Requested.ToString(), page.Recommended?.ToString() ?? "\u2013"]]);
    }

    private void Options(PackPage page)
    {
        BoardSheet.Title(_flow, _words["options"]);
        var left = page.Call.Left;
        BoardSheet.Text(
            _flow,
            page.Requested > left
                ? _words.Say("option_too_large", left)
                : _words.Say("option_full", page.Requested, left - page.Requested)
        );
        if (page.Recommended is { } recommended && recommended != page.Requested && recommended <= left)
        {
            BoardSheet.Text(_flow, _words.Say("option_reduced", recommended, left - recommended));
        }

        BoardSheet.Text(_flow, _words["option_other"]);
    }

    private string TitleOf(Call call) =>
        (
            call.Titles.FirstOrDefault(text => text.Language == _words.Language)
            ?? call.Titles.FirstOrDefault(text => text.Language == "en")
        )?.Text
        ?? "";

    private static string Points(int hundredths) => (hundredths / 100m).ToString("0.00", CultureInfo.InvariantCulture);

    private static string Whole(int number) => number.ToString("N0", CultureInfo.InvariantCulture);

    private static string Iso(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
