using Fund.Beneficiaries.Domain;
using Fund.Beneficiaries.Domain.Disclosure;
using Microsoft.EntityFrameworkCore;

namespace Fund.Beneficiaries.Persistence;

/// <summary>All earlier releases with their true figures, oldest first.</summary>
public sealed class ReleaseHistory
{
    private const string CountryPrefix = "country:";
    private readonly IReadOnlyList<Release> _releases;

    private ReleaseHistory(IReadOnlyList<Release> releases) => _releases = releases;

    public Release? Last => _releases is [.., var last] ? last : null;

    public int NextNumber => (Last?.Number ?? 0) + 1;

    public static async Task<ReleaseHistory> ReadAsync(BeneficiariesDb db, CancellationToken cancellationToken) =>
        new(
            await db
                .Releases.AsNoTracking()
                .Include(release => release.Figures)
                .OrderBy(release => release.Number)
                .ToListAsync(cancellationToken)
        );

    /// <summary>A country that was published once stays in the tables.</summary>
    public IReadOnlyList<string> WithEarlierCountries(IEnumerable<string> countries) =>
        [
            .. _releases
                .SelectMany(release => release.Figures)
                .Where(figure => figure.Key.StartsWith(CountryPrefix, StringComparison.Ordinal))
                .Select(figure => figure.Key[CountryPrefix.Length..])
                .Concat(countries)
                .Distinct()
                .Order(StringComparer.Ordinal),
        ];

    /// <summary>
    /// The figures of a network in every earlier release. A country that had no project then is a zero that everybody
    /// knew.
    /// </summary>
    public IReadOnlyList<ReleasedFigures> Of(FigureNetwork network) =>
        [
            .. _releases.Select(release =>
            {
                var (values, published) = (new long[network.Count], new bool[network.Count]);
                Array.Fill(published, true);
                foreach (var figure in release.Figures.Where(figure => network.Has(figure.Key)))
                {
                    var index = network.IndexOf(figure.Key);
                    (values[index], published[index]) = (figure.TrueCount, figure.Published);
                }

                return new ReleasedFigures(values, published, release.Rule);
            }),
        ];
}
