namespace Fund.Donations.Domain;

/// <summary>Divides an amount in proportion to weights so that the parts add up to it exactly.</summary>
public static class LargestRemainder
{
    /// <summary>
    /// Every part is its exact share rounded down; the cents left over go to the largest remainders, and among equal
    /// ones to the first, so that the same question always gets the same answer.
    /// </summary>
    /// <param name="amount">What is divided, not negative.</param>
    /// <param name="weights">Not negative, with a sum above zero.</param>
    public static long[] Divide(long amount, IReadOnlyList<long> weights)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(amount);
        Int128 total = 0;
        foreach (var weight in weights)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(weight);
            total += weight;
        }

        if (total == 0)
        {
            throw new ArgumentException("Nothing can be divided among parts without weight.", nameof(weights));
        }

        var parts = new long[weights.Count];
        var remainders = new Int128[weights.Count];
        var left = amount;
        for (var i = 0; i < parts.Length; i++)
        {
            var product = (Int128)amount * weights[i];
            parts[i] = (long)(product / total);
            remainders[i] = product % total;
            left -= parts[i];
        }

        foreach (var i in Enumerable.Range(0, parts.Length).OrderByDescending(i => remainders[i]).Take((int)left))
        {
            parts[i]++;
        }

        return parts;
    }
}
