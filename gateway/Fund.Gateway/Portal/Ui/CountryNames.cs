using System.Collections.Frozen;
using System.Reflection;
using System.Text;

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
        using var reader = new StreamReader(stream);
        var header = Fields(reader.ReadLine()!);
        var columns = Languages.All.Select(language => (language.Code, At: header.IndexOf("name_" + language.Code)));
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
