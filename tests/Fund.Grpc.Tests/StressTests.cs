using System.Collections.Concurrent;
using Fund.Interop.V1;
using Google.Protobuf;
using Grpc.Core;

namespace Fund.Grpc.Tests;

/// <summary>Many calls at once with cancels, deadlines and abandoned streams at random: no byte may be another call's.</summary>
public sealed class StressTests
{
    private const int Workers = 32;
    private const int CallsOfEach = 60;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Whatever_is_cancelled_every_answer_is_the_right_one(int seed)
    {
        await using InteropHost host = await InteropHost.StartAsync(server: options =>
            options.ResponseCompressionAlgorithm = seed % 2 == 0 ? "gzip" : null
        );
        ConcurrentBag<string> surprises = [];
        await Task.WhenAll(
            Enumerable
                .Range(0, Workers)
                .Select(worker => Task.Run(() => WorkAsync(host.Client, new Random(seed * 1_000 + worker), surprises)))
        );
        Assert.Empty(surprises);
        Assert.Equal(new PingResponse(), await host.Client.PingAsync(new PingRequest()));
    }

    private static async Task WorkAsync(
        InteropService.InteropServiceClient client,
        Random random,
        ConcurrentBag<string> surprises
    )
    {
        for (int i = 0; i < CallsOfEach; i++)
        {
            int fate = random.Next(10);
            using CancellationTokenSource cancel = new();
            if (fate == 0)
            {
                cancel.CancelAfter(random.Next(5));
            }

            CallOptions options = new(
                random.Next(3) == 0 ? new Metadata { { CompressionTests.AskForGzip, "gzip" } } : null,
                fate == 1 ? Calls.DeadlineIn(random.Next(1, 8)) : null,
                cancel.Token
            );
            try
            {
                bool right =
                    random.Next(2) == 0
                        ? await EchoAsync(client, options, random)
                        : await ConverseAsync(client, options, random, abandon: fate == 2);
                if (!right)
                {
                    surprises.Add("A response that is not the request.");
                }
            }
            catch (RpcException e) when (fate == 0 && e.StatusCode == StatusCode.Cancelled)
            {
                // As it was to be.
            }
            catch (RpcException e) when (fate == 1 && e.StatusCode == StatusCode.DeadlineExceeded)
            {
                // As it was to be.
            }
            catch (Exception e)
            {
                surprises.Add($"{fate}: {e}");
            }
        }
    }

    private static async Task<bool> EchoAsync(
        InteropService.InteropServiceClient client,
        CallOptions options,
        Random random
    )
    {
        EchoRequest request = new() { Payload = Payload(random) };
        return request.Payload.Equals((await client.EchoAsync(request, options)).Payload);
    }

    private static async Task<bool> ConverseAsync(
        InteropService.InteropServiceClient client,
        CallOptions options,
        Random random,
        bool abandon
    )
    {
        using var call = client.Converse(options);
        for (int turn = random.Next(6); turn > 0; turn--)
        {
            ConverseRequest request = new() { Payload = Payload(random) };
            await call.RequestStream.WriteAsync(request);
            if (!await call.ResponseStream.MoveNext() || !request.Payload.Equals(call.ResponseStream.Current.Payload))
            {
                return false;
            }

            if (abandon)
            {
                return true;
            }
        }

        await call.RequestStream.CompleteAsync();
        return !await call.ResponseStream.MoveNext();
    }

    private static ByteString Payload(Random random) =>
        Bytes.Random(random.Next(6) == 0 ? random.Next(300_000) : random.Next(3_000), random.Next());
}
