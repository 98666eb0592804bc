using Fund.Kernel;

namespace Fund.Donations.Domain.Reports;

/// <summary>Where an amount of a report belongs.</summary>
/// <param name="Key">Key in the first dimension.</param>
/// <param name="Label">The key in words.</param>
/// <param name="ThenKey">Key in the second dimension; empty without one.</param>
/// <param name="ThenLabel">The second key in words.</param>
public readonly record struct ReportCell(string Key, string Label, string ThenKey, string ThenLabel);

/// <summary>Amounts of one line, USD cents, and what has no USD value yet.</summary>
public sealed class ReportLine(ReportCell cell)
{
    private readonly SortedDictionary<string, long> _awaitingRate = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, long> _pledgedWithoutRate = new(StringComparer.Ordinal);

    public ReportCell Cell { get; } = cell;

    /// <summary>Contributions counted.</summary>
    public long Contributions { get; private set; }

    public long ReceivedCents { get; private set; }

    public long PledgedCents { get; private set; }

    public long OutstandingCents { get; private set; }

    /// <summary>Contributions without a USD value, per original currency.</summary>
    public IEnumerable<Money> AwaitingRate => Amounts(_awaitingRate);

    /// <summary>Pledges without a USD value, per original currency.</summary>
    public IEnumerable<Money> PledgedWithoutRate => Amounts(_pledgedWithoutRate);

    public void AddReceived(long cents, long contributions)
    {
        ReceivedCents = checked(ReceivedCents + cents);
        Contributions += contributions;
    }

    public void AddPledged(Money pledged, Money outstanding)
    {
        PledgedCents = checked(PledgedCents + pledged.MinorUnits);
        OutstandingCents = checked(OutstandingCents + outstanding.MinorUnits);
    }

    public void AddAwaitingRate(Money amount) => Add(_awaitingRate, amount);

    public void AddPledgedWithoutRate(Money amount) => Add(_pledgedWithoutRate, amount);

    /// <summary>Adds all of another line.</summary>
    public void Add(ReportLine other)
    {
        AddReceived(other.ReceivedCents, other.Contributions);
        AddPledged(Money.UsdCents(other.PledgedCents), Money.UsdCents(other.OutstandingCents));
        foreach (var amount in other.AwaitingRate)
        {
            AddAwaitingRate(amount);
        }

        foreach (var amount in other.PledgedWithoutRate)
        {
            AddPledgedWithoutRate(amount);
        }
    }

    private static void Add(SortedDictionary<string, long> sums, Money amount) =>
        sums[amount.Currency.Code] = checked(sums.GetValueOrDefault(amount.Currency.Code) + amount.MinorUnits);

    private static IEnumerable<Money> Amounts(SortedDictionary<string, long> sums) =>
        sums.Select(sum => new Money(sum.Value, Currency.Parse(sum.Key)));
}
