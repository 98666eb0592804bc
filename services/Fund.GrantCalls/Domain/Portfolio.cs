namespace Fund.GrantCalls.Domain;

/// <summary>A proposal that could be funded.</summary>
/// <param name="Cents">What it costs, above zero.</param>
/// <param name="Value">Its average score in hundredths, not below zero.</param>
public sealed record Candidate(Guid ProposalId, string CountryCode, long Cents, int Value);

/// <summary>What a portfolio may cost, in cents.</summary>
/// <param name="Envelope">All of it.</param>
/// <param name="PerRegion">The projects of one region.</param>
/// <param name="PerCountry">The projects of one country.</param>
public sealed record PortfolioLimits(long Envelope, long PerRegion, long PerCountry)
{
    public static PortfolioLimits Of(long envelope) => new(envelope, envelope, envelope);

    /// <summary>True when a proposal could be funded if it were the only one.</summary>
    public bool CanHold(long cents) => cents <= Envelope && cents <= PerRegion && cents <= PerCountry;
}

/// <summary>The proposals chosen.</summary>
/// <param name="Value">Sum of their scores in hundredths.</param>
/// <param name="IsProven">True when no other choice has a higher sum; false when the search was given up.</param>
public sealed record ChosenPortfolio(IReadOnlySet<Guid> Chosen, long Cents, long Value, bool IsProven);

/// <summary>
/// The choice of proposals with the highest sum of scores within the envelope and the shares of regions and countries;
/// of equal sums the cheaper one. Exact: partial choices are kept unless another is as cheap and as good, and left out
/// only when a bound shows that they cannot come near the best (<see cref="PortfolioPrices"/>). The search begins just
/// below the bound and widens until it finds something; that is the best, because everything left out is worse.
/// </summary>
public static class Portfolio
{
    /// <summary>Partial choices kept at once; beyond that the search is given up and the greedy choice is answered.</summary>
    private const int MostChoices = 200_000;

    public static ChosenPortfolio Best(IEnumerable<Candidate> candidates, PortfolioLimits limits)
    {
        var items = candidates.Where(row => limits.CanHold(row.Cents)).OrderBy(row => row.ProposalId).ToList();
        var prices = PortfolioPrices.Of(items, limits);
        for (long width = 16; ; width *= 4)
        {
            var above = (long)Math.Floor(prices.Bound) - width;
            var search = new PortfolioSearch(items, limits, prices, Math.Max(-1, above), MostChoices);
            if (search.Run() is { } found)
            {
                return found;
            }

            if (search.GaveUp)
            {
                return Greedy(items, limits);
            }
        }
    }

    /// <summary>Best value for money first, as far as it fits.</summary>
    private static ChosenPortfolio Greedy(List<Candidate> items, PortfolioLimits limits)
    {
        var chosen = new List<Candidate>();
        var spent = new Spending(limits);
        foreach (var item in items.OrderByDescending(row => (double)row.Value / row.Cents))
        {
            if (spent.Room(item) >= item.Cents)
            {
                spent.Add(item, item.Cents);
                chosen.Add(item);
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

    public long InAll { get; private set; }

    public long LeftInAll => limits.Envelope - InAll;

    public long LeftIn(string country) => limits.PerCountry - _countries.GetValueOrDefault(country);

    public long LeftIn(Region region) => limits.PerRegion - _regions.GetValueOrDefault(region);

    /// <summary>Cents that an item's country, region and the envelope have left.</summary>
    public long Room(Candidate item) =>
        Math.Min(LeftInAll, Math.Min(LeftIn(item.CountryCode), LeftIn(Geography.RegionOf(item.CountryCode))));

    public void Add(Candidate item, long cents)
    {
        var region = Geography.RegionOf(item.CountryCode);
        InAll += cents;
        _countries[item.CountryCode] = _countries.GetValueOrDefault(item.CountryCode) + cents;
        _regions[region] = _regions.GetValueOrDefault(region) + cents;
    }
}

/// <summary>
/// Prices of a cent in the whole, in a region and in a country (Lagrange). Whatever they are, no choice is worth more than
/// <see cref="Bound"/>, and every decision against an item that is worth its price, or for one that is not, takes its
/// <see cref="Surplus"/> off that. They are those at which the money runs out when items may be funded in part, which
/// makes the bound close.
/// </summary>
internal sealed class PortfolioPrices
{
    private readonly Dictionary<string, double> _countries = new(StringComparer.Ordinal);
    private readonly Dictionary<Region, double> _regions = [];
    private double _all;

    public double Bound { get; private set; }

    /// <summary>Score beyond what the cents of an item are worth elsewhere; below zero when they are worth more.</summary>
    public double Surplus(Candidate item) => item.Value - (item.Cents * PriceIn(item.CountryCode));

    public static PortfolioPrices Of(List<Candidate> items, PortfolioLimits limits)
    {
        var prices = new PortfolioPrices();
        var spent = new Spending(limits);
        var full = new List<(double Ratio, Candidate Item, bool IsRegion)>();
        foreach (var item in items.OrderByDescending(row => (double)row.Value / row.Cents))
        {
            var take = Math.Min(item.Cents, spent.Room(item));
            var ratio = (double)item.Value / item.Cents;
            if (take < item.Cents && spent.LeftInAll == take)
            {
                prices._all = ratio;
                break;
            }

            if (take == 0)
            {
                continue;
            }

            if (take < item.Cents)
            {
                full.Add((ratio, item, spent.LeftIn(Geography.RegionOf(item.CountryCode)) == take));
            }

            spent.Add(item, take);
        }

        // From the cheapest: a country's price comes on top of its region's, and that on top of the price of all.
        foreach (var (ratio, item, isRegion) in Enumerable.Reverse(full))
        {
            var extra = Math.Max(0, ratio - prices.PriceIn(item.CountryCode));
            if (isRegion)
            {
                prices._regions[Geography.RegionOf(item.CountryCode)] = extra;
            }
            else
            {
                prices._countries[item.CountryCode] = extra;
            }
        }

        prices.Bound =
            (prices._all * limits.Envelope)
            + (prices._regions.Values.Sum() * limits.PerRegion)
            + (prices._countries.Values.Sum() * limits.PerCountry)
            + items.Sum(item => Math.Max(0, prices.Surplus(item)));
        return prices;
    }

    private double PriceIn(string country) =>
        _all + _regions.GetValueOrDefault(Geography.RegionOf(country)) + _countries.GetValueOrDefault(country);
}
