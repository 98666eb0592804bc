using System.Collections.Frozen;
using System.Globalization;
using System.Reflection;
using System.Text;

namespace Fund.Gateway.Portal.Ui;

/// <summary>
/// Names of countries as the United Nations write them, and where on a map they are, loaded at start from <c>reference/countries.csv</c> below
/// <c>Seeds:Folder</c>; where no folder is configured, from the copy that the build embeds.
/// </summary>
internal sealed class CountryNames
{
    private readonly FrozenDictionary<(string Code, string Language), string> _names;
    private readonly FrozenDictionary<string, Place> _places;

    /// <summary>The middle of a country's largest part, in degrees, for a mark on a map of the world.</summary>
    public sealed record Place(double Latitude, double Longitude);

    public CountryNames(IConfiguration configuration)
    {
        using var stream = Open(configuration["Seeds:Folder"]);
        (_names, _places) = Load(stream);
    }

    /// <summary>Where the country is; null when the file does not say.</summary>
    public Place? PlaceOf(string code) => _places.GetValueOrDefault(code);

    /// <summary>The name in the language of the page; in English when the file has no other; the code when it is not a country's.</summary>
    public string Of(string code) =>
        _names.GetValueOrDefault((code, Languages.Current.Code)) ?? _names.GetValueOrDefault((code, "en")) ?? code;

    /// <summary>Every country with its name, in the order of the language of the page.</summary>
    public IEnumerable<(string Value, string Text)> All =>
        _names
            .Where(name => name.Key.Language == Languages.Current.Code)
            .Select(name => (name.Key.Code, name.Value))
            .OrderBy(name => name.Value, StringComparer.Create(Languages.Current.Culture, ignoreCase: true));

    private static Stream Open(string? folder) =>
        string.IsNullOrEmpty(folder)
            ? Assembly.GetExecutingAssembly().GetManifestResourceStream("countries.csv")!
            : File.OpenRead(Path.Combine(folder, "reference", "countries.csv"));

    private static (
        FrozenDictionary<(string Code, string Language), string> Names,
        FrozenDictionary<string, Place> Places
    ) Load(Stream stream)
    {
        using var reader = new StreamReader(stream);
        var header = Fields(reader.ReadLine()!);
        var columns = Languages
            .All.Select(language => (language.Code, At: header.IndexOf("name_" + language.Code)))
            .Where(column => column.At >= 0)
            .ToList();
        var (latitude, longitude) = (header.IndexOf("latitude"), header.IndexOf("longitude"));
        var names = new Dictionary<(string, string), string>();
        var places = new Dictionary<string, Place>(StringComparer.Ordinal);
        while (reader.ReadLine() is { Length: > 0 } line)
        {
            var fields = Fields(line);
            foreach (var (language, at) in columns)
            {
                names[(fields[0], language)] = fields[at];
            }

            if (latitude >= 0 && longitude >= 0 && fields[latitude].Length > 0)
            {
                places[fields[0]] = new Place(
                    double.Parse(fields[latitude], CultureInfo.InvariantCulture),
                    double.Parse(fields[longitude], CultureInfo.InvariantCulture)
                );
            }
        }

        return (names.ToFrozenDictionary(), places.ToFrozenDictionary(StringComparer.Ordinal));
    }

    /// <summary>Fields of one line of our own file: commas, and quotes around names that have one.</summary>
    private static List<string> Fields(string line)
    {
        var fields = new List<string>();
        var field = new StringBuilder();
        var quoted = false;
        foreach (var letter in line)
        {
            if (letter == '"')
            {
                quoted = !quoted;
            }
            else if (letter == ',' && !quoted)
            {
                fields.Add(field.ToString());
                field.Clear();
            }
            else
            {
                field.Append(letter);
            }
        }

        fields.Add(field.ToString());
        return fields;
    }
}
