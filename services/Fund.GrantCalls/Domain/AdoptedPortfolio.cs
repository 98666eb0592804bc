using Fund.Kernel;

namespace Fund.GrantCalls.Domain;

/// <summary>What a portfolio is made with.</summary>
/// <param name="PassMark">Lowest average, in hundredths.</param>
/// <param name="RegionPercent">Largest share of a region; 100 for no limit.</param>
/// <param name="CountryPercent">Largest share of a country; 100 for no limit.</param>
/// <param name="Amounts">Cents of proposals that would get another amount than requested.</param>
/// <param name="EnvelopeCents">Another envelope; null for what is left of the call's.</param>
public sealed record PortfolioTerms(
    int PassMark,
    int RegionPercent,
    int CountryPercent,
    IReadOnlyDictionary<Guid, long> Amounts,
    long? EnvelopeCents
)
{
    /// <summary>What regions get at least; null in portfolios from before there were floors.</summary>
    public IReadOnlyList<RegionMinimum>? Minima { get; init; }

    /// <summary>Average that can be funded when nothing else is said. Source: design forms.md, scoring [d].</summary>
    public const int DefaultPassMark = 6_000;
}

/// <summary>The least that a region gets: a number of awards, and a share of the envelope in percent.</summary>
public sealed record RegionMinimum(Region Region, int Awards, int Percent);

/// <summary>What a region gets of a portfolio, and what it should get at least.</summary>
public sealed record RegionShare(Region Region, int Awards, long Cents, int LeastAwards, long LeastCents)
{
    public bool IsMet => Awards >= LeastAwards && Cents >= LeastCents;
}

/// <summary>Why a proposal is in a portfolio, or is not.</summary>
public enum PortfolioReason
{
    Chosen,
    BelowPassMark,
    NotReviewed,
    TooLarge,
    OthersBetter,
    ShareUsed,

    /// <summary>Chosen, which it would not be without the balance that was asked for.</summary>
    ForBalance,

    /// <summary>In a criterion it has less than the grid asks for at least.</summary>
    BelowMinimum,
}

/// <summary>One proposal of a portfolio.</summary>
public sealed record PortfolioLine(
    Guid ProposalId,
    string Number,
    string Title,
    string CountryCode,
    int Rank,
    int AverageHundredths,
    long Cents,
    PortfolioReason Reason
)
{
    public bool IsChosen => Reason is PortfolioReason.Chosen or PortfolioReason.ForBalance;
}

/// <summary>A portfolio with everything that explains it.</summary>
public sealed record PortfolioResult(
    PortfolioTerms Terms,
    IReadOnlyList<PortfolioLine> Lines,
    long EnvelopeCents,
    long CostCents,
    long Value,
    bool IsProven
)
{
    /// <summary>What regions get; null in portfolios from before this was kept.</summary>
    public IReadOnlyList<RegionShare>? Regions { get; init; }

    /// <summary>Points, in hundredths, that the best choice without any balance would have more.</summary>
    public long BalanceCost { get; init; }
}

/// <summary>The portfolio that was put before the Board; the newest of a call counts, all are kept.</summary>
public sealed class AdoptedPortfolio
{
    private AdoptedPortfolio() { }

    public AdoptedPortfolio(Guid callId, PortfolioResult result, string by, DateTimeOffset now)
    {
        Id = Guid.CreateVersion7(now);
        CallId = callId;
        Result = result;
        AdoptedBy = by;
        AdoptedAt = now;
    }

    public Guid Id { get; private set; }
    public Guid CallId { get; private set; }
    public PortfolioResult Result { get; private set; } = default!;
    public string AdoptedBy { get; private set; } = "";
    public DateTimeOffset AdoptedAt { get; private set; }

    /// <summary>
    /// True when a decision is another one than the portfolio has: an award that is not in it or of another amount, or
    /// anything else for a proposal that is in it.
    /// </summary>
    public bool IsDeparture(Guid proposalId, DecisionKind kind, Money amount)
    {
        var line = Result.Lines.FirstOrDefault(row => row.ProposalId == proposalId && row.IsChosen);
        return kind == DecisionKind.Award ? line is null || line.Cents != amount.MinorUnits : line is not null;
    }
}
