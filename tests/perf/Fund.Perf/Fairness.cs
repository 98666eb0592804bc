using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;

namespace Fund.Perf;

/// <summary>How long everybody else waits while one client asks for far more than it may.</summary>
/// <param name="gateway">A gateway with the limits it has by default.</param>
/// <param name="quiet">Access token of somebody who asks now and then.</param>
/// <param name="noisy">Access token of somebody who never stops.</param>
internal sealed class Fairness(string gateway, string quiet, string noisy)
{
    private const int Requests = 400;
    private const int NoisyConnections = 16;
    private const int NoisySeconds = 10;
    private const double Target = 1.5;
    private const string Path = "/api/v1/donors?pageSize=1";
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    /// <summary>Bar 12: p99 of the quiet one beside the noisy one, against p99 alone.</summary>
    public async Task MeasureAsync(int rounds, List<string> missed)
    {
        const string name = "12  p99 of others while one client floods / p99 alone";
        var ratios = new List<double>();
        await SlowestAsync();
        for (var round = 0; round < rounds; round++)
        {
            var alone = await SlowestAsync();
            string[] header = ["-H", $"Authorization: Bearer {noisy}"];
            var noise = Shell.WrkAsync(NoisyConnections, NoisySeconds, [.. header, gateway + Path]);
            await Task.Delay(TimeSpan.FromSeconds(1));
            var beside = await SlowestAsync();
            var asked = await noise;
            ratios.Add(beside / alone);
            Console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"     alone {alone:F1} ms, beside {asked:F0} requests/s {beside:F1} ms"
                )
            );
        }

        Rounds.Print(name, ratios, 0, Target);
        if (Rounds.Median(ratios) > Target)
        {
            missed.Add(string.Create(CultureInfo.InvariantCulture, $"{name}: {Rounds.Median(ratios):F2}"));
        }
    }

    /// <summary>Milliseconds that 99 of 100 requests stay below.</summary>
    private async Task<double> SlowestAsync()
    {
        using var http = new HttpClient { BaseAddress = new Uri(gateway) };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", quiet);
        var times = new List<double>();
        for (var number = 0; number < Requests; number++)
        {
            var watch = Stopwatch.StartNew();
            using var answer = await http.GetAsync(Path);
            answer.EnsureSuccessStatusCode();
            times.Add(watch.Elapsed.TotalMilliseconds);
            await Task.Delay(Pause);
        }

        times.Sort();
        return times[Requests * 99 / 100];
    }
}
