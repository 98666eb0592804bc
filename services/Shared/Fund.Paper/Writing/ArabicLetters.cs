using System.Text;

namespace Fund.Paper.Writing;

/// <summary>
/// Arabic letters as they are written: joined to the letters beside them, lam and alef as one. The joined forms are
/// those of Unicode's presentation forms, which the font has. Vowel signs are left out, as in ordinary print.
/// </summary>
internal static class ArabicLetters
{
    private const char Lam = '\u0644';
    private const char Tatweel = '\u0640';
    private const char NonJoiner = '\u200C';

    // In the order of the presentation forms from U+FE80, where each has as many as it takes: alone, at the end, at the
    // beginning, in the middle. Letters with two forms join to the letter before them only.
    private const string LettersFromHamza = "ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهوىي";

    private static readonly Dictionary<char, (char First, int Forms)> Letters = Table();

    private static readonly Dictionary<char, char> LamAlef = new()
    {
        ['\u0622'] = '\uFEF5',
        ['\u0623'] = '\uFEF7',
        ['\u0625'] = '\uFEF9',
        ['\u0627'] = '\uFEFB',
    };

    /// <summary>The text with its Arabic letters in their joined forms, in the order in which it is read.</summary>
    public static string Joined(string text)
    {
        if (!text.AsSpan().ContainsAnyInRange('\u0600', '\u06FF'))
        {
            return text;
        }

        var plain = text.Where(character => !IsVowelSign(character)).ToArray();
        var joined = new StringBuilder(plain.Length);
        for (var i = 0; i < plain.Length; i++)
        {
            var after = i > 0 && JoinsForward(plain[i - 1]) && JoinsBack(plain[i]);
            if (plain[i] == Lam && i + 1 < plain.Length && LamAlef.TryGetValue(plain[i + 1], out var both))
            {
                joined.Append((char)(both + (after ? 1 : 0)));
                i++;
            }
            else if (Letters.TryGetValue(plain[i], out var letter))
            {
                var before = letter.Forms == 4 && i + 1 < plain.Length && JoinsBack(plain[i + 1]);
                joined.Append((char)(letter.First + Form(letter.Forms, after, before)));
            }
            else if (plain[i] != NonJoiner)
            {
                joined.Append(plain[i]);
            }
        }

        return joined.ToString();
    }

    private static int Form(int forms, bool after, bool before) =>
        forms == 1 ? 0
        : before ? (after ? 3 : 2)
        : after ? 1
        : 0;

    private static bool IsVowelSign(char character) => character is (>= '\u064B' and <= '\u065F') or '\u0670';

    private static bool JoinsForward(char character) =>
        character == Tatweel || (Letters.TryGetValue(character, out var letter) && letter.Forms == 4);

    private static bool JoinsBack(char character) =>
        character == Tatweel || (Letters.TryGetValue(character, out var letter) && letter.Forms > 1);

    private static Dictionary<char, (char First, int Forms)> Table()
    {
        var table = new Dictionary<char, (char, int)>
        {
            // Persian and Urdu, in names.
            ['\u067E'] = ('\uFB56', 4),
            ['\u0686'] = ('\uFB7A', 4),
            ['\u0698'] = ('\uFB8A', 2),
            ['\u06A9'] = ('\uFB8E', 4),
            ['\u06AF'] = ('\uFB92', 4),
            ['\u06CC'] = ('\uFBFC', 4),
        };
        var next = '\uFE80';
        foreach (var letter in LettersFromHamza)
        {
            var forms = FormsOf(letter);
            table[letter] = (next, forms);
            next += (char)forms;
        }

        return table;
    }

    private static int FormsOf(char letter) =>
        letter switch
        {
            '\u0621' => 1,
            '\u0622' or '\u0623' or '\u0624' or '\u0625' or '\u0627' or '\u0629' => 2,
            '\u062F' or '\u0630' or '\u0631' or '\u0632' or '\u0648' or '\u0649' => 2,
            _ => 4,
        };
}
