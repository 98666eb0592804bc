using System.Globalization;
using System.Text.RegularExpressions;
using Fund.Gateway.Portal;

namespace Fund.Journeys.Tests;

/// <summary>The portal's words in one language, by which a person finds links, buttons and fields.</summary>
internal sealed class Spoken
{
    private static readonly Words Words = new();

    private readonly IReadOnlyDictionary<string, string> _own;
    private readonly HashSet<string> _texts;
    private readonly HashSet<string> _english;

    public Spoken(string code)
    {
        Language = Languages.Of(code)!;
        _own = Words.In(code);
        _texts = [.. _own.Values];
        _english = [.. Words.In("en").Values.Where(text => text.Length > 3 && !_texts.Contains(text))];
    }

    public Language Language { get; }

    public string this[string key, params object?[] values] => values.Length == 0 ? _own[key] : Filled(key, values);

    /// <summary>A label, also where it says that the field may be left empty.</summary>
    public Regex Label(string key, params object?[] values) =>
        new($"^{Regex.Escape(this[key, values])}(\\s*{Regex.Escape(this["Form.Optional"])})?$");

    /// <summary>As the page fills them: counts and figures are said as the language of the page says them.</summary>
    private string Filled(string key, object?[] values)
    {
        var (culture, ui) = (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture);
        (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = (Language.Culture, Language.Culture);
        try
        {
            return Words[key, values];
        }
        finally
        {
            (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = (culture, ui);
        }
    }

    /// <summary>What somebody sees who does not read this language: a key, or words of the English portal.</summary>
    public IEnumerable<string> Foreign(IEnumerable<string> seen) =>
        seen.Where(text =>
            (text.Contains('.', StringComparison.Ordinal) && Words.In("en").ContainsKey(text))
            || (Language.Code != "en" && (_english.Contains(text) || IsEnglish(text)))
        );

    /// <summary>Small words that no other language of ours has.</summary>
    private static bool IsEnglish(string text) =>
        Regex.IsMatch(text, @"\b(the|of|and|with|from|was|were|this|that|your|been|which|there)\b");
}
