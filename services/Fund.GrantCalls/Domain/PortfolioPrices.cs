namespace Fund.GrantCalls.Domain;

/// <summary>
/// Prices of a cent in the whole, in a region and in a country, and what a region with a floor is paid for a cent and for
/// an award (Lagrange). Whatever they are, no choice is worth more than <see cref="Bound"/>; every decision against an
/// item that is worth its price, or for one that is not, takes its <see cref="Surplus"/> off that, and so does every cent
/// of a share that stays unused. They are those at which the money runs out when items may be funded in part, which makes
/// the bound close.
/// </summary>
internal sealed class PortfolioPrices
{
    private readonly PortfolioLimits _limits;
    private readonly Dictionary<string, double> _countries = new(StringComparer.Ordinal);
    private readonly Dictionary<Region, double> _regions = [];
    private readonly Dictionary<Region, double> _floorCents = [];
    private readonly Dictionary<Region, double> _floorAwards = [];
    private double _all;

    private PortfolioPrices(PortfolioLimits limits) => _limits = limits;

    public double Bound { get; private set; }

    /// <summary>Score beyond what the cents of an item are worth elsewhere; below zero when they are worth more.</summary>
    public double Surplus(Candidate item) =>
        item.Value - (item.Cents * PriceIn(item)) + _floorAwards.GetValueOrDefault(item.Region);

    /// <summary>What a country loses by cents of its share that it does not use.</summary>
    public double Unused(string country, long cents) =>
        _countries.GetValueOrDefault(country) * (_limits.PerCountry - cents);

    /// <summary>What a region loses by cents of its share that it does not use, and by what it has above its floor.</summary>
    public double Unused(Region region, long cents, int awards) =>
        (_regions.GetValueOrDefault(region) * (_limits.PerRegion - cents))
        + (_floorCents.GetValueOrDefault(region) * (cents - _limits.FloorOf(region).Cents))
        + (_floorAwards.GetValueOrDefault(region) * (awards - _limits.FloorOf(region).Awards));

    public static PortfolioPrices Of(List<Candidate> items, PortfolioLimits limits)
    {
        var prices = new PortfolioPrices(limits);
        prices.Find(items);
        if (limits.Floors.Count > 0)
        {
            prices.Improve(items);
        }

        prices.Bound = prices.BoundOf(items);
        return prices;
    }

    private double PriceIn(Candidate item) =>
        _all
        + _regions.GetValueOrDefault(item.Region)
        - _floorCents.GetValueOrDefault(item.Region)
        + _countries.GetValueOrDefault(item.CountryCode);

    /// <summary>
    /// Funds the best value for money in part, as far as shares go. Shares lie within each other, so that is the best
    /// there is, and the items at which a share runs out give the prices.
    /// </summary>
    private void Find(List<Candidate> items)
    {
        var spent = new Spending(_limits);
        var full = new List<(double Ratio, Candidate Item, bool IsRegion)>();
        foreach (var item in items.OrderByDescending(row => (double)row.Value / row.Cents))
        {
            var take = Math.Min(item.Cents, spent.Room(item));
            var ratio = (double)item.Value / item.Cents;
            if (take < item.Cents && spent.LeftInAll == take)
            {
                _all = ratio;
                break;
            }

            if (take == 0)
            {
                continue;
            }

            if (take < item.Cents)
            {
                full.Add((ratio, item, spent.LeftIn(item.Region) == take));
            }

            spent.Add(item, take);
        }

        // From the cheapest: a country's price comes on top of its region's, and that on top of the price of all.
        foreach (var (ratio, item, isRegion) in Enumerable.Reverse(full))
        {
            var extra = Math.Max(0, ratio - PriceIn(item));
            if (isRegion)
            {
                _regions[item.Region] = extra;
            }
            else
            {
                _countries[item.CountryCode] = extra;
            }
        }
    }

    /// <summary>With floors that is only a beginning: one price after the other is moved to where the bound is lowest.</summary>
    private void Improve(List<Candidate> items)
    {
        const int rounds = 3;
        var steepest = items.Count == 0 ? 0 : items.Max(row => (double)row.Value / row.Cents);
        var highest = items.Count == 0 ? 0 : items.Max(row => row.Value);
        var byRegion = items.ToLookup(row => row.Region);
        var byCountry = items.ToLookup(row => row.CountryCode);
        for (var round = 0; round < rounds; round++)
        {
            foreach (var region in _limits.Floors.Keys.Order())
            {
                List<Candidate> some = [.. byRegion[region]];
                Lower(some, steepest, price => _floorCents[region] = price);
                Lower(some, highest, price => _floorAwards[region] = price);
            }

            Lower(items, steepest, price => _all = price);
            foreach (var region in _regions.Keys.Order().ToList())
            {
                Lower([.. byRegion[region]], steepest, price => _regions[region] = price);
            }

            foreach (var country in _countries.Keys.Order(StringComparer.Ordinal).ToList())
            {
                Lower([.. byCountry[country]], steepest, price => _countries[country] = price);
            }
        }
    }

    /// <summary>
    /// Looks for the price with the lowest bound, over the items that it is for. The bound is convex, so a third whose end
    /// is higher is cut off.
    /// </summary>
    private void Lower(List<Candidate> items, double most, Action<double> set)
    {
        const int cuts = 30;
        double At(double tried)
        {
            set(tried);
            return BoundOf(items);
        }

        var (low, high) = (0.0, most);
        for (var cut = 0; cut < cuts; cut++)
        {
            var (left, right) = (low + ((high - low) / 3), high - ((high - low) / 3));
            (low, high) = At(left) <= At(right) ? (low, right) : (left, high);
        }

        var middle = (low + high) / 2;
        if (At(0) > At(middle))
        {
            set(middle);
        }
        else
        {
            set(0);
        }
    }

    private double BoundOf(List<Candidate> items)
    {
        var bound =
            (_all * _limits.Envelope)
            + (_regions.Values.Sum() * _limits.PerRegion)
            + (_countries.Values.Sum() * _limits.PerCountry)
            - _limits.Floors.Sum(row =>
                (_floorCents.GetValueOrDefault(row.Key) * row.Value.Cents)
                + (_floorAwards.GetValueOrDefault(row.Key) * row.Value.Awards)
            );
        foreach (var item in items)
        {
            bound += Math.Max(0, Surplus(item));
        }

        return bound;
    }
}
