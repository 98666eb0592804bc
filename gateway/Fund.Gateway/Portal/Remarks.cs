using System.Collections.Frozen;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using Fund.Kernel;

namespace Fund.Gateway.Portal;

/// <summary>
/// What services say in English beside their named refusals, in the language of the page: what is wrong with a field,
/// and what they remark about records (why an entry may be a donor's, why a row is not taken in, what holds a payment).
/// The languages lie in Resources/Remarks/: by the English sentence, with places for its values (see
/// <see cref="Phrase"/>); English only where a field should be called by its label. A remark that is none of these
/// stays as it is.
/// </summary>
internal static partial class Remarks
{
    private const string Prefix = "remarks/";

    private static readonly FrozenDictionary<string, FrozenDictionary<string, string>> ByLanguage = Read();

    /// <summary>
    /// Sentences with places, those with the most words of their own first: they leave the least to be mistaken for a
    /// value.
    /// </summary>
    private static readonly (string English, Regex Pattern)[] Patterns =
    [
        .. ByLanguage
            .Values.SelectMany(words => words.Keys)
            .Distinct(StringComparer.Ordinal)
            .Where(english => Place().IsMatch(english))
            .OrderByDescending(english => Place().Replace(english, "").Length)
            .ThenBy(english => english, StringComparer.Ordinal)
            .Select(english => (english, PatternOf(english))),
    ];

    /// <summary>Everything there is in one language, by the English sentence.</summary>
    public static IReadOnlyDictionary<string, string> In(string language) =>
        ByLanguage.GetValueOrDefault(language, FrozenDictionary<string, string>.Empty);

    /// <summary>A stored remark in the language of the page; null when there are no words for it.</summary>
    public static string? Say(string remark, Words words) =>
        Languages.Current.Code == "en" ? remark : Whole(remark, words);

    /// <summary>The words for a sentence whose values are known, with places for them; null when there are none.</summary>
    public static string? Find(Sentence sentence)
    {
        var known = In(Languages.Current.Code);
        return sentence.Values.Count == 0
            ? known.GetValueOrDefault(sentence.Text)
            : known.FirstOrDefault(words => ReasonWords.IsSaidBy(words.Key, sentence)).Value;
    }

    /// <summary>Something a service says, also within another sentence; null when there are no words for it.</summary>
    public static string? Whole(string remark, Words words) =>
        In(Languages.Current.Code).GetValueOrDefault(remark)
        ?? Matched(remark, words, value => !End().IsMatch(value))
        ?? EachOf(remark, words)
        ?? Matched(remark, words, _ => true);

    private static string? Matched(string remark, Words words, Func<string, bool> mayBe)
    {
        var known = In(Languages.Current.Code);
        foreach (var (english, pattern) in Patterns)
        {
            if (known.TryGetValue(english, out var said) && pattern.Match(remark) is { Success: true } match)
            {
                var values = match.Groups.Values.Skip(1).Select(group => group.Value).ToList();
                if (values.TrueForAll(value => mayBe(value)))
                {
                    return words.Phrase.Fill(said, [.. values.Select(value => new SaidValue(value))]);
                }
            }
        }

        return null;
    }

    /// <summary>Several sentences one after the other; null when one of them is not known.</summary>
    private static string? EachOf(string remark, Words words)
    {
        var sentences = End().Split(remark);
        if (sentences.Length < 2)
        {
            return null;
        }

        var said = sentences.Select(sentence => Whole(sentence, words)).ToList();
        return said.TrueForAll(one => one is not null)
            ? string.Join(Languages.Current.Code == "zh" ? "" : " ", said)
            : null;
    }

    private static FrozenDictionary<string, FrozenDictionary<string, string>> Read()
    {
        var assembly = Assembly.GetExecutingAssembly();
        var all = new Dictionary<string, FrozenDictionary<string, string>>(StringComparer.Ordinal);
        foreach (var name in assembly.GetManifestResourceNames())
        {
            if (name.StartsWith(Prefix, StringComparison.Ordinal))
            {
                using var stream = assembly.GetManifestResourceStream(name)!;
                all[Path.GetFileNameWithoutExtension(name)] = JsonSerializer
                    .Deserialize<Dictionary<string, string>>(stream)!
                    .ToFrozenDictionary(StringComparer.Ordinal);
            }
        }

        return all.ToFrozenDictionary(StringComparer.Ordinal);
    }

    /// <summary>The whole sentence with anything in the places of values.</summary>
    private static Regex PatternOf(string english) =>
        new(
            "^" + EscapedPlace().Replace(Regex.Escape(english), "(.+)") + "$",
            RegexOptions.CultureInvariant | RegexOptions.Singleline
        );

    [GeneratedRegex(@"\{\d+\}")]
    private static partial Regex Place();

    /// <summary>A place as <see cref="Regex.Escape(string)"/> writes it.</summary>
    [GeneratedRegex(@"\\\{\d+\}")]
    private static partial Regex EscapedPlace();

    /// <summary>Between one sentence and the next.</summary>
    [GeneratedRegex(@"(?<=\.) (?=[A-Z'\d])")]
    private static partial Regex End();
}
