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

    /// <summary>Regions whose share could be reached are decided on by themselves; all the others together.</summary>
    private List<Choice>? InAll()
    {
        var byRegion = items.ToLookup(row => Geography.RegionOf(row.CountryCode));
        var scarce = byRegion.Where(region => region.Sum(row => row.Cents) > limits.PerRegion).ToList();
        var rest = byRegion.Except(scarce).SelectMany(region => region).ToList();
        var choices = InCountries(rest, limits.Envelope);
        foreach (var region in scarce.OrderBy(row => row.Key))
        {
            choices = Join(choices, InCountries([.. region], limits.PerRegion), limits.Envelope);
        }

        return choices;
    }

    /// <summary>Countries whose share could be reached are decided on by themselves; all the others together.</summary>
    private List<Choice>? InCountries(List<Candidate> some, long most)
    {
        var byCountry = some.ToLookup(row => row.CountryCode);
        var scarce = byCountry.Where(country => country.Sum(row => row.Cents) > limits.PerCountry).ToList();
        var choices = Each([.. byCountry.Except(scarce).SelectMany(country => country)], most);
        foreach (var country in scarce.OrderBy(row => row.Key, StringComparer.Ordinal))
        {
            choices = Join(choices, Each([.. country], limits.PerCountry), most);
        }

        return choices;
    }

    /// <summary>With and without each item, the surest first: they leave one choice only.</summary>
    private List<Choice>? Each(List<Candidate> some, long most)
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
                    without.Add(choice with { Loss = choice.Loss + Math.Max(0, surplus) });
                }

                var loss = choice.Loss + Math.Max(0, -surplus);
                if (loss <= _mayLose && choice.Cents + item.Cents <= most)
                {
                    with.Add(new(choice.Cents + item.Cents, choice.Value + item.Value, loss, choice, null, item));
                }
            }

            choices = Merged(without, with);
            if (choices.Count > mostChoices)
            {
                GaveUp = true;
                return null;
            }
        }

        return choices;
    }

    private List<Choice>? Join(List<Choice>? left, List<Choice>? right, long most)
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
                    joined.Add(
                        new(one.Cents + other.Cents, one.Value + other.Value, one.Loss + other.Loss, one, other, null)
                    );
                }
            }

            if (joined.Count > 50L * mostChoices)
            {
                GaveUp = true;
                return null;
            }
        }

        joined.Sort((one, other) => one.Cents.CompareTo(other.Cents));
        return Undominated(joined);
    }

    /// <summary>Both lists are by cost, and so is the result.</summary>
    private static List<Choice> Merged(List<Choice> without, List<Choice> with)
    {
        var merged = new List<Choice>(without.Count + with.Count);
        var (i, j) = (0, 0);
        while (i < without.Count || j < with.Count)
        {
            var first = j == with.Count || (i < without.Count && without[i].Cents <= with[j].Cents);
            merged.Add(first ? without[i++] : with[j++]);
        }

        return Undominated(merged);
    }

    /// <summary>Of choices by cost, those with a higher sum than every one that is as cheap.</summary>
    private static List<Choice> Undominated(List<Choice> byCost)
    {
        var kept = new List<Choice>(byCost.Count);
        foreach (var choice in byCost)
        {
            if (kept.Count > 0 && choice.Value <= kept[^1].Value)
            {
                continue;
            }

            if (kept.Count > 0 && kept[^1].Cents == choice.Cents)
            {
                kept.RemoveAt(kept.Count - 1);
            }

            kept.Add(choice);
        }

        return kept;
    }

    /// <summary>A partial choice: what it costs, its scores, what it loses against the bound, and what it was made of.</summary>
    private sealed record Choice(long Cents, long Value, double Loss, Choice? Left, Choice? Right, Candidate? Item)
    {
        public static readonly Choice Nothing = new(0, 0, 0, null, null, null);

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
}
