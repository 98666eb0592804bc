namespace Fund.GrantCalls.Domain;

/// <summary>Looks for the best choice with a sum of scores above a number; finds none when there is none.</summary>
internal sealed class PortfolioSearch(
    List<Candidate> items,
    PortfolioLimits limits,
    PortfolioPrices prices,
    long above,
    int mostChoices
)
{
    /// <summary>Sums of fractions of points are off by less than this.</summary>
    private const double Unsure = 0.001;

    private static readonly RegionFloor NoFloor = new(0, 0);

    /// <summary>What a choice may lose against the bound and still be above the number.</summary>
    private readonly double _mayLose = prices.Bound - above + Unsure;

    /// <summary>True when there were more partial choices than are kept.</summary>
    public bool GaveUp { get; private set; }

    public ChosenPortfolio? Run()
    {
        var best = InAll()?.Where(row => row.Value > above).MaxBy(row => (row.Value, -row.Cents));
        if (best is null)
        {
            return null;
        }

        var chosen = new HashSet<Guid>();
        best.Collect(chosen);
        return new(chosen, best.Cents, best.Value, IsProven: true);
    }

    /// <summary>
    /// Regions whose share could be reached, or that have a floor, are decided on by themselves; all the others together.
    /// Those with the fewest choices come first, so that the many meet only what is left of the loss.
    /// </summary>
    private List<Choice>? InAll()
    {
        var byRegion = items.ToLookup(row => row.Region);
        var closed = byRegion
            .Where(region => limits.Floors.ContainsKey(region.Key) || region.Sum(row => row.Cents) > limits.PerRegion)
            .ToList();
        var rest = byRegion.Except(closed).SelectMany(region => region).ToList();
        var parts = new List<List<Choice>>();
        foreach (var region in closed.OrderBy(row => row.Key))
        {
            if (InRegion(region.Key, [.. region]) is not { } part)
            {
                return null;
            }

            parts.Add(part);
        }

        if (InCountries(rest, limits.Envelope, NoFloor) is not { } others)
        {
            return null;
        }

        parts.Add(others);
        List<Choice>? choices = [Choice.Nothing];
        foreach (var part in parts.OrderBy(part => part.Count))
        {
            choices = Join(choices, part, limits.Envelope, NoFloor);
        }

        return choices;
    }

    /// <summary>What a region can be as a whole: its floor is reached, and what it leaves unused is lost.</summary>
    private List<Choice>? InRegion(Region region, List<Candidate> some)
    {
        var floor = limits.FloorOf(region);
        var choices = InCountries(some, Math.Min(limits.PerRegion, limits.Envelope), floor);
        return choices is null
            ? null
            : PortfolioChoices.Undominated(
                Closed(
                    choices.Where(choice => choice.Cents >= floor.Cents && choice.Awards >= floor.Awards),
                    choice => prices.Unused(region, choice.Cents, choice.Awards)
                ),
                NoFloor
            );
    }

    /// <summary>Countries whose share could be reached are decided on by themselves; all the others together.</summary>
    private List<Choice>? InCountries(List<Candidate> some, long most, RegionFloor floor)
    {
        var byCountry = some.ToLookup(row => row.CountryCode);
        var scarce = byCountry.Where(country => country.Sum(row => row.Cents) > limits.PerCountry).ToList();
        var choices = Each([.. byCountry.Except(scarce).SelectMany(country => country)], most, floor);
        foreach (var country in scarce.OrderBy(row => row.Key, StringComparer.Ordinal))
        {
            var own = Each([.. country], Math.Min(most, limits.PerCountry), floor);
            choices = Join(
                choices,
                own is null ? null : Closed(own, choice => prices.Unused(country.Key, choice.Cents)),
                most,
                floor
            );
        }

        return choices;
    }

    /// <summary>With what their share loses for good; without those that lose too much.</summary>
    private List<Choice> Closed(IEnumerable<Choice> choices, Func<Choice, double> loss) =>
        [
            .. choices
                .Select(choice => choice with { Loss = choice.Loss + loss(choice) })
                .Where(choice => choice.Loss <= _mayLose),
        ];

    /// <summary>With and without each item, the surest first: they leave one choice only.</summary>
    private List<Choice>? Each(List<Candidate> some, long most, RegionFloor floor)
    {
        var choices = new List<Choice> { Choice.Nothing };
        foreach (var item in some.OrderByDescending(row => Math.Abs(prices.Surplus(row))))
        {
            var surplus = prices.Surplus(item);
            var without = new List<Choice>(choices.Count);
            var with = new List<Choice>(choices.Count);
            foreach (var choice in choices)
            {
                if (choice.Loss + Math.Max(0, surplus) <= _mayLose)
                {
                    without.Add(surplus > 0 ? choice with { Loss = choice.Loss + surplus } : choice);
                }

                var loss = choice.Loss + Math.Max(0, -surplus);
                if (loss <= _mayLose && choice.Cents + item.Cents <= most)
                {
                    with.Add(choice.And(item, loss));
                }
            }

            choices = PortfolioChoices.Undominated(PortfolioChoices.Merged(without, with), floor);
            if (choices.Count > mostChoices)
            {
                GaveUp = true;
                return null;
            }
        }

        return choices;
    }

    private List<Choice>? Join(List<Choice>? left, List<Choice>? right, long most, RegionFloor floor)
    {
        if (left is null || right is null)
        {
            return null;
        }

        // By loss, so that of each choice only those partners are looked at with which it can still be the best.
        var partners = right.OrderBy(choice => choice.Loss).ToList();
        var joined = new List<Choice>();
        foreach (var one in left)
        {
            foreach (var other in partners)
            {
                if (one.Loss + other.Loss > _mayLose)
                {
                    break;
                }

                if (one.Cents + other.Cents <= most)
                {
                    joined.Add(one.And(other));
                }
            }

            if (joined.Count > 2 * mostChoices)
            {
                joined = Sorted(joined, floor);
                if (joined.Count > mostChoices)
                {
                    GaveUp = true;
                    return null;
                }
            }
        }

        return Sorted(joined, floor);
    }

    private static List<Choice> Sorted(List<Choice> choices, RegionFloor floor)
    {
        choices.Sort((one, other) => one.Cents.CompareTo(other.Cents));
        return PortfolioChoices.Undominated(choices, floor);
    }
}

