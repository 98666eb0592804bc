namespace Fund.GrantCalls.Domain;

/// <summary>A proposal as its portfolio needs it.</summary>
/// <param name="IsReviewed">Enough reviews, and those far apart settled.</param>
public sealed record RankedCandidate(
    Guid ProposalId,
    string Number,
    string Title,
    string CountryCode,
    int Rank,
    int AverageHundredths,
    long RequestedCents,
    bool IsReviewed
);

/// <summary>Makes a portfolio out of a ranking and says of every proposal why it is in it or is not.</summary>
public static class PortfolioMaker
{
    public static PortfolioResult Make(IReadOnlyList<RankedCandidate> ranking, PortfolioTerms terms, long leftCents)
    {
        var envelope = terms.EnvelopeCents ?? leftCents;
        var limits = new PortfolioLimits(
            envelope,
            (long)((Int128)envelope * terms.RegionPercent / 100),
            (long)((Int128)envelope * terms.CountryPercent / 100)
        );
        var able = ranking
            .Where(row => row.IsReviewed && row.AverageHundredths >= terms.PassMark)
            .Select(row => new Candidate(row.ProposalId, row.CountryCode, Cents(row, terms), row.AverageHundredths))
            .ToList();
        var best = Portfolio.Best(able, limits);
        var spent = new Spending(limits);
        foreach (var item in able.Where(row => best.Chosen.Contains(row.ProposalId)))
        {
            spent.Add(item, item.Cents);
        }

        return new(
            terms,
            [
                .. ranking.Select(row => new PortfolioLine(
                    row.ProposalId,
                    row.Number,
                    row.Title,
                    row.CountryCode,
                    row.Rank,
                    row.AverageHundredths,
                    Cents(row, terms),
                    Reason(row, terms, limits, best, spent)
                )),
            ],
            envelope,
            best.Cents,
            best.Value,
            best.IsProven
        );
    }

    private static long Cents(RankedCandidate row, PortfolioTerms terms) =>
        terms.Amounts.GetValueOrDefault(row.ProposalId, row.RequestedCents);

    private static PortfolioReason Reason(
        RankedCandidate row,
        PortfolioTerms terms,
        PortfolioLimits limits,
        ChosenPortfolio best,
        Spending spent
    )
    {
        var cents = Cents(row, terms);
        var share = Math.Min(spent.LeftIn(row.CountryCode), spent.LeftIn(Geography.RegionOf(row.CountryCode)));
        return best.Chosen.Contains(row.ProposalId) ? PortfolioReason.Chosen
            : !row.IsReviewed ? PortfolioReason.NotReviewed
            : row.AverageHundredths < terms.PassMark ? PortfolioReason.BelowPassMark
            : !limits.CanHold(cents) ? PortfolioReason.TooLarge
            : share < cents && spent.LeftInAll >= cents ? PortfolioReason.ShareUsed
            : PortfolioReason.OthersBetter;
    }
}
