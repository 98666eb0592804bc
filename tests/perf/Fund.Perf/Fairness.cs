using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;

namespace Fund.Perf;

/// <summary>
/// How long everybody else waits while one client asks for ten times what it may, from an address of its own, and is
/// refused most of it. The flood has a fixed rate: one as fast as the machine allows would measure how client and server
/// share its processors.
/// </summary>
/// <param name="gateway">A gateway with the limits it has by default.</param>
/// <param name="quiet">Access token of somebody who asks now and then.</param>
/// <param name="noisy">Access token of somebody who never stops.</param>
internal sealed class Fairness(string gateway, string quiet, string noisy)
{
    private const int Requests = 400;

    /// <summary>With a hundredth of a second between the requests of each (flood.lua): 2,000 a second.</summary>
    private const int NoisyConnections = 20;
    private const int NoisySeconds = 14;
    private const double Target = 1.5;
    private const string Path = "/api/v1/donors?pageSize=1";
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    /// <summary>All of 127.0.0.0/8 is this machine: another address than the one the noise comes from.</summary>
    private static readonly IPAddress QuietAddress = IPAddress.Parse("127.0.0.2");

    /// <summary>Bar 12: p99 of the quiet one beside the noisy one, against p99 alone.</summary>
    public async Task MeasureAsync(int rounds, List<string> missed)
    {
        const string name = "12  p99 of others while one client floods / p99 alone";
        var (ratios, discarded) = (new List<double>(), 0);
        await SlowestAsync();
        while (ratios.Count < rounds && discarded <= 2 * rounds)
        {
            var before = await SlowestAsync();
            string[] header =
            [
                "-s",
                System.IO.Path.Combine(AppContext.BaseDirectory, "flood.lua"),
                "-H",
                $"Authorization: Bearer {noisy}",
            ];
            var noise = Shell.FloodAsync(NoisyConnections, NoisySeconds, [.. header, gateway + Path]);
            await Task.Delay(TimeSpan.FromSeconds(1));
            var beside = await SlowestAsync();
            var wasNoisy = !noise.IsCompleted;
            var (asked, refused) = await noise;
            var after = await SlowestAsync();
            if (!wasNoisy || Math.Abs(before - after) > 0.25 * Math.Max(before, after))
            {
                discarded++;
                continue;
            }

            var alone = (before + after) / 2;
            ratios.Add(beside / alone);
            Console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"     alone {alone:F1} ms, beside {asked:F0} requests/s ({refused:P0} refused) {beside:F1} ms"
                )
            );
        }

        if (ratios.Count == 0)
        {
            throw new InvalidOperationException($"{name}: the machine is too noisy; every round was thrown away");
        }

        Rounds.Print(name, ratios, discarded, Target);
        if (Rounds.Median(ratios) > Target)
        {
            missed.Add(string.Create(CultureInfo.InvariantCulture, $"{name}: {Rounds.Median(ratios):F2}"));
        }
    }

    /// <summary>Milliseconds that 99 of 100 requests stay below; every one of them is served.</summary>
    private async Task<double> SlowestAsync()
    {
        using var handler = new SocketsHttpHandler { ConnectCallback = ConnectAsync };
        using var http = new HttpClient(handler) { BaseAddress = new Uri(gateway) };
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

    private static async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext to, CancellationToken stop)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            socket.Bind(new IPEndPoint(QuietAddress, 0));
            await socket.ConnectAsync(to.DnsEndPoint, stop);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
