using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Fund.Perf;

/// <summary>Empty Kestrel processes, started together: how long until all answer, and what they weigh.</summary>
internal sealed class EmptyPeers : IAsyncDisposable
{
    private readonly List<Process> _processes = [];

    public double ColdSeconds { get; private set; }

    public long PssKib => _processes.Sum(process => Machine.PssKib(process.Id));

    public static async Task<EmptyPeers> StartAsync(int count)
    {
        var peers = new EmptyPeers();
        var watch = Stopwatch.StartNew();
        var addresses = Enumerable.Range(0, count).Select(_ => $"http://127.0.0.1:{FreePort()}").ToList();
        foreach (var address in addresses)
        {
            var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true };
            if (Path.GetFileNameWithoutExtension(Environment.ProcessPath!) == "dotnet")
            {
                start.ArgumentList.Add(typeof(EmptyPeers).Assembly.Location);
            }

            start.ArgumentList.Add("empty");
            start.ArgumentList.Add(address);
            peers._processes.Add(Process.Start(start)!);
        }

        using var http = new HttpClient();
        await Task.WhenAll(addresses.Select(address => AnswersAsync(http, address)));
        peers.ColdSeconds = watch.Elapsed.TotalSeconds;

        // The idle figure is taken after the runtime has settled, like ours.
        await Task.Delay(TimeSpan.FromSeconds(5));
        return peers;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in _processes)
        {
            process.Kill();
            await process.WaitForExitAsync();
            process.Dispose();
        }
    }

    private static async Task AnswersAsync(HttpClient http, string address)
    {
        while (true)
        {
            try
            {
                await http.GetStringAsync(address);
                return;
            }
            catch (HttpRequestException)
            {
                // Not listening yet.
                await Task.Delay(20);
            }
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
