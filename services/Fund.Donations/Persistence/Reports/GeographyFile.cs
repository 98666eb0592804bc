using System.Collections.Frozen;
using System.Reflection;
using CsvHelper;
using Fund.Donations.Domain;
using Fund.Donations.Domain.Reports;

namespace Fund.Donations.Persistence.Reports;

/// <summary>
/// Reads countries and regions from <c>reference/</c> below <c>Seeds:Folder</c>; where no folder is configured, from
/// the copies that the build embeds.
/// </summary>
public static class GeographyFile
{
    public static Geography Load(IConfiguration configuration)
    {
        var folder = configuration["Seeds:Folder"];
        return new Geography(
            Read(folder, "countries.csv", "alpha2", "m49_region"),
            Read(folder, "regions.csv", "code", null)
        );
    }

    private static FrozenDictionary<string, Place> Read(string? folder, string file, string key, string? region)
    {
        using var stream = string.IsNullOrEmpty(folder)
            ? Assembly.GetExecutingAssembly().GetManifestResourceStream(file)!
            : File.OpenRead(Path.Combine(folder, "reference", file));
        using var text = new StreamReader(stream);
        using var csv = CsvReader.FromText(text.ReadToEnd(), new CsvReaderOptions());
        var places = new Dictionary<string, Place>(StringComparer.Ordinal);
        while (csv.Read())
        {
            var names = Donor.Languages.ToFrozenDictionary(
                language => language,
                language => csv.GetString("name_" + language),
                StringComparer.Ordinal
            );
            var place = new Place(region is null ? "" : csv.GetString(region), names);
            places.Add(csv.GetString(key), place);
        }

        return places.ToFrozenDictionary(StringComparer.Ordinal);
    }
}
