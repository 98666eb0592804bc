namespace Fund.GrantCalls.Domain;

/// <summary>A proposal that could be funded.</summary>
/// <param name="Cents">What it costs, above zero.</param>
/// <param name="Value">Its average score in hundredths, not below zero.</param>
public sealed record Candidate(Guid ProposalId, string CountryCode, long Cents, int Value)
{
    public Region Region { get; } = Geography.RegionOf(CountryCode);
}

/// <summary>The least that the projects of a region get.</summary>
/// <param name="Awards">Number of awards.</param>
/// <param name="Cents">What they cost together.</param>
public sealed record RegionFloor(int Awards, long Cents);

/// <summary>What a portfolio may cost, in cents.</summary>
/// <param name="Envelope">All of it.</param>
/// <param name="PerRegion">The projects of one region.</param>
/// <param name="PerCountry">The projects of one country.</param>
public sealed record PortfolioLimits(long Envelope, long PerRegion, long PerCountry)
{
    private static readonly RegionFloor Nothing = new(0, 0);

    /// <summary>Regions that get at least something.</summary>
    public IReadOnlyDictionary<Region, RegionFloor> Floors { get; init; } = new Dictionary<Region, RegionFloor>();

    public static PortfolioLimits Of(long envelope) => new(envelope, envelope, envelope);

    public RegionFloor FloorOf(Region region) => Floors.GetValueOrDefault(region, Nothing);

    /// <summary>True when a proposal could be funded if it were the only one.</summary>
    public bool CanHold(long cents) => cents <= Envelope && cents <= PerRegion && cents <= PerCountry;
}

/// <summary>The proposals chosen.</summary>
/// <param name="Value">Sum of their scores in hundredths.</param>
/// <param name="IsProven">True when no other choice has a higher sum; false when the search was given up.</param>
public sealed record ChosenPortfolio(IReadOnlySet<Guid> Chosen, long Cents, long Value, bool IsProven);

/// <summary>
/// The choice of proposals with the highest sum of scores within the envelope, the shares of regions and countries, and
/// the least that regions get; of equal sums the cheaper one. Exact: partial choices are kept unless another is as cheap
/// and as good, and left out only when a bound shows that they cannot come near the best (<see cref="PortfolioPrices"/>).
/// The search begins just below the bound and widens until it finds something; that is the best, because everything left
/// out is worse. A floor is asked for only once the best choice without it misses it: most are reached anyway, and with
/// floors fewer choices can be compared. Those that no choice can reach are left aside: the result shows what they got.
/// </summary>
public static class Portfolio
{
    /// <summary>Partial choices kept at once; beyond that the search is given up and the greedy choice is answered.</summary>
    private const int MostChoices = 200_000;

    public static ChosenPortfolio Best(IEnumerable<Candidate> candidates, PortfolioLimits limits)
    {
        var items = candidates.Where(row => limits.CanHold(row.Cents)).OrderBy(row => row.ProposalId).ToList();
        var reachable = PortfolioFloors.Reachable(items, limits);
        var asked = limits with { Floors = new Dictionary<Region, RegionFloor>() };
        while (true)
        {
            if (!TrySearch(items, asked, out var found))
            {
                if (asked.Floors.Count == reachable.Floors.Count)
                {
                    return Greedy(items, reachable);
                }

                // Too many choices with fewer floors; with all of them there may be fewer.
                asked = reachable;
                continue;
            }

            // Everything was looked at, and nothing reaches all floors together.
            if (found is null)
            {
                return Best(items, limits with { Floors = new Dictionary<Region, RegionFloor>() });
            }

            var missed = PortfolioFloors.Missed(items, found, reachable);
            if (missed.Count == 0)
            {
                return found;
            }

            asked = asked with { Floors = asked.Floors.Concat(missed).ToDictionary() };
        }
    }

    /// <summary>The best choice, null when there is none; false when there are too many partial choices to say.</summary>
    private static bool TrySearch(List<Candidate> items, PortfolioLimits limits, out ChosenPortfolio? found)
    {
        var prices = PortfolioPrices.Of(items, limits);
        for (long width = 16; ; width += width / 2)
        {
            var above = Math.Max(-1, (long)Math.Floor(prices.Bound) - width);
            var search = new PortfolioSearch(items, limits, prices, above, MostChoices);
            found = search.Run();
            if (found is not null || search.GaveUp || above == -1)
            {
                return !search.GaveUp;
            }
        }
    }

