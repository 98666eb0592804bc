using System.Globalization;

namespace Fund.Perf;

/// <summary>When a save began, and how long it took.</summary>
internal readonly record struct Save(DateTimeOffset Moment, double Milliseconds);

/// <summary>What many saves were like.</summary>
internal static class SaveTimes
{
    /// <summary>What ten seconds at a time were like: a short disturbance is another thing than being slow.</summary>
    public static void Print(List<Save> saves, DateTimeOffset deadline)
    {
        foreach (
            var part in saves
                .GroupBy(save => (int)((deadline - save.Moment).TotalSeconds / 10))
                .OrderByDescending(part => part.Key)
        )
        {
            List<Save> some = [.. part];
            Console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"     {10 * part.Key, 2} s before the deadline: median {Percentile(some, 0.5):F1} ms, p99 {Percentile(some):F1} ms, slowest {Percentile(some, 1):F0} ms"
                )
            );
        }
    }

    public static double Percentile(List<Save> saves, double share = 0.99)
    {
        var sorted = saves.Select(save => save.Milliseconds).Order().ToList();
        return sorted[(int)(share * (sorted.Count - 1))];
    }
}
