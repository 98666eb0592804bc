using System.Diagnostics;
using System.Globalization;

namespace Fund.Perf;

/// <summary>Where the CPU time goes from here on: the service asked, the database, the other processes, and whoever measures.</summary>
internal sealed class CpuProfile
{
    private readonly (string Name, int[] Roots)[] _parts;
    private readonly double[] _before;
    private readonly double _stolenBefore = Machine.StolenSeconds();
    private readonly Stopwatch _watch = Stopwatch.StartNew();

    /// <param name="service">Name of the process that is asked.</param>
    public CpuProfile(string service)
    {
        var asked = Bars.Pid(service);
        var others = Bars.Required("PERF_PIDS").Split(' ').Select(pid => int.Parse(pid, CultureInfo.InvariantCulture));
        _parts =
        [
            ($"{service} service", [asked]),
            ("PostgreSQL", [Bars.Pid("postgres")]),
            ("the other processes", [.. others.Where(pid => pid != asked)]),
            ("who measures", [Environment.ProcessId]),
        ];
        _before = [.. _parts.Select(part => Machine.CpuSeconds(part.Roots))];
    }

    /// <summary>
    /// Microseconds of each part for one operation, how many processors were busy with them, and how many the host took away:
    /// a run it disturbed says little.
    /// </summary>
    public void Print(string operation, double operations)
    {
        var used = _parts.Select((part, i) => Machine.CpuSeconds(part.Roots) - _before[i]).ToArray();
        var seconds = _watch.Elapsed.TotalSeconds;
        var (busy, stolen) = (used.Sum() / seconds, (Machine.StolenSeconds() - _stolenBefore) / seconds);
        var told = _parts.Zip(
            used,
            (part, its) => string.Create(CultureInfo.InvariantCulture, $"{part.Name} {1e6 * its / operations:F0}")
        );
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"     CPU of one {operation}, microseconds: {string.Join(", ", told)}; {busy:F1} of {Environment.ProcessorCount} processors busy, {stolen:F2} taken by the host"
            )
        );
    }
}
