using System.Collections.Concurrent;
using Fund.Interop.V1;
using Google.Protobuf;
using Grpc.Core;

namespace Fund.Interop.Peer;

/// <summary>
/// Many calls at once, cancelled and abandoned at random; every answer compared byte by byte. Deadlines have cases of their
/// own: at a deadline Debian's Python server sends its trailers twice, for which .NET's HTTP handler rightly closes the
/// connection with all its calls.
/// </summary>
internal sealed class StressCase(InteropService.InteropServiceClient client, Metadata? headers)
{
    private const int Workers = 48;
    private const int CallsOfEach = 40;

    private readonly ConcurrentBag<string> surprises = [];
    private int answered;

    public async Task RunAsync()
    {
        await Task.WhenAll(
            Enumerable.Range(0, Workers).Select(worker => Task.Run(() => WorkAsync(new Random(worker))))
        );
        if (!surprises.IsEmpty || answered == 0)
        {
            throw new InvalidOperationException(
                $"{answered} right, {surprises.Count} not: {surprises.FirstOrDefault()}"
            );
        }
    }

    private async Task WorkAsync(Random random)
    {
        for (int i = 0; i < CallsOfEach; i++)
        {
            int fate = random.Next(10);
            using CancellationTokenSource cancel = new();
            if (fate <= 1)
            {
                cancel.CancelAfter(random.Next(5));
            }

            CallOptions options = new(headers, cancellationToken: cancel.Token);
            try
            {
                await (random.Next(2) == 0 ? EchoAsync(options, random) : ConverseAsync(options, random, fate == 2));
            }
            catch (RpcException e) when (fate <= 1 && e.StatusCode == StatusCode.Cancelled)
            {
                // As it was to be.
            }
            catch (Exception e)
            {
                surprises.Add($"fate {fate}: {e.Message}");
            }
        }
    }

    private async Task EchoAsync(CallOptions options, Random random)
    {
        EchoRequest request = new() { Payload = Payload(random) };
        Compare(request.Payload, (await client.EchoAsync(request, options)).Payload);
    }

    private async Task ConverseAsync(CallOptions options, Random random, bool abandon)
    {
        using var call = client.Converse(options);
        for (int turn = random.Next(6); turn > 0; turn--)
        {
            ConverseRequest request = new() { Payload = Payload(random) };
            await call.RequestStream.WriteAsync(request);
            Expect.Equal(true, await call.ResponseStream.MoveNext());
            Compare(request.Payload, call.ResponseStream.Current.Payload);
            if (abandon)
            {
                return;
            }
        }

        await call.RequestStream.CompleteAsync();
        Expect.Equal(false, await call.ResponseStream.MoveNext());
    }

    private void Compare(ByteString sent, ByteString received)
    {
        if (sent.Equals(received))
        {
            Interlocked.Increment(ref answered);
        }
        else
        {
            surprises.Add("a response that is not the request");
        }
    }

    private static ByteString Payload(Random random) =>
        Expect.Noise(random, random.Next(6) == 0 ? random.Next(300_000) : random.Next(3_000));
}
