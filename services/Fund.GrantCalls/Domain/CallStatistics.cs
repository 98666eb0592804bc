using System.Globalization;
using Fund.Forms;
using Fund.Kernel;

namespace Fund.GrantCalls.Domain;

/// <summary>What statistics need of one proposal that was handed in.</summary>
/// <param name="Answers">What was answered; counted where a question asks for a choice.</param>
public sealed record ApplicationFigures(
    string CountryCode,
    ProposalState State,
    Money? Requested,
    Money? Awarded,
    IReadOnlyList<Answer> Answers
);

/// <summary>What a row of the statistics is by.</summary>
public enum StatisticsKind
{
    All,
    Region,
    Country,
    Amount,

    /// <summary>By what was chosen in a question, such as the form of exploitation.</summary>
    Answer,
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
        Money largest,
        FormVersion form
    ) =>
        [
            Row(StatisticsKind.All, "", applications),
            .. By(StatisticsKind.Region, applications, row => Geography.NameOf(Geography.RegionOf(row.CountryCode))),
            .. By(StatisticsKind.Country, applications, row => row.CountryCode),
            .. By(StatisticsKind.Amount, applications, row => Class(row.Requested, smallest, largest))
                .OrderBy(row => row.Key.Length)
                .ThenBy(row => row.Key, StringComparer.Ordinal),
            .. form
                .Fields.Where(field => field.Type is FieldType.Single or FieldType.Multi)
                .SelectMany(field => ByAnswer(field, applications)),
        ];

    /// <summary>A row for every choice of a question; somebody who chose several is in several.</summary>
    private static IEnumerable<StatisticsRow> ByAnswer(
        FormField field,
        IReadOnlyList<ApplicationFigures> applications
    ) =>
        field.Options.Select(option =>
            Row(
                StatisticsKind.Answer,
                $"{field.Key}:{option.Code}",
                [
                    .. applications.Where(row =>
                        row.Answers.Any(answer =>
                            answer.Key == field.Key && Answers.Codes(answer.Value).Contains(option.Code)
                        )
                    ),
                ]
            )
        );

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
