using System.Diagnostics;
using Fund.Interop.V1;
using Grpc.Core;
using Grpc.Net.Client;

namespace Fund.Interop.Peer;

/// <summary>Runs every case against a server and prints one line for each: PASS or FAIL, the case, the time or the reason.</summary>
internal static class PeerClient
{
    private static readonly TimeSpan LongestCase = TimeSpan.FromSeconds(180);

    /// <returns>How many cases failed.</returns>
    public static async Task<int> RunAsync(string address, bool gzip, string? only)
    {
        using GrpcChannel channel = GrpcChannel.ForAddress(
            address,
            new GrpcChannelOptions { MaxReceiveMessageSize = PeerServer.MaxMessageSize }
        );
        Metadata? headers = gzip ? new Metadata { { "grpc-internal-encoding-request", "gzip" } } : null;
        InteropService.InteropServiceClient client = new(channel);
        int failed = 0;
        foreach ((string name, Func<Task> run) in Cases(channel, client, headers))
        {
            if (only is null || only == name)
            {
                failed += await PassesAsync(name, run) ? 0 : 1;
            }
        }

        return failed;
    }

    private static IEnumerable<(string Name, Func<Task> Run)> Cases(
        GrpcChannel channel,
        InteropService.InteropServiceClient client,
        Metadata? headers
    )
    {
        GoodCases good = new(client, headers);
        EndingCases ending = new(client, new AbsentService.AbsentServiceClient(channel), headers);
        SizeCases size = new(client, headers);
        return
        [
            ("empty", good.Empty),
            ("unary", good.Unary),
            ("client-streaming", good.ClientStreaming),
            ("server-streaming", good.ServerStreaming),
            ("ping-pong", good.PingPong),
            ("empty-stream", good.EmptyStream),
            ("metadata", good.MetadataBothWays),
            ("status-codes", ending.StatusCodes),
            ("status-message", ending.StatusMessage),
            ("unimplemented-method", ending.UnimplementedMethod),
            ("unimplemented-service", ending.UnimplementedService),
            ("cancel-before-response", ending.CancelBeforeResponse),
            ("cancel-after-response", ending.CancelAfterResponse),
            ("deadline-ignored", ending.DeadlineIgnoredByHandler),
            ("deadline-stream", ending.DeadlineOfStream),
            ("large-message", size.LargeMessage),
            ("too-big-request", size.TooBigRequest),
            ("too-big-response", size.TooBigResponse),
            ("stream-60mb", size.Stream60Mb),
            ("concurrent-200", size.Concurrent200),
            ("stress", new StressCase(client, headers).RunAsync),
        ];
    }

    private static async Task<bool> PassesAsync(string name, Func<Task> run)
    {
        Stopwatch watch = Stopwatch.StartNew();
        try
        {
            await run().WaitAsync(LongestCase);
            Console.WriteLine($"PASS {name} {watch.ElapsedMilliseconds} ms");
            return true;
        }
        catch (Exception e)
        {
            string reason = e.Message.ReplaceLineEndings(" | ");
            Console.WriteLine($"FAIL {name} {e.GetType().Name}: {reason[..Math.Min(200, reason.Length)]}");
            return false;
        }
    }
}
