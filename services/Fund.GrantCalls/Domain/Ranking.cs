namespace Fund.GrantCalls.Domain;

/// <summary>The reviews of one proposal: totals of those who submitted, recused reviewers left out.</summary>
public sealed record ReviewedProposal(Guid ProposalId, IReadOnlyList<int> Totals);

/// <summary>One row of a ranking.</summary>
/// <param name="Rank">Equal averages share a place; the next place counts everybody before it (1, 1, 3).</param>
/// <param name="AverageHundredths">Average of the totals in hundredths of a point, rounded half up.</param>
/// <param name="Spread">Highest total minus lowest.</param>
public sealed record RankedRow(
    Guid ProposalId,
    int Rank,
    int AverageHundredths,
    int Spread,
    int Reviews,
    bool FurtherReviewerNeeded
);

/// <summary>Ranks proposals by the average of their reviewers' totals, in integers only.</summary>
public static class Ranking
{
    /// <summary>Best first; proposals of one place in the order of their ids, so that the list is always the same.</summary>
    public static IReadOnlyList<RankedRow> Of(
        IEnumerable<ReviewedProposal> proposals,
        int reviewersPerProposal,
        int spreadLimit
    )
    {
        var rows = proposals
            .Select(proposal => (Proposal: proposal, Average: AverageHundredths(proposal.Totals)))
            .OrderByDescending(row => row.Average)
            .ThenBy(row => row.Proposal.ProposalId)
            .ToList();
        return
        [
            .. rows.Select(row =>
            {
                var totals = row.Proposal.Totals;
                var spread = totals.Count == 0 ? 0 : totals.Max() - totals.Min();
                return new RankedRow(
                    row.Proposal.ProposalId,
                    1 + rows.Count(other => other.Average > row.Average),
                    row.Average,
                    spread,
                    totals.Count,
                    NeedsFurtherReviewer(totals.Count, spread, reviewersPerProposal, spreadLimit)
                );
            }),
        ];
    }

    /// <summary>Average in hundredths, rounded half up; 0 without reviews.</summary>
    public static int AverageHundredths(IReadOnlyList<int> totals) =>
        totals.Count == 0 ? 0 : ((totals.Sum() * 200) + totals.Count) / (2 * totals.Count);

    /// <summary>
    /// Reviews are missing, or the asked-for number of reviewers differ by more than the limit. Once a further reviewer
    /// has scored, the question has been answered.
    /// </summary>
    private static bool NeedsFurtherReviewer(int reviews, int spread, int asked, int limit) =>
        reviews < asked || (reviews == asked && spread > limit);

    /// <summary>True when exactly the asked-for number have scored and are further apart than the limit.</summary>
    public static bool IsFurtherAsked(IReadOnlyCollection<int> totals, int asked, int limit) =>
        totals.Count == asked && asked > 0 && totals.Max() - totals.Min() > limit;
}
