using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Fund.Perf;

/// <summary>Runs public tools and reads what they print.</summary>
internal static partial class Shell
{
    public static async Task<string> RunAsync(
        string program,
        IEnumerable<string> arguments,
        IReadOnlyDictionary<string, string>? environment = null
    )
    {
        var start = new ProcessStartInfo(program) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        foreach (var (key, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[key] = value;
        }

        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start");
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0
            ? output
            : throw new InvalidOperationException($"{program} ended with {process.ExitCode}: {output}{await errors}");
    }

    /// <summary>Requests per second as wrk measures them; any answer that is not a success fails the run.</summary>
    public static async Task<double> WrkAsync(int connections, int seconds, IEnumerable<string> arguments) =>
        Number(RequestsPerSecond().Match(await WrkOutputAsync(connections, seconds, arguments)).Groups[1].Value);

    /// <summary>The same with the latencies that half and all but a hundredth of the requests stay below.</summary>
    public static async Task<(double Rate, Latency Latency)> WrkLatencyAsync(
        int connections,
        int seconds,
        IEnumerable<string> arguments
    )
    {
        var output = await WrkOutputAsync(connections, seconds, ["--latency", .. arguments]);
        return (
            Number(RequestsPerSecond().Match(output).Groups[1].Value),
            new Latency(Milliseconds(output, "50%"), Milliseconds(output, "99%"))
        );
    }

    /// <summary>Requests per second of a client that is to be refused, and which part of them was.</summary>
    public static async Task<(double Rate, double Refused)> FloodAsync(
        int connections,
        int seconds,
        IEnumerable<string> arguments
    )
    {
        var output = await RunWrkAsync(connections, seconds, arguments);
        var rate = Number(RequestsPerSecond().Match(output).Groups[1].Value);
        return Refusals().Match(output) is { Success: true } refused
            ? (rate, Number(refused.Groups[1].Value) / (rate * seconds))
            : throw new InvalidOperationException("nobody was refused, so the limits are not on:\n" + output);
    }

    private static Task<string> RunWrkAsync(int connections, int seconds, IEnumerable<string> arguments) =>
        RunAsync("wrk", [$"-t2", $"-c{connections}", $"-d{seconds}s", "--timeout", "10s", .. arguments]);

    private static async Task<string> WrkOutputAsync(int connections, int seconds, IEnumerable<string> arguments)
    {
        var output = await RunWrkAsync(connections, seconds, arguments);
        return
            output.Contains("Non-2xx", StringComparison.Ordinal)
            || output.Contains("Socket errors", StringComparison.Ordinal)
            ? throw new InvalidOperationException("wrk met refusals or broken connections:\n" + output)
            : output;
    }

    private static double Milliseconds(string output, string part)
    {
        var match = Regex.Match(output, $@"\s{part}\s+([\d.]+)(us|ms|s)");
        return Number(match.Groups[1].Value)
            * match.Groups[2].Value switch
            {
                "us" => 0.001,
                "ms" => 1,
                _ => 1_000,
            };
    }

    /// <summary>Transactions per second as pgbench measures them.</summary>
    public static async Task<double> PgbenchAsync(int clients, int seconds, string script, Database database)
    {
        var output = await RunAsync(
            "pgbench",
            ["-n", "-c", $"{clients}", "-j", "2", "-T", $"{seconds}", "-M", "prepared", "-f", script, database.Name],
            database.Environment
        );
        return Number(TransactionsPerSecond().Match(output).Groups[1].Value);
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"Requests/sec:\s+([\d.]+)")]
    private static partial Regex RequestsPerSecond();

    [GeneratedRegex(@"Non-2xx or 3xx responses: (\d+)")]
    private static partial Regex Refusals();

    [GeneratedRegex(@"tps = ([\d.]+)")]
    private static partial Regex TransactionsPerSecond();
}

/// <summary>What half, and all but a hundredth, of the requests stay below, in milliseconds.</summary>
internal readonly record struct Latency(double P50, double P99);

/// <summary>A PostgreSQL database as libpq's tools want to know it.</summary>
internal sealed record Database(string Name, IReadOnlyDictionary<string, string> Environment);
