using System.Globalization;
using Fund.Kernel;

namespace Fund.GrantCalls.Domain;

/// <summary>What statistics need of one proposal that was handed in.</summary>
public sealed record ApplicationFigures(string CountryCode, ProposalState State, Money? Requested, Money? Awarded);

/// <summary>What a row of the statistics is by.</summary>
public enum StatisticsKind
{
    All,
    Region,
    Country,
    Amount,
}

/// <summary>One row: how many applied, how many of them got what.</summary>
public sealed record StatisticsRow(
    StatisticsKind Kind,
    string Key,
    int Applications,
    int Eligible,
    int Awards,
    long RequestedCents,
    long AwardedCents
)
{
    /// <summary>Awards of a hundred applications, in hundredths, rounded half up.</summary>
    public int SuccessHundredths => Applications == 0 ? 0 : ((Awards * 20_000) + Applications) / (2 * Applications);
}

/// <summary>Counts the applications of a call.</summary>
public static class CallStatistics
{
    /// <summary>Classes of amounts between the smallest and the largest grant.</summary>
    private const int Classes = 4;

    public static IReadOnlyList<StatisticsRow> Of(
        IReadOnlyList<ApplicationFigures> applications,
        Money smallest,
        Money largest
    ) =>
        [
            Row(StatisticsKind.All, "", applications),
            .. By(StatisticsKind.Region, applications, row => Name(Geography.RegionOf(row.CountryCode))),
            .. By(StatisticsKind.Country, applications, row => row.CountryCode),
            .. By(StatisticsKind.Amount, applications, row => Class(row.Requested, smallest, largest))
                .OrderBy(row => row.Key.Length)
                .ThenBy(row => row.Key, StringComparer.Ordinal),
        ];

    private static string Name(Region region) => region.ToString().ToLowerInvariant();

    private static IEnumerable<StatisticsRow> By(
        StatisticsKind kind,
        IEnumerable<ApplicationFigures> applications,
        Func<ApplicationFigures, string> key
    ) =>
        applications
            .GroupBy(key)
            .OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => Row(kind, group.Key, [.. group]));

    private static StatisticsRow Row(StatisticsKind kind, string key, IReadOnlyList<ApplicationFigures> rows) =>
        new(
            kind,
            key,
            rows.Count,
            rows.Count(row => row.State is not (ProposalState.Submitted or ProposalState.Ineligible)),
            rows.Count(row => row.State == ProposalState.Awarded),
            rows.Sum(row => row.Requested?.MinorUnits ?? 0),
            rows.Sum(row => row.Awarded?.MinorUnits ?? 0)
        );

    /// <summary>Upper end, in cents, of the class that an amount is in.</summary>
    private static string Class(Money? requested, Money smallest, Money largest)
    {
        var cents = Math.Clamp(requested?.MinorUnits ?? 0, smallest.MinorUnits, largest.MinorUnits);
        var width = Math.Max(1, (largest.MinorUnits - smallest.MinorUnits + Classes - 1) / Classes);
        var number = Math.Min(Classes - 1, (cents - smallest.MinorUnits) / width);
        var end = Math.Min(largest.MinorUnits, smallest.MinorUnits + ((number + 1) * width));
        return end.ToString(CultureInfo.InvariantCulture);
    }
}
