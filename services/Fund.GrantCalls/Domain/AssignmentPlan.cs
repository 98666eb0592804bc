namespace Fund.GrantCalls.Domain;

/// <summary>A proposal that lacks reviewers.</summary>
/// <param name="Missing">Reviewers still to be found.</param>
/// <param name="Barred">Accounts that may not review it: in conflict, or assigned before.</param>
public sealed record ProposalToReview(
    Guid ProposalId,
    string Number,
    string CountryCode,
    int Missing,
    IReadOnlySet<Guid> Barred,
    int InConflict
);

/// <summary>Somebody who may review.</summary>
/// <param name="Load">Proposals they have to review already.</param>
/// <param name="Most">Most at once; 0 means no limit.</param>
public sealed record AvailableReviewer(
    Guid ReviewerId,
    int Load,
    int Most,
    IReadOnlySet<string> Languages,
    IReadOnlySet<string> Countries
);

/// <summary>Why a reviewer is proposed.</summary>
public enum AssignmentReason
{
    KnowsCountry,
    ReadsLanguage,
    LeastLoaded,
}

/// <summary>One reviewer for one proposal, or nobody, with what led to it.</summary>
/// <param name="Load">Proposals they would have with this one.</param>
public sealed record ProposedReviewer(
    Guid ProposalId,
    string Number,
    Guid? ReviewerId,
    int Load,
    IReadOnlyList<AssignmentReason> Reasons,
    int InConflict,
    int Full
);

/// <summary>
/// Proposes who reviews what. Conflicts and what somebody can take are never overstepped. Of the others, who reads a
/// language of the country comes first, then who knows the country, and so long as that is the same, who has least to do.
/// Nobody gets two more than another just for knowing a country: load within one counts as the same.
/// </summary>
public static class AssignmentPlan
{
    public static IReadOnlyList<ProposedReviewer> Of(
        IEnumerable<ProposalToReview> proposals,
        IReadOnlyList<AvailableReviewer> reviewers
    )
    {
        var loads = reviewers.ToDictionary(row => row.ReviewerId, row => row.Load);
        var result = new List<ProposedReviewer>();
        foreach (var proposal in proposals.OrderBy(row => row.Number, StringComparer.Ordinal))
        {
            var taken = new HashSet<Guid>(proposal.Barred);
            for (var i = 0; i < proposal.Missing; i++)
            {
                result.Add(Propose(proposal, reviewers, loads, taken));
            }
        }

        return result;
    }

    private static ProposedReviewer Propose(
        ProposalToReview proposal,
        IReadOnlyList<AvailableReviewer> reviewers,
        Dictionary<Guid, int> loads,
        HashSet<Guid> taken
    )
    {
        var free = reviewers.Where(row => !taken.Contains(row.ReviewerId)).ToList();
        var able = free.Where(row => row.Most == 0 || loads[row.ReviewerId] < row.Most).ToList();
        var full = free.Count - able.Count;
        var chosen = able.OrderByDescending(row => Reads(row, proposal) ? 1 : 0)
            .ThenBy(row => loads[row.ReviewerId] / 2)
            .ThenByDescending(row => row.Countries.Contains(proposal.CountryCode) ? 1 : 0)
            .ThenBy(row => loads[row.ReviewerId])
            .ThenBy(row => row.ReviewerId)
            .FirstOrDefault();
        if (chosen is null)
        {
            return new(proposal.ProposalId, proposal.Number, null, 0, [], proposal.InConflict, full);
        }

        var fewest = able.Min(row => loads[row.ReviewerId]);
        var reasons = new List<AssignmentReason>();
        if (chosen.Countries.Contains(proposal.CountryCode))
        {
            reasons.Add(AssignmentReason.KnowsCountry);
        }

        if (Reads(chosen, proposal))
        {
            reasons.Add(AssignmentReason.ReadsLanguage);
        }

        if (loads[chosen.ReviewerId] == fewest)
        {
            reasons.Add(AssignmentReason.LeastLoaded);
        }

        taken.Add(chosen.ReviewerId);
        var load = ++loads[chosen.ReviewerId];
        return new(proposal.ProposalId, proposal.Number, chosen.ReviewerId, load, reasons, proposal.InConflict, full);
    }

    /// <summary>Proposals don't say their language; the one of the country that the Fund works in is taken for it.</summary>
    private static bool Reads(AvailableReviewer reviewer, ProposalToReview proposal) =>
        reviewer.Languages.Contains(Geography.LanguageOf(proposal.CountryCode));
}
