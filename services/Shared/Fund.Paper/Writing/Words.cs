namespace Fund.Paper.Writing;

/// <summary>
/// What a line is not broken within: words between spaces, and single Chinese characters with the signs that belong to
/// them, because Chinese is written without spaces.
/// </summary>
internal static class Words
{
    private const string ClosingSigns = "、。，．：；！？）］｝〉》」』】〕”’)]}>%…·";
    private const string OpeningSigns = "（［｛〈《「『【〔“‘([{<";

    /// <summary>The words of a paragraph, each with whether a space stands before it.</summary>
    public static IEnumerable<(string Word, bool Spaced)> Of(string paragraph)
    {
        foreach (var word in paragraph.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var from = 0;
            for (var at = 1; at <= word.Length; at++)
            {
                if (at == word.Length || MayBreak(word[at - 1], word[at]))
                {
                    yield return (word[from..at], from == 0);
                    from = at;
                }
            }
        }
    }

    private static bool MayBreak(char before, char after) =>
        (IsIdeographic(before) || IsIdeographic(after))
        && !ClosingSigns.Contains(after, StringComparison.Ordinal)
        && !OpeningSigns.Contains(before, StringComparison.Ordinal);

    /// <summary>Han, kana and the signs of full width; not those beyond the basic plane, which come in two halves.</summary>
    private static bool IsIdeographic(char character) =>
        character is (>= '\u2E80' and <= '\u9FFF') or (>= '\uF900' and <= '\uFAFF') or (>= '\uFF00' and <= '\uFFEF');
}
