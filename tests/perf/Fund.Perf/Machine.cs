using System.Globalization;

namespace Fund.Perf;

/// <summary>What Linux says about processes: CPU time and proportional memory.</summary>
internal static class Machine
{
    private const double TicksPerSecond = 100;

    /// <summary>CPU seconds of processes and everything below them, children that ended included.</summary>
    public static double CpuSeconds(IEnumerable<int> roots)
    {
        var stats = AllStats();
        var ticks = 0.0;
        var queue = new Queue<int>(roots);
        while (queue.TryDequeue(out var pid))
        {
            if (!stats.TryGetValue(pid, out var stat))
            {
                continue;
            }

            ticks += stat.Own + stat.EndedChildren;
            foreach (var (child, its) in stats)
            {
                if (its.Parent == pid)
                {
                    queue.Enqueue(child);
                }
            }
        }

        return ticks / TicksPerSecond;
    }

    /// <summary>Seconds in which the host of this machine kept its processors for others, all of them together.</summary>
    public static double StolenSeconds() =>
        double.Parse(
            File.ReadLines("/proc/stat").First().Split(' ', StringSplitOptions.RemoveEmptyEntries)[8],
            CultureInfo.InvariantCulture
        ) / TicksPerSecond;

    /// <summary>Proportional set size of one process in KiB.</summary>
    public static long PssKib(int pid) =>
        long.Parse(
            File.ReadLines($"/proc/{pid}/smaps_rollup")
                .First(line => line.StartsWith("Pss:", StringComparison.Ordinal))
                .Split(' ', StringSplitOptions.RemoveEmptyEntries)[1],
            CultureInfo.InvariantCulture
        );

    /// <summary>Memory of one process that is in RAM, in KiB.</summary>
    public static long ResidentKib(int pid) => StatusKib(pid, "VmRSS:");

    /// <summary>Most of it since <see cref="ForgetPeak"/>.</summary>
    public static long PeakKib(int pid) => StatusKib(pid, "VmHWM:");

    /// <summary>Lets the kernel note the peak anew (proc(5), clear_refs).</summary>
    public static void ForgetPeak(int pid) => File.WriteAllText($"/proc/{pid}/clear_refs", "5");

    private static long StatusKib(int pid, string field) =>
        long.Parse(
            File.ReadLines($"/proc/{pid}/status")
                .First(line => line.StartsWith(field, StringComparison.Ordinal))
                .Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2],
            CultureInfo.InvariantCulture
        );

    private static Dictionary<int, (int Parent, double Own, double EndedChildren)> AllStats()
    {
        var stats = new Dictionary<int, (int, double, double)>();
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (
                !int.TryParse(Path.GetFileName(folder), out var pid)
                || Read(Path.Combine(folder, "stat")) is not { } line
            )
            {
                continue;
            }

            // The second field is the program's name in brackets and may hold blanks.
            var fields = line[(line.LastIndexOf(')') + 2)..].Split(' ');
            double Field(int index) => double.Parse(fields[index], CultureInfo.InvariantCulture);
            stats[pid] = ((int)Field(1), Field(11) + Field(12), Field(13) + Field(14));
        }

        return stats;
    }

    private static string? Read(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (IOException)
        {
            // The process ended between listing and reading; it has nothing more to say.
            const string? gone = null;
            return gone;
        }
    }
}
