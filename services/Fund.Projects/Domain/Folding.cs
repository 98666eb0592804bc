using System.Globalization;
using System.Text;

namespace Fund.Projects.Domain;

/// <summary>Texts as they are compared: two spellings of one name or one number must not count as two.</summary>
public static class Folding
{
    /// <summary>
    /// A name without accents, case and repeated spaces: banks print names in plain capitals, registers don't.
    /// </summary>
    public static string Name(string text)
    {
        var folded = new StringBuilder(text.Length);
        var gap = false;
        foreach (var letter in text.Normalize(NormalizationForm.FormKD))
        {
            if (CharUnicodeInfo.GetUnicodeCategory(letter) == UnicodeCategory.NonSpacingMark)
            {
                continue;
            }

            if (char.IsWhiteSpace(letter))
            {
                gap = folded.Length > 0;
                continue;
            }

            if (gap)
            {
                folded.Append(' ');
                gap = false;
            }

            folded.Append(char.ToUpperInvariant(letter));
        }

        return folded.ToString();
    }

    /// <summary>
    /// A registration number reduced to letters and digits in capitals, so that "ZVR 12-3" and "zvr123" are one.
    /// </summary>
    public static string Number(string text)
    {
        var kept = string.Concat(text.Where(char.IsLetterOrDigit)).ToUpperInvariant();
        return kept.Length > 0 ? kept : text.Trim();
    }
}
