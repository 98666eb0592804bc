using System.Collections.Frozen;
using System.Globalization;
using System.Reflection;
using CsvHelper;

namespace Fund.GrantCalls.Domain;

/// <summary>Every word of the Board's papers in one language, from <c>BoardWords.tsv</c>, and the names of countries.</summary>
public sealed class BoardWords
{
    private static readonly Lazy<FrozenDictionary<string, BoardWords>> Books = new(Read);

    private readonly FrozenDictionary<string, string> _words;
    private readonly FrozenDictionary<string, string> _countries;

    private BoardWords(
        string language,
        FrozenDictionary<string, string> words,
        FrozenDictionary<string, string> countries
    )
    {
        Language = language;
        _words = words;
        _countries = countries;
    }

    public string Language { get; }

    /// <summary>The words of one of <see cref="LetterTexts.Languages"/>.</summary>
    public static BoardWords Of(string language) => Books.Value[language];

    /// <summary>Where the middle of each country is, in degrees: latitude, longitude.</summary>
    public static FrozenDictionary<string, (double Latitude, double Longitude)> Places { get; } = ReadPlaces();

    public string this[string key] => _words[key];

    /// <summary>A sentence with what stands in its places.</summary>
    public string Say(string key, params object[] parts) =>
        string.Format(CultureInfo.InvariantCulture, _words[key], parts);

    /// <summary>
    /// A day as year, month, day. Between Arabic words hyphens would turn the order round (Unicode's bidirectional algorithm),
    /// strokes don't.
    /// </summary>
    public string Day(DateOnly date) =>
        date.ToString(Language == "ar" ? "yyyy'/'MM'/'dd" : "yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>The name of a country; its code when there is none.</summary>
    public string Country(string code) => _countries.GetValueOrDefault(code, code);

    private static FrozenDictionary<string, BoardWords> Read()
    {
        var rows = Text("board-words.tsv")
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split('\t'))
            .ToList();
        var countries = LetterTexts.Languages.ToDictionary(
            language => language,
            _ => new Dictionary<string, string>(StringComparer.Ordinal)
        );
        using var csv = CsvReader.FromText(Text("countries.csv"), new CsvReaderOptions());
        while (csv.Read())
        {
            foreach (var language in LetterTexts.Languages)
            {
                countries[language][csv.GetString("alpha2")] = csv.GetString("name_" + language);
            }
        }

        return LetterTexts.Languages.ToFrozenDictionary(
            language => language,
            language =>
            {
                var column = Array.IndexOf(rows[0], language);
                return new BoardWords(
                    language,
                    rows.Skip(1).ToFrozenDictionary(row => row[0], row => row[column], StringComparer.Ordinal),
                    countries[language].ToFrozenDictionary(StringComparer.Ordinal)
                );
            }
        );
    }

    private static FrozenDictionary<string, (double Latitude, double Longitude)> ReadPlaces()
    {
        var places = new Dictionary<string, (double, double)>(StringComparer.Ordinal);
        using var csv = CsvReader.FromText(Text("countries.csv"), new CsvReaderOptions());
        while (csv.Read())
        {
            if (
                double.TryParse(csv.GetString("latitude"), CultureInfo.InvariantCulture, out var latitude)
                && double.TryParse(csv.GetString("longitude"), CultureInfo.InvariantCulture, out var longitude)
            )
            {
                places[csv.GetString("alpha2")] = (latitude, longitude);
            }
        }

        return places.ToFrozenDictionary(StringComparer.Ordinal);
    }

    private static string Text(string resource)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(resource)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
