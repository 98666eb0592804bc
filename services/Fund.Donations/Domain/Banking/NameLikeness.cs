namespace Fund.Donations.Domain.Banking;

/// <summary>
/// How much a remitter's name is like a donor's. Banks write names in capitals, without accents, cut after 35 or 70
/// characters, with words in another order and now and then misspelt; words that tell nobody apart do not count.
/// </summary>
public static class NameLikeness
{
    private const int ShortestForSpelling = 5;
    private const int ShortestForTwoMistakes = 9;
    private const int ShortestBeginning = 4;

    /// <summary>0 to 100: twice the weight of the words in common over all words.</summary>
    public static int Of(string left, string right)
    {
        var (one, other) = (NameFolding.Words(left), NameFolding.Words(right));
        if (one.Count == 0 || other.Count == 0)
        {
            return 0;
        }

        if (NameFolding.Key(left) == NameFolding.Key(right))
        {
            return 100;
        }

        var rest = new HashSet<string>(other, StringComparer.Ordinal);
        var unmatched = one.Where(word => !rest.Remove(word)).ToList();
        var weight = 100 * (one.Count - unmatched.Count);
        foreach (var word in unmatched)
        {
            if (rest.FirstOrDefault(candidate => AreAlike(word, candidate)) is { } like)
            {
                rest.Remove(like);
                weight += 80;
            }
        }

        return 2 * weight / (one.Count + other.Count);
    }

    private static bool AreAlike(string left, string right)
    {
        var (shorter, longer) = left.Length <= right.Length ? (left, right) : (right, left);
        if (shorter.Length >= ShortestBeginning && longer.StartsWith(shorter, StringComparison.Ordinal))
        {
            return true;
        }

        var most = shorter.Length >= ShortestForTwoMistakes ? 2 : 1;
        return shorter.Length >= ShortestForSpelling
            && longer.Length - shorter.Length <= most
            && Mistakes(shorter, longer) <= most;
    }

    /// <summary>Letters to insert, leave out, change or swap with their neighbour (optimal string alignment).</summary>
    private static int Mistakes(string left, string right)
    {
        var before = new int[right.Length + 1];
        var above = Enumerable.Range(0, right.Length + 1).ToArray();
        for (var i = 1; i <= left.Length; i++)
        {
            var row = new int[right.Length + 1];
            row[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                var same = left[i - 1] == right[j - 1];
                row[j] = Math.Min(Math.Min(row[j - 1], above[j]) + 1, above[j - 1] + (same ? 0 : 1));
                if (i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1])
                {
                    row[j] = Math.Min(row[j], before[j - 2] + 1);
                }
            }

            (before, above) = (above, row);
        }

        return above[right.Length];
    }
}
