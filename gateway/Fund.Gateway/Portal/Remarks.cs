using System.Collections.Frozen;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Fund.Gateway.Portal;

/// <summary>
/// What services remark about records in English (why an entry may be a donor's, why two donors may be one), in the
/// language of the page. The languages lie in Resources/Remarks/: by the English sentence, with places for its values.
/// A remark that is none of these stays as it is.
/// </summary>
internal static partial class Remarks
{
    private const string Prefix = "remarks/";

    private static readonly FrozenDictionary<string, (Regex Pattern, string Said)[]> ByLanguage = Read();

    /// <summary>The remark in the language of the page; null when there are no words for it.</summary>
    public static string? Say(string remark)
    {
        if (Languages.Current.Code == "en")
        {
            return remark;
        }

        foreach (var (pattern, said) in ByLanguage.GetValueOrDefault(Languages.Current.Code) ?? [])
        {
            if (pattern.Match(remark) is { Success: true } match)
            {
                return string.Format(
                    CultureInfo.CurrentCulture,
                    said,
                    [.. match.Groups.Values.Skip(1).Select(group => ReasonWords.Written(group.Value))]
                );
            }
        }

        return null;
    }

    private static FrozenDictionary<string, (Regex, string)[]> Read()
    {
        var assembly = Assembly.GetExecutingAssembly();
        var all = new Dictionary<string, (Regex, string)[]>(StringComparer.Ordinal);
        foreach (var name in assembly.GetManifestResourceNames())
        {
            if (name.StartsWith(Prefix, StringComparison.Ordinal))
            {
                using var stream = assembly.GetManifestResourceStream(name)!;
                var words = JsonSerializer.Deserialize<Dictionary<string, string>>(stream)!;
                all[Path.GetFileNameWithoutExtension(name)] =
                [
                    .. words.Select(word => (PatternOf(word.Key), word.Value)),
                ];
            }
        }

        return all.ToFrozenDictionary(StringComparer.Ordinal);
    }

    /// <summary>The whole sentence with anything in the places of values.</summary>
    private static Regex PatternOf(string english) =>
        new("^" + Place().Replace(Regex.Escape(english), "(.+)") + "$", RegexOptions.CultureInvariant);

    /// <summary>A place as <see cref="Regex.Escape(string)"/> writes it.</summary>
    [GeneratedRegex(@"\\\{\d+\}")]
    private static partial Regex Place();
}
