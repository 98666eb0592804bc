using System.Globalization;
using Fund.Kernel;

namespace Fund.Donations.Domain.Reports;

/// <summary>What donors of one kind gave up to a date.</summary>
/// <param name="Donors">Donors whose contributions add up to more than zero.</param>
/// <param name="Cents">USD cents.</param>
public readonly record struct KindTotal(DonorKind Kind, int Donors, long Cents);

/// <summary>The facts and figures of the Fund's public reports on a date.</summary>
/// <param name="AsOf">Date of the figures.</param>
/// <param name="Since">First day of the yearly average.</param>
/// <param name="ReceivedCents">Received since the start, USD cents.</param>
/// <param name="PublishedCents">The part known from published totals only.</param>
/// <param name="Kinds">What is known by donor.</param>
/// <param name="Years">Received per calendar year, oldest first.</param>
/// <param name="AwaitingRate">Contributions that count nowhere yet.</param>
public sealed record FactsAndFigures(
    DateOnly AsOf,
    DateOnly Since,
    long ReceivedCents,
    long PublishedCents,
    IReadOnlyList<KindTotal> Kinds,
    IReadOnlyList<(int Year, long Cents)> Years,
    int AwaitingRate
)
{
    private static readonly DonorKind[] Private =
    [
        DonorKind.PrivateSector,
        DonorKind.Foundation,
        DonorKind.Individual,
        DonorKind.Campaign,
    ];

    /// <summary>Days of the average, both ends counted.</summary>
    private int Days => AsOf.DayNumber - Since.DayNumber + 1;

    /// <summary>Length of a year: 146,097 days are 400 years of the calendar.</summary>
    private const decimal DaysPerYear = 365.2425m;

    /// <summary>Years of the average with two decimals.</summary>
    public string YearsText => (Days / DaysPerYear).ToString("0.00", CultureInfo.InvariantCulture);

    /// <summary>Received divided by the years, rounded half to even to the cent.</summary>
    public Money YearlyAverage =>
        Money.UsdCents((long)Math.Round(ReceivedCents * DaysPerYear / Days, MidpointRounding.ToEven));

    public long PrivateCents => Kinds.Where(kind => Private.Contains(kind.Kind)).Sum(kind => kind.Cents);

    /// <summary>Share of private donors in what is known by donor, hundredths of a percent.</summary>
    public int PrivateShareBasisPoints
    {
        get
        {
            var known = Kinds.Sum(kind => kind.Cents);
            return known <= 0 ? 0 : (int)Math.Round((decimal)PrivateCents * 10_000 / known, MidpointRounding.ToEven);
        }
    }

    public int DonorsOf(params ReadOnlySpan<DonorKind> kinds)
    {
        var donors = 0;
        foreach (var kind in Kinds)
        {
            donors += kinds.Contains(kind.Kind) ? kind.Donors : 0;
        }

        return donors;
    }
}
