using Fund.Beneficiaries.Domain.Disclosure;

namespace Fund.Beneficiaries.Tests.Disclosure;

/// <summary>Tables as they occur: many zeros and small counts, some large ones. The same seed gives the same tables.</summary>
internal static class RandomTables
{
    public static FigureNetwork Network(Random random, int mostRows, int mostColumns) =>
        FigureNetwork.Table(
            [.. Enumerable.Range(0, random.Next(1, mostRows + 1)).Select(r => $"r{r}")],
            [.. Enumerable.Range(0, random.Next(1, mostColumns + 1)).Select(c => $"c{c}")]
        );

    /// <summary>Counts with their totals, in the order of the network.</summary>
    public static long[] Values(Random random, FigureNetwork table, double emptiness = 0.25)
    {
        var values = new long[table.Count];
        for (var f = 0; f < table.Count; f++)
        {
            var parts = table.Figures[f].Key.Split('|');
            if (parts[0].Length == 0 || parts[1].Length == 0)
            {
                continue;
            }

            var count = Count(random, emptiness);
            foreach (var key in new[] { $"{parts[0]}|{parts[1]}", $"{parts[0]}|", $"|{parts[1]}", "|" })
            {
                values[table.IndexOf(key)] += count;
            }
        }

        return values;
    }

    public static long[] Add(long[] left, long[] right) => [.. left.Zip(right, (a, b) => a + b)];

    public static long Count(Random random, double emptiness) =>
        random.NextDouble() switch
        {
            var p when p < emptiness => 0,
            var p when p < emptiness + 0.3 => random.Next(1, 11),
            < 0.85 => random.Next(11, 60),
            _ => random.Next(60, 900),
        };
}
