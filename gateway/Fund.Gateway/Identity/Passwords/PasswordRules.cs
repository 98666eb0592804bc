using System.Collections.Frozen;
using Fund.Kernel;

namespace Fund.Gateway.Identity;

/// <summary>
/// What a password must be: long, and not one that is guessed first. There are no rules of composition, which make
/// passwords worse (NIST SP 800-63B, section 5.1.1.2). A password is also a common one when it is one with digits and
/// signs around it, with the usual replacements of letters, or several times in a row.
/// </summary>
internal static class PasswordRules
{
    public const int Shortest = 12;
    public const int Longest = 200;

    private const int FewestDistinct = 5;
    private const string Resource = "common-passwords.txt";

    /// <summary>Words that somebody who attacks the Fund tries first.</summary>
    private static readonly string[] OwnWords =
    [
        "trustfund",
        "voluntarytrustfund",
        "thetrustfund",
        "unitednations",
        "trafficking",
        "humantrafficking",
    ];

    private static readonly Lazy<FrozenSet<string>> Common = new(ReadCommon);

    /// <summary>What is wrong with a password, as a sentence; null when nothing is.</summary>
    /// <param name="password">The password as typed.</param>
    /// <param name="personal">What others know of the person: e-mail address, name.</param>
    public static string? ProblemOf(string password, params IEnumerable<string> personal)
    {
        if (password.Length is < Shortest or > Longest)
        {
            return $"The password has {password.Length} characters; {Shortest} to {Longest} are allowed.";
        }

        var letters = Letters(password);
        if (IsCommon(password.ToLowerInvariant()) || IsCommon(letters))
        {
            return "This password is one of those that are guessed first; take another, such as four words in a row.";
        }

        if (password.Distinct().Count() < FewestDistinct)
        {
            return $"The password has fewer than {FewestDistinct} different characters; take another.";
        }

        return personal.SelectMany(PartsOf).Any(part => letters.Contains(part, StringComparison.Ordinal))
            ? "The password contains your name or e-mail address; take another."
            : null;
    }

    /// <summary>Passes when nothing is wrong.</summary>
    /// <exception cref="RefusedException">PASSWORD_NOT_ALLOWED, with the field.</exception>
    public static void Require(string field, string password, params IEnumerable<string> personal)
    {
        if (ProblemOf(password, personal) is { } problem)
        {
            throw Refusal.OfField("PASSWORD_NOT_ALLOWED", field, problem).AsException();
        }
    }

    private static bool IsCommon(string text)
    {
        var core = text.Trim([.. "0123456789 !\"#$%&'()*+,-./:;<=>?@[]^_`{|}~"]);
        return IsListed(text)
            || IsListed(core)
            || IsListed(Letters(core))
            || IsListed(Unit(text))
            || IsListed(Unit(core));
    }

    private static bool IsListed(string text) =>
        text.Length > 0 && (Common.Value.Contains(text) || OwnWords.Contains(text, StringComparer.Ordinal));

    /// <summary>The shortest part that the text consists of, repeated; the text itself when it is no repetition.</summary>
    private static string Unit(string text)
    {
        for (var length = 1; length <= text.Length / 2; length++)
        {
            if (text.Length % length == 0 && IsRepeated(text, length))
            {
                return text[..length];
            }
        }

        return text;
    }

    private static bool IsRepeated(string text, int length)
    {
        for (var i = length; i < text.Length; i++)
        {
            if (text[i] != text[i - length])
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Small letters and digits only, with the usual replacements undone.</summary>
    private static string Letters(string text)
    {
        var letters = text.ToLowerInvariant()
            .Select(letter =>
                letter switch
                {
                    '@' or '4' => 'a',
                    '3' => 'e',
                    '1' or '!' => 'i',
                    '0' => 'o',
                    '$' or '5' => 's',
                    '7' => 't',
                    _ => letter,
                }
            )
            .Where(char.IsLetterOrDigit);
        return new string([.. letters]);
    }

    /// <summary>The parts of a name or an address that are long enough to be told from chance.</summary>
    private static IEnumerable<string> PartsOf(string personal) =>
        personal.Split('@', '.', ' ', '-', '_', '+').Where(part => part.Length >= 4).Select(Letters);

    private static FrozenSet<string> ReadCommon()
    {
        using var stream =
            typeof(PasswordRules).Assembly.GetManifestResourceStream(Resource)
            ?? throw new InvalidOperationException($"{Resource} is not in the build.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().Split('\n').ToFrozenSet(StringComparer.Ordinal);
    }
}
