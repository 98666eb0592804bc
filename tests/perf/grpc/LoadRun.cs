using System.Diagnostics;
using System.Globalization;
using Fund.Interop.V1;
using Google.Protobuf;
using Grpc.Net.Client;

namespace Fund.Perf.Grpc;

/// <summary>One round.</summary>
/// <param name="CallsPerSecond">Unary calls answered in a second.</param>
/// <param name="ClientCpu">CPU time of the client for a call, in microseconds.</param>
/// <param name="ServerCpu">CPU time of the server for a call, in microseconds.</param>
/// <param name="ClientBytes">Bytes the client allocated for a call.</param>
internal sealed record Measurement(double CallsPerSecond, double ClientCpu, double ServerCpu, double ClientBytes);

/// <summary>Unary echoes of 32 bytes as fast as they go, from a number of callers at once over one channel.</summary>
internal sealed class LoadRun(EchoServer server) : IDisposable
{
    public const string Heading =
        "callers  deadline     calls/s     (min ..     max)   CPU/call client  server   sum us   client bytes";

    private static readonly EchoRequest Request = new() { Payload = ByteString.CopyFrom(new byte[32]) };

    private readonly GrpcChannel channel = GrpcChannel.ForAddress(server.Address);

    public static string Describe(int concurrency, int deadlineSeconds, IReadOnlyCollection<Measurement> rounds)
    {
        double client = Median(rounds, round => round.ClientCpu);
        double served = Median(rounds, round => round.ServerCpu);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{concurrency, 7}  {(deadlineSeconds == 0 ? "none" : $"{deadlineSeconds} s"), -8} {Median(rounds, round => round.CallsPerSecond), 11:F0} ({rounds.Min(round => round.CallsPerSecond), 8:F0} .. {rounds.Max(round => round.CallsPerSecond), 7:F0})   {client, 14:F1} {served, 7:F1} {client + served, 8:F1} {Median(rounds, round => round.ClientBytes), 14:F0}"
        );
    }

    public async Task WarmUpAsync(TimeSpan time)
    {
        foreach (int concurrency in (int[])[1, 16, 64])
        {
            await MeasureAsync(concurrency, deadlineSeconds: 30, time);
        }
    }

    public async Task<Measurement> MeasureAsync(int concurrency, int deadlineSeconds, TimeSpan time)
    {
        InteropService.InteropServiceClient client = new(channel);
        TimeSpan clientBefore = Environment.CpuUsage.TotalTime;
        TimeSpan serverBefore = server.CpuTime;
        long bytesBefore = GC.GetTotalAllocatedBytes();
        Stopwatch watch = Stopwatch.StartNew();

        async Task<long> CallAsync()
        {
            long calls = 0;
            while (watch.Elapsed < time)
            {
                DateTime? deadline =
                    deadlineSeconds == 0
                        ? null
                        : TimeProvider.System.GetUtcNow().UtcDateTime.AddSeconds(deadlineSeconds);
                await client.EchoAsync(Request, deadline: deadline);
                calls++;
            }

            return calls;
        }

        long[] counts = await Task.WhenAll(Enumerable.Range(0, concurrency).Select(_ => Task.Run(CallAsync)));
        double answered = counts.Sum();
        return new Measurement(
            answered / watch.Elapsed.TotalSeconds,
            (Environment.CpuUsage.TotalTime - clientBefore).TotalMicroseconds / answered,
            (server.CpuTime - serverBefore).TotalMicroseconds / answered,
            (GC.GetTotalAllocatedBytes() - bytesBefore) / answered
        );
    }

    public void Dispose() => channel.Dispose();

    private static double Median(IEnumerable<Measurement> rounds, Func<Measurement, double> figure)
    {
        double[] sorted = [.. rounds.Select(figure).Order()];
        return sorted[sorted.Length / 2];
    }
}
