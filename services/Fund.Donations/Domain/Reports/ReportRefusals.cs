using System.Globalization;
using Fund.Kernel;

namespace Fund.Donations.Domain.Reports;

/// <summary>What reports refuse.</summary>
internal static class ReportRefusals
{
    public static Refusal TooLong(int most) =>
        new(
            RefusalKind.WrongState,
            "REPORT_TOO_LONG",
            $"The report has more than {most.ToString("N0", CultureInfo.InvariantCulture)} lines; choose fewer dates or "
                + "dimensions, or ask for it as a file."
        );

    public static Refusal SameDimensionTwice(string dimension) =>
        Refusal.OfField("SAME_DIMENSION_TWICE", "then_by", $"The report is by {dimension} already; choose another.");

    public static Refusal HalfPresentation(string field) =>
        Refusal.OfField(
            "PRESENTATION_INCOMPLETE",
            field,
            "Amounts are presented in another currency at a rate that is stated with it: give both present_in and "
                + "units_per_usd, or neither."
        );

    public static Refusal PresentedInUsd() =>
        Refusal.OfField(
            "PRESENTED_IN_USD",
            "present_in",
            "Amounts are in USD already; present them in another currency."
        );

    public static Refusal NotARate(string given) =>
        Refusal.OfField(
            "NOT_A_RATE",
            "units_per_usd",
            $"'{given}' is not a rate; it is a decimal above zero with a point and at most 10 decimals, such as 0.78443."
        );

    public static Refusal SinceAfter(DateOnly since, DateOnly asOf) =>
        Refusal.OfField(
            "RANGE_REVERSED",
            "since",
            $"The average cannot begin on {since:yyyy-MM-dd}, after the date of the figures, {asOf:yyyy-MM-dd}."
        );

    public static Refusal YearOutOfRange(string field, int given, int least, int most) =>
        Refusal.OfField("YEAR_OUT_OF_RANGE", field, $"{given} is not a year from {least} to {most}.");

    public static Refusal CebIncomplete(int year, IReadOnlyList<string> problems) =>
        new(
            RefusalKind.WrongState,
            "CEB_REVENUE_INCOMPLETE",
            $"The revenue of {year} cannot be reported yet: {string.Join(" ", problems.Take(10))}"
        )
        {
            Facts = new Dictionary<string, string>
            {
                ["problems"] = problems.Count.ToString(CultureInfo.InvariantCulture),
            },
        };
}
