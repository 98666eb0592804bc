using System.Collections.Frozen;

namespace Fund.Donations.Domain.Reports;

/// <summary>A country of the reference data: its M49 region and its names in the languages of the United Nations.</summary>
/// <param name="Region">M49 code of the region, three digits; empty for Antarctica.</param>
/// <param name="Names">By language.</param>
public sealed record Place(string Region, IReadOnlyDictionary<string, string> Names);

/// <summary>Countries and their M49 regions, from the seeds' reference data.</summary>
public sealed class Geography(IReadOnlyDictionary<string, Place> countries, IReadOnlyDictionary<string, Place> regions)
{
    private readonly FrozenDictionary<string, Place> _countries = countries.ToFrozenDictionary(StringComparer.Ordinal);
    private readonly FrozenDictionary<string, Place> _regions = regions.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>M49 code of the country's region; empty when it has none or there is no country.</summary>
    public string RegionOf(string countryCode) => _countries.GetValueOrDefault(countryCode)?.Region ?? "";

    /// <summary>The country's name; the code itself when it is not known.</summary>
    public string Country(string code, string language) => Name(_countries, code, language);

    /// <summary>The region's name; the code itself when it is not known.</summary>
    public string Region(string code, string language) => Name(_regions, code, language);

    private static string Name(FrozenDictionary<string, Place> places, string code, string language) =>
        places.TryGetValue(code, out var place) ? place.Names.GetValueOrDefault(language) ?? place.Names["en"] : code;
}
