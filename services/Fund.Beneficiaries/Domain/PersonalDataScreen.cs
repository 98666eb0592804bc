using System.Text.RegularExpressions;

namespace Fund.Beneficiaries.Domain;

/// <summary>
/// Finds what looks like personal data where none may be. It errs on the side of refusing: somebody who makes
/// pseudonyms by a rule never meets it. It says what kind of thing it saw, never what was written.
/// </summary>
public static partial class PersonalDataScreen
{
    public const int ShortestPseudonym = 8;
    public const int LongestPseudonym = 100;

    /// <summary>Why a pseudonym is refused, as the end of a sentence; null when it is fine.</summary>
    public static string? ProblemWithPseudonym(string given)
    {
        var text = PseudonymKey.Canonical(given);
        if (text.Length is < ShortestPseudonym or > LongestPseudonym)
        {
            return $"must have {ShortestPseudonym} to {LongestPseudonym} characters";
        }

        if (MachineMade().IsMatch(text))
        {
            return null;
        }

        return true switch
        {
            _ when text.Contains('@', StringComparison.Ordinal) => "looks like an e-mail address",
            _ when DateOfBirth().IsMatch(text) => "looks as if it held a date of birth",
            _ when WholeNumber().IsMatch(text) || DialledNumber().IsMatch(text) => "looks like a telephone number",
            _ when !text.Any(char.IsDigit) || TwoNames().IsMatch(text) => "looks like a name",
            _ when text.Any(c => char.IsWhiteSpace(c) || char.IsControl(c)) => "looks like a name or free text",
            _ => null,
        };
    }

    /// <summary>Why staff's own text is refused, as the end of a sentence; null when it is fine.</summary>
    public static string? ProblemWithText(string text)
    {
        if (EMail().IsMatch(text))
        {
            return "contains an e-mail address";
        }

        var withoutDates = IsoDate().Replace(text, " ");
        return
            TelephoneNumber().Matches(withoutDates).Any(match => Digits(match.Value) >= 8)
            || DialledNumber().IsMatch(withoutDates)
            ? "contains what looks like a telephone number"
            : null;
    }

    private static int Digits(string text) => text.Count(char.IsAsciiDigit);

    /// <summary>A hash or a UUID: letters a to f and digits only, so no word can hide in it.</summary>
    [GeneratedRegex(
        "^(?=.*[0-9])(?=.*[A-Fa-f])(?:[0-9A-Fa-f]{16,}|[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12})$",
        RegexOptions.CultureInvariant
    )]
    private static partial Regex MachineMade();

    /// <summary>Day, month and year in any common order, with or without separators, from 1900 to 2099.</summary>
    [GeneratedRegex(
        @"(?<!\d)(?:(?:19|20)\d\d[-/._ ]?(?:0?[1-9]|1[0-2])[-/._ ]?(?:0[1-9]|[12]\d|3[01])"
            + @"|(?:0?[1-9]|[12]\d|3[01])[-/._ ](?:0?[1-9]|1[0-2])[-/._ ](?:19|20)\d\d"
            + @"|(?:0?[1-9]|1[0-2])[-/._ ](?:0?[1-9]|[12]\d|3[01])[-/._ ](?:19|20)\d\d"
            + @"|(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])(?:19|20)\d\d)(?!\d)",
        RegexOptions.CultureInvariant
    )]
    private static partial Regex DateOfBirth();

    /// <summary>Nothing but 7 to 15 digits (the longest telephone number by E.164) and their usual separators.</summary>
    [GeneratedRegex(@"^\(?(?:\d[ ()./-]*){7,15}$", RegexOptions.CultureInvariant)]
    private static partial Regex WholeNumber();

    [GeneratedRegex(@"(?:\+|(?<!\d)00)[ ]?(?:\d[ ()./-]?){7,15}(?!\d)", RegexOptions.CultureInvariant)]
    private static partial Regex DialledNumber();

    /// <summary>Two capitalised words side by side, whatever stands between them.</summary>
    [GeneratedRegex(@"(?<!\p{L})\p{Lu}\p{Ll}{2,}[ .,_'-]+\p{Lu}\p{Ll}{2,}(?!\p{L})")]
    private static partial Regex TwoNames();

    [GeneratedRegex(@"[\w.+%-]+@[\w-]+\.[\w.-]+")]
    private static partial Regex EMail();

    [GeneratedRegex(@"(?<!\d)\d{4}-\d\d-\d\d(?!\d)", RegexOptions.CultureInvariant)]
    private static partial Regex IsoDate();

    /// <summary>Groups of digits with the separators of telephone numbers; commas are left to amounts and counts.</summary>
    [GeneratedRegex(@"(?<![\d,])\(?\d(?:[ ()./-]{0,2}\d){7,}(?![\d,])", RegexOptions.CultureInvariant)]
    private static partial Regex TelephoneNumber();
}
