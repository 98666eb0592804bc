using System.Globalization;
using System.Text;

namespace Fund.Donations.Domain;

/// <summary>Makes names comparable: without case, accents, punctuation and words that tell nobody apart.</summary>
public static class NameFolding
{
    private static readonly HashSet<string> Empty = new(StringComparer.Ordinal)
    {
        "the",
        "of",
        "and",
        "for",
        "de",
        "du",
        "des",
        "la",
        "le",
        "les",
        "et",
        "y",
        "el",
        "los",
        "las",
        "der",
        "die",
        "das",
        "und",
        "fur",
        "von",
        "van",
        "mr",
        "mrs",
        "ms",
        "dr",
        "ltd",
        "llc",
        "inc",
        "plc",
        "gmbh",
        "ag",
        "sa",
        "sarl",
        "bv",
        "nv",
        "co",
        "corp",
    };

    /// <summary>Lower case, accents off, anything but letters and digits turned into single spaces.</summary>
    public static string Fold(string text)
    {
        var folded = new StringBuilder(text.Length);
        foreach (var rune in text.Normalize(NormalizationForm.FormKD).EnumerateRunes())
        {
            var category = Rune.GetUnicodeCategory(rune);
            if (category is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark)
            {
                continue;
            }

            if (Rune.IsLetterOrDigit(rune))
            {
                folded.Append(Plain(Rune.ToLowerInvariant(rune)));
            }
            else if (folded.Length > 0 && folded[^1] != ' ')
            {
                folded.Append(' ');
            }
        }

        return folded.ToString().TrimEnd();
    }

    /// <summary>Words of a folded name that tell donors apart; all of them when none would be left.</summary>
    public static IReadOnlySet<string> Words(string text)
    {
        var all = Fold(text).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var telling = all.Where(word => word.Length > 1 && !Empty.Contains(word)).ToHashSet(StringComparer.Ordinal);
        return telling.Count > 0 ? telling : all.ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>A reference as it can be searched for: letters and digits only, in capitals.</summary>
    public static string Key(string reference) =>
        string.Concat(Fold(reference).Where(character => character != ' ')).ToUpperInvariant();

    /// <summary>How much two names have in common, 0 to 100: twice the shared words over all words.</summary>
    public static int Likeness(string left, string right)
    {
        var (one, other) = (Words(left), Words(right));
        if (one.Count == 0 || other.Count == 0)
        {
            return 0;
        }

        var shared = one.Count(other.Contains);
        return 200 * shared / (one.Count + other.Count);
    }

    /// <summary>Letters that carry their mark inside and so survive decomposition.</summary>
    private static string Plain(Rune rune) =>
        rune.Value switch
        {
            'ß' => "ss",
            'ø' => "o",
            'đ' => "d",
            'ł' => "l",
            'æ' => "ae",
            'œ' => "oe",
            'ı' => "i",
            'þ' => "th",
            _ => rune.ToString(),
        };
}