    /// <summary>Floors first, then best value for money, as far as it fits.</summary>
    private static ChosenPortfolio Greedy(List<Candidate> items, PortfolioLimits limits)
    {
        var chosen = new HashSet<Candidate>();
        var spent = new Spending(limits);
        var byRatio = items.OrderByDescending(row => (double)row.Value / row.Cents).ToList();
        foreach (var item in byRatio.Where(item => spent.LacksIn(item.Region)).Concat(byRatio))
        {
            if (spent.Room(item) >= item.Cents && chosen.Add(item))
            {
                spent.Add(item, item.Cents);
            }
        }

        return new(
            chosen.Select(row => row.ProposalId).ToHashSet(),
            chosen.Sum(row => row.Cents),
            chosen.Sum(row => (long)row.Value),
            IsProven: false
        );
    }
}

/// <summary>What is spent in all, in regions and in countries.</summary>
internal sealed class Spending(PortfolioLimits limits)
{
    private readonly Dictionary<string, long> _countries = new(StringComparer.Ordinal);
    private readonly Dictionary<Region, long> _regions = [];
    private readonly Dictionary<Region, int> _awards = [];

    public long InAll { get; private set; }

    public long LeftInAll => limits.Envelope - InAll;

    public long In(Region region) => _regions.GetValueOrDefault(region);

    public int AwardsIn(Region region) => _awards.GetValueOrDefault(region);

    public long LeftIn(string country) => limits.PerCountry - _countries.GetValueOrDefault(country);

    public long LeftIn(Region region) => limits.PerRegion - In(region);

    /// <summary>True while a region has less than the least it gets.</summary>
    public bool LacksIn(Region region) =>
        In(region) < limits.FloorOf(region).Cents || AwardsIn(region) < limits.FloorOf(region).Awards;

    /// <summary>Cents that an item's country, region and the envelope have left.</summary>
    public long Room(Candidate item) => Math.Min(LeftInAll, Math.Min(LeftIn(item.CountryCode), LeftIn(item.Region)));

    public void Add(Candidate item, long cents)
    {
        InAll += cents;
        _countries[item.CountryCode] = _countries.GetValueOrDefault(item.CountryCode) + cents;
        _regions[item.Region] = In(item.Region) + cents;
        _awards[item.Region] = AwardsIn(item.Region) + 1;
    }
}

/// <summary>Which of the floors asked for can be reached at all, and which a choice misses.</summary>
internal static class PortfolioFloors
{
    /// <summary>The floors that a choice does not reach.</summary>
    public static IReadOnlyDictionary<Region, RegionFloor> Missed(
        IReadOnlyList<Candidate> items,
        ChosenPortfolio choice,
        PortfolioLimits limits
    )
    {
        var spent = new Spending(limits);
        foreach (var item in items.Where(row => choice.Chosen.Contains(row.ProposalId)))
        {
            spent.Add(item, item.Cents);
        }

        return limits.Floors.Where(row => spent.LacksIn(row.Key)).ToDictionary();
    }

    /// <summary>
    /// The limits without the floors that are beyond what the proposals of a region can give by themselves, or that the
    /// envelope has no room for; most regions first served, in their order.
    /// </summary>
    public static PortfolioLimits Reachable(IReadOnlyList<Candidate> items, PortfolioLimits limits)
    {
        var floors = new Dictionary<Region, RegionFloor>();
        var byRegion = items.ToLookup(row => row.Region);
        var left = limits.Envelope;
        foreach (var (region, floor) in limits.Floors.OrderBy(row => row.Key))
        {
            var most = byRegion[region]
                .GroupBy(row => row.CountryCode)
                .Sum(country => Math.Min(limits.PerCountry, country.Sum(row => row.Cents)));
            var cheapest = byRegion[region].Select(row => row.Cents).Order().Take(floor.Awards).ToList();
            var least = Math.Max(floor.Cents, cheapest.Sum());
            if (cheapest.Count == floor.Awards && least <= Math.Min(most, Math.Min(left, limits.PerRegion)))
            {
                floors[region] = floor;
                left -= least;
            }
        }

        return limits with
        {
            Floors = floors,
        };
    }
}
