using Fund.Interop.V1;
using Grpc.AspNetCore.Server;
using Grpc.Core;

namespace Fund.Grpc.Tests;

/// <summary>gzip, in both directions.</summary>
public sealed class CompressionTests
{
    /// <summary>The metadata key by which clients of either stack ask for compressed requests.</summary>
    public const string AskForGzip = "grpc-internal-encoding-request";

    private static readonly Metadata Gzip = new() { { AskForGzip, "gzip" } };

    [Fact]
    public async Task Requests_travel_compressed()
    {
        string? encoding = null;
        await using InteropHost host = await InteropHost.StartAsync(
            handler: new ScriptedHandler
            {
                OnEcho = (request, context) =>
                {
                    encoding = context.GetHttpContext().Request.Headers["grpc-encoding"];
                    return Task.FromResult(new EchoResponse { Payload = request.Payload });
                },
            }
        );
        EchoRequest request = new() { Payload = Bytes.Random(271_828, seed: 2) };
        Assert.Equal(request.Payload, (await host.Client.EchoAsync(request, Gzip)).Payload);
        Assert.Equal("gzip", encoding);
    }

    [Fact]
    public async Task Responses_travel_compressed_to_those_who_accept_it()
    {
        await using InteropHost host = await InteropHost.StartAsync(GzipResponses);
        using RawCall raw = new(host.Address);
        byte[] request = RawCall.Frame(new EchoRequest { ResponseSize = 100_000 });

        RawResponse packed = await raw.SendAsync("Echo", request, ("grpc-accept-encoding", "identity,gzip"));
        Assert.Equal("gzip", packed.Encoding);
        Assert.Equal(1, packed.Body[0]);
        Assert.InRange(packed.Body.Length, 10, 10_000);

        RawResponse plain = await raw.SendAsync("Echo", request);
        Assert.Null(plain.Encoding);
        Assert.Equal(0, plain.Body[0]);
        Assert.InRange(plain.Body.Length, 100_000, 100_100);
    }

    [Fact]
    public async Task Every_kind_of_call_works_compressed_both_ways()
    {
        await using InteropHost host = await InteropHost.StartAsync(GzipResponses);
        Assert.Equal(new PingResponse(), await host.Client.PingAsync(new PingRequest(), Gzip));

        using var collect = host.Client.Collect(Gzip);
        await collect.RequestStream.WriteAsync(new CollectRequest { Payload = Bytes.Zeros(100_000) });
        await collect.RequestStream.WriteAsync(new CollectRequest());
        await collect.RequestStream.CompleteAsync();
        Assert.Equal(100_000, (await collect).BytesReceived);

        using var converse = host.Client.Converse(Gzip);
        foreach (int size in (int[])[0, 1, 100_000])
        {
            ConverseRequest request = new() { Payload = Bytes.Random(size, seed: size) };
            await converse.RequestStream.WriteAsync(request);
            Assert.True(await converse.ResponseStream.MoveNext());
            Assert.Equal(request.Payload, converse.ResponseStream.Current.Payload);
        }
    }

    [Fact]
    public async Task A_write_may_say_no_to_compression()
    {
        await using InteropHost host = await InteropHost.StartAsync(GzipResponses);
        using var call = host.Client.Converse(Gzip);
        call.RequestStream.WriteOptions = new WriteOptions(WriteFlags.NoCompress);
        ConverseRequest request = new() { Payload = Bytes.Random(1_000, seed: 4) };
        await call.RequestStream.WriteAsync(request);
        Assert.True(await call.ResponseStream.MoveNext());
        Assert.Equal(request.Payload, call.ResponseStream.Current.Payload);
    }

    private static void GzipResponses(GrpcServiceOptions options) => options.ResponseCompressionAlgorithm = "gzip";
}
