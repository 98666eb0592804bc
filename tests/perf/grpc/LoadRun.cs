using System.Diagnostics;
using Fund.Interop.V1;
using Google.Protobuf;
using Grpc.Net.Client;

namespace Fund.Perf.Grpc;

/// <summary>Unary echoes of 32 bytes as fast as they go, from a number of callers at once over one channel.</summary>
internal sealed class LoadRun(EchoServer server) : IDisposable
{
    private static readonly EchoRequest Request = new() { Payload = ByteString.CopyFrom(new byte[32]) };
    private static readonly TimeSpan DeadlineAfter = TimeSpan.FromSeconds(30);

    private readonly GrpcChannel channel = GrpcChannel.ForAddress(server.Address);

    public async Task WarmUpAsync(TimeSpan time)
    {
        foreach (Load load in Load.All)
        {
            await MeasureAsync(load, time);
        }
    }

    public async Task<Measurement> MeasureAsync(Load load, TimeSpan time)
    {
        TimeSpan clientBefore = Environment.CpuUsage.TotalTime;
        TimeSpan serverBefore = server.CpuTime;
        long bytesBefore = GC.GetTotalAllocatedBytes();
        Stopwatch watch = Stopwatch.StartNew();
        long[] counts = await Task.WhenAll(
            Enumerable.Range(0, load.Callers).Select(_ => Task.Run(() => CallAsync(load, watch, time)))
        );
        double calls = counts.Sum();
        return new Measurement(
            calls / watch.Elapsed.TotalSeconds,
            (Environment.CpuUsage.TotalTime - clientBefore).TotalMicroseconds / calls,
            (server.CpuTime - serverBefore).TotalMicroseconds / calls,
            (GC.GetTotalAllocatedBytes() - bytesBefore) / calls
        );
    }

    public void Dispose() => channel.Dispose();

    private async Task<long> CallAsync(Load load, Stopwatch watch, TimeSpan time)
    {
        InteropService.InteropServiceClient client = new(channel);
        long calls = 0;
        while (watch.Elapsed < time)
        {
            DateTime? deadline = load.Deadline ? TimeProvider.System.GetUtcNow().UtcDateTime + DeadlineAfter : null;
            await client.EchoAsync(Request, deadline: deadline);
            calls++;
        }

        return calls;
    }
}
