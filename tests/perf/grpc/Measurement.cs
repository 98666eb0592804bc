using System.Globalization;

namespace Fund.Perf.Grpc;

/// <summary>How many callers call at once, and whether their calls have a deadline.</summary>
internal sealed record Load(int Callers, bool Deadline)
{
    public static IReadOnlyList<Load> All { get; } =
    [.. new[] { 1, 16, 64 }.SelectMany(callers => new[] { new Load(callers, false), new Load(callers, true) })];

    public override string ToString() => $"{Callers} {(Deadline ? "with" : "without")} a deadline";
}

/// <summary>One round.</summary>
/// <param name="CallsPerSecond">Unary calls answered in a second.</param>
/// <param name="ClientCpu">CPU time of the client for a call, in microseconds.</param>
/// <param name="ServerCpu">CPU time of the server for a call, in microseconds.</param>
/// <param name="ClientBytes">Bytes the client allocated for a call.</param>
internal sealed record Measurement(double CallsPerSecond, double ClientCpu, double ServerCpu, double ClientBytes)
{
    /// <summary>CPU time of both sides for a call, in microseconds.</summary>
    public double Cpu => ClientCpu + ServerCpu;

    /// <summary>The figures as another process reads them.</summary>
    public string ToLine(Load load) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{load.Callers} {load.Deadline} {CallsPerSecond:F1} {ClientCpu:F2} {ServerCpu:F2} {ClientBytes:F0}"
        );

    public static (Load Load, Measurement Measurement) FromLine(string line)
    {
        string[] parts = line.Split(' ');
        double Figure(int index) => double.Parse(parts[index], CultureInfo.InvariantCulture);
        return (
            new Load(int.Parse(parts[0], CultureInfo.InvariantCulture), bool.Parse(parts[1])),
            new Measurement(Figure(2), Figure(3), Figure(4), Figure(5))
        );
    }
}

/// <summary>The figures among many that are shown.</summary>
internal static class Statistics
{
    public static double Median(IEnumerable<double> figures)
    {
        double[] sorted = [.. figures.Order()];
        return sorted[sorted.Length / 2];
    }
}
