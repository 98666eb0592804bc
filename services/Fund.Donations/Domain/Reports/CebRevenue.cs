using Fund.Kernel;

namespace Fund.Donations.Domain.Reports;

/// <summary>Revenue of one donor in a year as it is read from the books.</summary>
/// <param name="StatedUnType">Contributor type that was stated; null when it follows from the kind.</param>
/// <param name="Earmarked">True for what was given for a purpose.</param>
/// <param name="Cents">Booked in the year, USD cents.</param>
public sealed record DonorRevenue(
    string Name,
    DonorKind Kind,
    string? StatedUnType,
    string? CountryCode,
    bool PubliclyAnonymous,
    bool Earmarked,
    long Cents
);

/// <summary>A line of the revenue export.</summary>
/// <param name="RevenueType">R02 or R03.</param>
public sealed record CebRevenueLine(
    string Contributor,
    string DonorType,
    string CountryCode,
    string RevenueType,
    long Cents
);

/// <summary>
/// Revenue of a year by contributor with the codes of the UN financial data standards, as the CEB collects it. Donors
/// who asked to be anonymous in public, and individuals always, stand without their names.
/// </summary>
public sealed class CebRevenue
{
    /// <summary>Voluntary core contributions: un-earmarked.</summary>
    public const string Core = "R02";

    /// <summary>Voluntary non-core contributions: earmarked.</summary>
    public const string NonCore = "R03";

    /// <param name="year">Reference year.</param>
    /// <param name="donors">What each donor gave in it.</param>
    /// <param name="ledgerCents">Received in the year according to the ledger, USD cents.</param>
    /// <param name="publishedCents">The part of it that is known from published totals only.</param>
    /// <param name="awaiting">Contributions of the year that wait for a rate.</param>
    /// <param name="nameAnonymous">True to name donors who asked to be anonymous in public.</param>
    public CebRevenue(
        int year,
        IEnumerable<DonorRevenue> donors,
        long ledgerCents,
        long publishedCents,
        int awaiting,
        bool nameAnonymous
    )
    {
        Year = year;
        LedgerCents = ledgerCents;
        Lines =
        [
            .. donors
                .GroupBy(donor =>
                    (
                        Name: NameOf(donor, nameAnonymous),
                        Type: donor.StatedUnType ?? UnDonorTypes.Usual(donor.Kind),
                        Country: IsNamed(donor, nameAnonymous) ? donor.CountryCode ?? "" : "",
                        Revenue: donor.Earmarked ? NonCore : Core
                    )
                )
                .Select(group => new CebRevenueLine(
                    group.Key.Name,
                    group.Key.Type,
                    group.Key.Country,
                    group.Key.Revenue,
                    group.Sum(donor => donor.Cents)
                ))
                .Where(line => line.Cents != 0)
                .OrderBy(line => line.DonorType, StringComparer.Ordinal)
                .ThenBy(line => line.Contributor, StringComparer.InvariantCultureIgnoreCase)
                .ThenBy(line => line.CountryCode, StringComparer.Ordinal)
                .ThenBy(line => line.RevenueType, StringComparer.Ordinal),
        ];
        Problems = [.. ProblemsOf(publishedCents, awaiting).Select(problem => problem.Text)];
    }

    public int Year { get; }

    public IReadOnlyList<CebRevenueLine> Lines { get; }

    public long TotalCents => Lines.Sum(line => line.Cents);

    /// <summary>Received in the year according to the ledger, USD cents.</summary>
    public long LedgerCents { get; }

    /// <summary>What keeps it from being reported, as sentences; empty when it can be.</summary>
    public IReadOnlyList<string> Problems { get; }

    private static bool IsNamed(DonorRevenue donor, bool nameAnonymous) =>
        donor.Kind != DonorKind.Individual && (nameAnonymous || !donor.PubliclyAnonymous);

    private static string NameOf(DonorRevenue donor, bool nameAnonymous) =>
        donor.Kind == DonorKind.Individual ? ReportWords.Individuals("en")
        : IsNamed(donor, nameAnonymous) ? donor.Name
        : ReportWords.AnonymousDonor("en");

    private IEnumerable<Sentence> ProblemsOf(long publishedCents, int awaiting)
    {
        foreach (var line in Lines.Where(line => line.DonorType.Length == 0 || line.RevenueType.Length == 0))
        {
            yield return $"{line.Contributor} has no donor type or no revenue type.";
        }

        // A government is reported under its country; one that stands anonymously has none on purpose.
        var nameless = ReportWords.AnonymousDonor("en");
        foreach (var line in Lines.Where(IsGovernment).Where(line => line.Contributor != nameless))
        {
            if (line.CountryCode.Length == 0)
            {
                yield return $"{line.Contributor} is a government without a country.";
            }
        }

        if (awaiting > 0)
        {
            yield return $"{awaiting} contributions of {Year} wait for a rate and have no amount in USD.";
        }

        if (publishedCents != 0)
        {
            yield return $"{Money.UsdCents(publishedCents)} of {Year} come from published totals, which name no donors.";
        }

        if (TotalCents + publishedCents != LedgerCents)
        {
            yield return $"The lines add up to {Money.UsdCents(TotalCents)}, but the ledger received {Money.UsdCents(LedgerCents)} in {Year}.";
        }
    }

    private static bool IsGovernment(CebRevenueLine line) => line.DonorType.StartsWith("C01", StringComparison.Ordinal);
}