/// <summary>
/// A partial choice: what it costs, its scores, how many it funds, what it loses against the bound, what it is made of.
/// </summary>
internal sealed record Choice(
    long Cents,
    long Value,
    int Awards,
    double Loss,
    Choice? Left,
    Choice? Right,
    Candidate? Item
)
{
    public static readonly Choice Nothing = new(0, 0, 0, 0, null, null, null);

    /// <summary>With an item more.</summary>
    public Choice And(Candidate item, double loss) =>
        new(Cents + item.Cents, Value + item.Value, Awards + 1, loss, this, null, item);

    /// <summary>Both together.</summary>
    public Choice And(Choice other) =>
        new(Cents + other.Cents, Value + other.Value, Awards + other.Awards, Loss + other.Loss, this, other, null);

    public void Collect(HashSet<Guid> chosen)
    {
        for (var choice = this; choice is not null; choice = choice.Left)
        {
            if (choice.Item is { } item)
            {
                chosen.Add(item.ProposalId);
            }

            choice.Right?.Collect(chosen);
        }
    }
}

/// <summary>Lists of partial choices by cost.</summary>
internal static class PortfolioChoices
{
    /// <summary>Both lists are by cost, and so is the result.</summary>
    public static List<Choice> Merged(List<Choice> without, List<Choice> with)
    {
        var merged = new List<Choice>(without.Count + with.Count);
        var (i, j) = (0, 0);
        while (i < without.Count || j < with.Count)
        {
            var first = j == with.Count || (i < without.Count && without[i].Cents <= with[j].Cents);
            merged.Add(first ? without[i++] : with[j++]);
        }

        return merged;
    }

    /// <summary>
    /// Of choices by cost, those that no other makes needless: one that is as cheap, as good, and as near to the floor of
    /// their region. While a floor of cents is not reached, only one of the same cost can be as near.
    /// </summary>
    public static List<Choice> Undominated(List<Choice> byCost, RegionFloor floor)
    {
        var kept = new List<Choice>(byCost.Count);
        // Highest sum so far of those with at least so many awards, as far as awards count.
        var best = new long[floor.Awards + 1];
        Array.Fill(best, -1);
        var start = 0;
        while (start < byCost.Count)
        {
            var cents = byCost[start].Cents;
            var end = start + 1;
            while (end < byCost.Count && byCost[end].Cents == cents)
            {
                end++;
            }

            foreach (var choice in Best(byCost, start, end))
            {
                var awards = Math.Min(choice.Awards, floor.Awards);
                if (choice.Value > best[awards])
                {
                    kept.Add(choice);
                    for (var i = awards; i >= 0; i--)
                    {
                        best[i] = Math.Max(best[i], choice.Value);
                    }
                }
            }

            if (cents < floor.Cents)
            {
                Array.Fill(best, -1);
            }

            start = end;
        }

        return kept;
    }

    /// <summary>Choices of one cost, the best first.</summary>
    private static IEnumerable<Choice> Best(List<Choice> byCost, int start, int end) =>
        end - start == 1
            ? [byCost[start]]
            : byCost
                .GetRange(start, end - start)
                .OrderByDescending(choice => choice.Value)
                .ThenByDescending(choice => choice.Awards);
}
