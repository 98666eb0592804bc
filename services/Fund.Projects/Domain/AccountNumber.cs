using System.Text.RegularExpressions;
using Fund.Kernel;

namespace Fund.Projects.Domain;

/// <summary>
/// A bank account number. What looks like an IBAN (ISO 13616) must have the right check digits; other numbers are
/// taken as they are, because many countries have no IBAN.
/// </summary>
public static partial class AccountNumber
{
    /// <summary>Longest IBAN, and longest number that pain.001 carries.</summary>
    public const int MaxLength = 34;

    /// <summary>Anything shorter would be told whole by its last four characters.</summary>
    public const int MinLength = 5;

    /// <summary>Without spaces and in capitals, as it is kept and compared.</summary>
    public static string Normalise(string text) =>
        string.Concat(text.Where(c => !char.IsWhiteSpace(c))).ToUpperInvariant();

    /// <summary>What is wrong with a normalised number, in a sentence without the number; null when nothing is.</summary>
    public static Sentence? Problem(string number)
    {
        if (number.Length is < MinLength or > MaxLength)
        {
            return $"An account number has {MinLength} to {MaxLength} characters; this one has {number.Length}.";
        }

        if (!Allowed().IsMatch(number))
        {
            return "An account number has letters, digits, hyphens and slashes only.";
        }

        if (LooksLikeIban(number) && !HasRightCheckDigits(number))
        {
            return "This looks like an IBAN, but its check digits are wrong; compare it with the bank's letter.";
        }

        return null;
    }

    /// <summary>An assigned country code, two digits, then 11 to 30 letters and digits.</summary>
    public static bool LooksLikeIban(string number) => IbanShape().IsMatch(number) && Countries.Exists(number[..2]);

    /// <summary>ISO 7064 MOD 97-10: the first four characters go to the end, letters count from 10, the rest is 1.</summary>
    public static bool HasRightCheckDigits(string number)
    {
        var remainder = 0;
        foreach (var letter in number[4..] + number[..4])
        {
            remainder = char.IsAsciiDigit(letter)
                ? ((remainder * 10) + (letter - '0')) % 97
                : ((remainder * 100) + (letter - 'A' + 10)) % 97;
        }

        return remainder == 1;
    }

    [GeneratedRegex("^[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}$")]
    private static partial Regex IbanShape();

    [GeneratedRegex("^[A-Z0-9/-]+$")]
    private static partial Regex Allowed();
}
