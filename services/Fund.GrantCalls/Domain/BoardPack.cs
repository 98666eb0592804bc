using Fund.Kernel;

namespace Fund.GrantCalls.Domain;

/// <summary>Something written about a proposal.</summary>
/// <param name="Label">Criterion it is about.</param>
public sealed record PackRemark(string Label, string Text);

/// <summary>An earlier award of the same organisation.</summary>
public sealed record PackAward(string Number, string Title, Money Amount, DateOnly DecidedOn, int Months);

/// <summary>A category of the budget.</summary>
/// <param name="Recommended">Its part of what is recommended; null when nothing is.</param>
public sealed record PackBudget(string Category, Money Requested, Money? Recommended);

/// <summary>How a proposal was scored.</summary>
/// <param name="Rank">Place in its call; 0 when it is not ranked.</param>
public sealed record PackScore(
    int AverageHundredths,
    int Rank,
    int Spread,
    int Reviews,
    IReadOnlyList<PackRemark> Strengths,
    IReadOnlyList<PackRemark> Weaknesses,
    string Consensus
)
{
    /// <summary>Criteria in which it has less than the grid asks for at least.</summary>
    public IReadOnlyList<BelowMinimum> BelowMinimum { get; init; } = [];
}

/// <summary>What the screening found.</summary>
/// <param name="Open">Criteria that are not met or open, or that a person decided.</param>
/// <param name="VerifiedUntil">Null when there is no due diligence on record.</param>
public sealed record PackScreening(IReadOnlyList<PackRemark> Open, DateOnly? VerifiedUntil, bool RedFlag);

/// <summary>One page of a board pack: everything the Board needs on one proposal.</summary>
/// <param name="Position">Place on the agenda, from 1.</param>
/// <param name="Recommended">What the portfolio before the Board has for it; null when nothing.</param>
/// <param name="Beneficiaries">People to be assisted directly; 0 when the form did not ask.</param>
/// <param name="Left">What is left of the call's envelope.</param>
public sealed record PackPage(
    int Position,
    Proposal Proposal,
    Call Call,
    Money? Recommended,
    int Beneficiaries,
    IReadOnlyList<string> Exploitation,
    PackScore Score,
    PackScreening Screening,
    IReadOnlyList<PackAward> Earlier,
    IReadOnlyList<PackBudget> Budget,
    string Conditions
)
{
    public Money Requested => Proposal.Requested ?? Money.Zero(Currency.Usd);

    /// <summary>Part of the request that goes to victims directly; null when no line of the budget is marked.</summary>
    public Money? DirectAssistance =>
        Proposal
            .Content.Budget.Where(line => line.Details is { Figures.IsDirectAssistance: true })
            .Sum(line => line.Amount?.MinorUnits ?? 0)
            is > 0
                and var cents
            ? Money.UsdCents(cents)
            : null;

    /// <summary>Requested per person assisted directly, to the cent; null without them.</summary>
    public Money? CostEach =>
        Beneficiaries > 0 ? Money.UsdCents((Requested.MinorUnits + (Beneficiaries / 2)) / Beneficiaries) : null;
}

/// <summary>Figures of one call in a pack.</summary>
public sealed record PackCall(Call Call, int Proposals, Money Requested, Money Recommended, bool HasPortfolio);

/// <summary>Figures of one country in a pack.</summary>
public sealed record PackCountry(string CountryCode, int Proposals, Money Requested, Money Recommended);

/// <summary>What stands before the pages.</summary>
/// <param name="LeftOut">Proposals of the agenda that the reader is recused from; no figure counts them.</param>
public sealed record PackSummary(
    IReadOnlyList<PackCall> Calls,
    IReadOnlyList<PackCountry> Countries,
    IReadOnlyList<Guid> LeftOut
);

/// <summary>What the reviewers liked and what they did not.</summary>
public static class PackRemarks
{
    /// <summary>Remarks of a kind on one page.</summary>
    private const int Most = 3;

    /// <summary>From 80 % of a criterion's points on it is a strength, below 60 % a weakness. Our own default.</summary>
    private const int Strong = 80;
    private const int Weak = 60;

    /// <summary>The highest and the lowest scores with their reasons, the clearest first.</summary>
    public static (IReadOnlyList<PackRemark> Strengths, IReadOnlyList<PackRemark> Weaknesses) Of(
        IEnumerable<Score> scores,
        IReadOnlyList<ScoringCriterion> grid
    )
    {
        var shares = (
            from score in scores
            join criterion in grid on score.Key equals criterion.Key
            where criterion.Weight > 0 && score.Reason.Length > 0
            select (
                Percent: 100 * score.Points / criterion.Weight,
                Remark: new PackRemark(criterion.Label, score.Reason)
            )
        ).ToList();
        return (
            [
                .. shares
                    .Where(row => row.Percent >= Strong)
                    .OrderByDescending(row => row.Percent)
                    .Take(Most)
                    .Select(row => row.Remark),
            ],
            [
                .. shares
                    .Where(row => row.Percent < Weak)
                    .OrderBy(row => row.Percent)
                    .Take(Most)
                    .Select(row => row.Remark),
            ]
        );
    }
}
