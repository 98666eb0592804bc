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
)
{
    /// <summary>True when it has less in a criterion than the grid asks for at least.</summary>
    public bool IsBelowMinimum { get; init; }
}

/// <summary>Makes a portfolio out of a ranking and says of every proposal why it is in it or is not.</summary>
public static class PortfolioMaker
{
    public static PortfolioResult Make(IReadOnlyList<RankedCandidate> ranking, PortfolioTerms terms, long leftCents)
    {
        var envelope = terms.EnvelopeCents ?? leftCents;
        var limits = LimitsOf(terms, envelope);
        var able = ranking
            .Where(row => row.IsReviewed && row.AverageHundredths >= terms.PassMark && !row.IsBelowMinimum)
            .Select(row => new Candidate(row.ProposalId, row.CountryCode, Cents(row, terms), row.AverageHundredths))
            .ToList();
        var best = Portfolio.Best(able, limits);
        var free = IsFree(terms) ? best : Portfolio.Best(able, PortfolioLimits.Of(envelope));
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
                    best.Chosen.Contains(row.ProposalId) ? WhyChosen(row, free) : WhyNot(row, terms, limits, spent)
                )),
            ],
            envelope,
            best.Cents,
            best.Value,
            best.IsProven
        )
        {
            Regions = [.. Shares(able, limits, spent)],
            BalanceCost = Math.Max(0, free.Value - best.Value),
        };
    }

    private static PortfolioLimits LimitsOf(PortfolioTerms terms, long envelope)
    {
        long Share(int percent) => (long)((Int128)envelope * percent / 100);
        return new(envelope, Share(terms.RegionPercent), Share(terms.CountryPercent))
        {
            Floors = (terms.Minima ?? []).ToDictionary(
                row => row.Region,
                row => new RegionFloor(row.Awards, Share(row.Percent))
            ),
        };
    }

    /// <summary>True when no balance was asked for.</summary>
    private static bool IsFree(PortfolioTerms terms) =>
        terms is { RegionPercent: 100, CountryPercent: 100, Minima: null or { Count: 0 } };

    private static IEnumerable<RegionShare> Shares(
        IEnumerable<Candidate> able,
        PortfolioLimits limits,
        Spending spent
    ) =>
        able.Select(row => row.Region)
            .Concat(limits.Floors.Keys)
            .Distinct()
            .Order()
            .Select(region => new RegionShare(
                region,
                spent.AwardsIn(region),
                spent.In(region),
                limits.FloorOf(region).Awards,
                limits.FloorOf(region).Cents
            ));

    private static long Cents(RankedCandidate row, PortfolioTerms terms) =>
        terms.Amounts.GetValueOrDefault(row.ProposalId, row.RequestedCents);

    private static PortfolioReason WhyChosen(RankedCandidate row, ChosenPortfolio free) =>
        free.Chosen.Contains(row.ProposalId) ? PortfolioReason.Chosen : PortfolioReason.ForBalance;

    private static PortfolioReason WhyNot(
        RankedCandidate row,
        PortfolioTerms terms,
        PortfolioLimits limits,
        Spending spent
    )
    {
        var cents = Cents(row, terms);
        var share = Math.Min(spent.LeftIn(row.CountryCode), spent.LeftIn(Geography.RegionOf(row.CountryCode)));
        return !row.IsReviewed ? PortfolioReason.NotReviewed
            : row.AverageHundredths < terms.PassMark ? PortfolioReason.BelowPassMark
            : row.IsBelowMinimum ? PortfolioReason.BelowMinimum
            : !limits.CanHold(cents) ? PortfolioReason.TooLarge
            : share < cents && spent.LeftInAll >= cents ? PortfolioReason.ShareUsed
            : PortfolioReason.OthersBetter;
    }
}
