using System.Collections.Frozen;
using System.Reflection;
using System.Text;

namespace Fund.Gateway.Portal.Ui;

/// <summary>
/// Names of countries as the United Nations write them, loaded at start from <c>reference/countries.csv</c> below
/// <c>Seeds:Folder</c>; where no folder is configured, from the copy that the build embeds.
/// </summary>
internal sealed class CountryNames
{
    private readonly FrozenDictionary<(string Code, string Language), string> _names;

    public CountryNames(IConfiguration configuration)
    {
        using var stream = Open(configuration["Seeds:Folder"]);
        _names = Load(stream);
    }

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

    private static FrozenDictionary<(string Code, string Language), string> Load(Stream stream)
    {
        using var reader = new StreamReader(stream);
        var header = Fields(reader.ReadLine()!);
        var columns = Languages
            .All.Select(language => (language.Code, At: header.IndexOf("name_" + language.Code)))
            .Where(column => column.At >= 0)
            .ToList();
        var names = new Dictionary<(string, string), string>();
        while (reader.ReadLine() is { Length: > 0 } line)
        {
            var fields = Fields(line);
            foreach (var (language, at) in columns)
            {
                names[(fields[0], language)] = fields[at];
            }
        }

        return names.ToFrozenDictionary();
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
