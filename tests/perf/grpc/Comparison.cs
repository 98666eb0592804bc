using System.Diagnostics;
using System.Globalization;

namespace Fund.Perf.Grpc;

/// <summary>
/// This build against another one (bar 11): other, this, other in every round. A round whose two readings of the other
/// differ by more than a quarter was disturbed and is thrown away.
/// </summary>
internal static class Comparison
{
    private const double LargestDrift = 0.25;
    private const string Program = "fund-perf-grpc";

    /// <returns>0 when this build makes at least as many calls, for no more CPU time, in every load.</returns>
    public static async Task<int> RunAsync(string folder, int rounds)
    {
        string ours = Environment.ProcessPath!;
        string official = Path.Combine(folder, Program);
        Dictionary<Load, List<Round>> kept = Load.All.ToDictionary(load => load, _ => new List<Round>());
        for (int round = 0; round < rounds; round++)
        {
            var before = await MeasureAsync(official);
            var middle = await MeasureAsync(ours);
            var after = await MeasureAsync(official);
            foreach (Load load in Load.All)
            {
                Round measured = new(before[load], middle[load], after[load]);
                if (measured.Drift <= LargestDrift)
                {
                    kept[load].Add(measured);
                }
            }
        }

        return Print(kept);
    }

    private static int Print(Dictionary<Load, List<Round>> kept)
    {
        Console.WriteLine($"11  {"in-repo gRPC / official", -26} {"calls", 22} {"CPU saved", 22}  rounds");
        bool reached = true;
        foreach ((Load load, List<Round> rounds) in kept)
        {
            if (rounds.Count == 0)
            {
                Console.WriteLine($"    {load, -26} every round was disturbed");
                reached = false;
                continue;
            }

            double[] calls = [.. rounds.Select(round => round.CallsRatio)];
            double[] cpu = [.. rounds.Select(round => round.CpuRatio)];
            reached &= Statistics.Median(calls) >= 1 && Statistics.Median(cpu) >= 1;
            Console.WriteLine($"    {load, -26} {Spread(calls), 22} {Spread(cpu), 22}  {rounds.Count}");
        }

        return reached ? 0 : 1;
    }

    private static string Spread(double[] figures) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{Statistics.Median(figures):F2} ({figures.Min():F2} .. {figures.Max():F2})"
        );

    private static async Task<Dictionary<Load, Measurement>> MeasureAsync(string program)
    {
        ProcessStartInfo start = new(program, "once") { RedirectStandardOutput = true };
        using Process process =
            Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start.");
        Dictionary<Load, Measurement> figures = [];
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            (Load load, Measurement measurement) = Measurement.FromLine(line);
            figures[load] = measurement;
        }

        await process.WaitForExitAsync();
        return process.ExitCode == 0
            ? figures
            : throw new InvalidOperationException($"{program} ended with {process.ExitCode}.");
    }

    /// <summary>The other, this, the other again.</summary>
    private sealed record Round(Measurement Before, Measurement Ours, Measurement After)
    {
        public double Drift =>
            Math.Abs(Before.CallsPerSecond - After.CallsPerSecond)
            / Math.Max(Before.CallsPerSecond, After.CallsPerSecond);

        public double CallsRatio => Ours.CallsPerSecond / ((Before.CallsPerSecond + After.CallsPerSecond) / 2);

        /// <summary>Above one where this build needs less.</summary>
        public double CpuRatio => (Before.Cpu + After.Cpu) / 2 / Ours.Cpu;
    }
}
