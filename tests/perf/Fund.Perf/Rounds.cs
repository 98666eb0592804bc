using System.Globalization;

namespace Fund.Perf;

/// <summary>One measurement: per second, and CPU seconds per operation where it is known.</summary>
internal readonly record struct Reading(double PerSecond, double CpuPerOperation = double.NaN);

/// <summary>
/// Ratios in one run: limit → ours → limit, several rounds after a warm-up. A round whose two limit readings differ by
/// more than a quarter says more about the machine than about us, and is measured again.
/// </summary>
internal static class Rounds
{
    public static async Task<(double Rate, double Cpu)> MeasureAsync(
        string bar,
        int rounds,
        Func<Task<Reading>> limit,
        Func<Task<Reading>> ours,
        double target
    )
    {
        await limit();
        await ours();
        var (rates, cpus, discarded) = (new List<double>(), new List<double>(), 0);
        while (rates.Count < rounds && discarded <= 2 * rounds)
        {
            var before = await limit();
            var our = await ours();
            var after = await limit();
            if (Math.Abs(before.PerSecond - after.PerSecond) > 0.25 * Math.Max(before.PerSecond, after.PerSecond))
            {
                discarded++;
                continue;
            }

            rates.Add(our.PerSecond / ((before.PerSecond + after.PerSecond) / 2));
            cpus.Add(our.CpuPerOperation / ((before.CpuPerOperation + after.CpuPerOperation) / 2));
            Console.WriteLine(
                Line($"     limit {before.PerSecond:F0}/s, ours {our.PerSecond:F0}/s, limit {after.PerSecond:F0}/s")
            );
        }

        if (rates.Count == 0)
        {
            throw new InvalidOperationException($"{bar}: the machine is too noisy; every round was thrown away");
        }

        Print(bar, rates, discarded, target);
        return (Median(rates), Median(cpus));
    }

    public static void Print(string bar, IReadOnlyList<double> ratios, int discarded, double target)
    {
        var thrown = discarded > 0 ? $"  ({discarded} rounds thrown away)" : "";
        Console.WriteLine(
            Line(
                $"{bar, -62} {Median(ratios), 6:F2}  [{ratios.Min():F2} – {ratios.Max():F2}]  target {target:F2}{thrown}"
            )
        );
    }

    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted.Length % 2 == 1
            ? sorted[sorted.Length / 2]
            : (sorted[(sorted.Length / 2) - 1] + sorted[sorted.Length / 2]) / 2;
    }

    private static string Line(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
