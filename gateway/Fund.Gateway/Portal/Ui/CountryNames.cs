using System.Collections.Frozen;
using System.Globalization;
using System.Reflection;
using CsvHelper;

namespace Fund.Gateway.Portal.Ui;

/// <summary>Names of countries as the United Nations write them, from the reference data of the seeds.</summary>
internal static class CountryNames
{
    private static readonly FrozenDictionary<(string Code, string Language), string> Names = Load();

    /// <summary>The name in the language of the page; the code when it is not a country's.</summary>
    public static string Of(string code) => Names.GetValueOrDefault((code, Languages.Current.Code)) ?? code;

    private static FrozenDictionary<(string Code, string Language), string> Load()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("countries.csv")!;
        using var csv = new CsvReader(new StreamReader(stream), CultureInfo.InvariantCulture);
        var names = new Dictionary<(string, string), string>();
        csv.Read();
        csv.ReadHeader();
        while (csv.Read())
        {
            foreach (var language in Languages.All)
            {
                names[(csv["alpha2"]!, language.Code)] = csv["name_" + language.Code]!;
            }
        }

        return names.ToFrozenDictionary();
    }
}
