using System.Collections;
using System.Collections.Frozen;
using System.Globalization;
using System.Reflection;
using System.Resources;

namespace Fund.Gateway.Portal;

/// <summary>
/// The words of the portal in the language of the page. They lie in Resources/: one file per part of the portal and
/// language, <c>Donors.resx</c> in English, <c>Donors.fr.resx</c> in French; a key belongs to one file only.
/// </summary>
internal sealed class Words
{
    private const string Folder = ".Portal.Resources.";
    private const string Ending = ".resources";

    private readonly FrozenDictionary<string, FrozenDictionary<string, string>> _words;

    public Words()
    {
        Phrase = new Phrase(this);
        _words = Languages.All.ToFrozenDictionary(language => language.Code, Read, StringComparer.Ordinal);
    }

    /// <summary>Fills places with these words.</summary>
    public Phrase Phrase { get; }

    /// <summary>The words of a key.</summary>
    /// <exception cref="KeyNotFoundException">Not even in English.</exception>
    public string this[string key] =>
        Find(key) ?? throw new KeyNotFoundException($"The portal has no words for {key}.");

    /// <summary>The words of a key with what they are about, written as the language does.</summary>
    public string this[string key, params object?[] values] => Phrase.Fill(this[key], values);

    /// <summary>The words of a key in the language of the page or in English; null when there are none.</summary>
    public string? Find(string key) =>
        _words[Languages.Current.Code].GetValueOrDefault(key) ?? _words["en"].GetValueOrDefault(key);

    /// <summary>Everything there is in one language, without what is borrowed from English.</summary>
    public IReadOnlyDictionary<string, string> In(string language) => _words[language];

    private static FrozenDictionary<string, string> Read(Language language)
    {
        var assembly = Assembly.GetExecutingAssembly();
        var culture = language.Code == "en" ? CultureInfo.InvariantCulture : CultureInfo.GetCultureInfo(language.Code);
        var words = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var name in assembly.GetManifestResourceNames())
        {
            if (!name.Contains(Folder, StringComparison.Ordinal) || !name.EndsWith(Ending, StringComparison.Ordinal))
            {
                continue;
            }

            var manager = new ResourceManager(name[..^Ending.Length], assembly);
            if (manager.GetResourceSet(culture, createIfNotExists: true, tryParents: false) is not { } set)
            {
                continue;
            }

            foreach (DictionaryEntry word in set)
            {
                // Two files with one key would make the answer a matter of their order.
                words.Add((string)word.Key, (string)word.Value!);
            }
        }

        return words.ToFrozenDictionary(StringComparer.Ordinal);
    }
}
