using Fund.Interop.V1;
using Grpc.Core;

namespace Fund.Grpc.Tests;

/// <summary>Limits on single messages, on both sides and in both directions.</summary>
public sealed class MessageSizeTests
{
    private const int Limit = 100_000;

    [Fact]
    public async Task Six_megabytes_go_both_ways_where_that_is_allowed()
    {
        await using InteropHost host = await InteropHost.StartAsync(
            server: options => options.MaxReceiveMessageSize = 8 << 20,
            channel: options => options.MaxReceiveMessageSize = 8 << 20
        );
        EchoRequest request = new() { Payload = Bytes.Random(6_000_000, seed: 6) };
        Assert.Equal(request.Payload, (await host.Client.EchoAsync(request)).Payload);
    }

    [Fact]
    public async Task Nothing_over_four_mebibytes_is_taken_unless_configured()
    {
        await using InteropHost host = await InteropHost.StartAsync();
        await TooLargeAsync(async () =>
            await host.Client.EchoAsync(new EchoRequest { Payload = Bytes.Zeros(5 << 20), ResponseSize = 1 })
        );
        await TooLargeAsync(async () => await host.Client.EchoAsync(new EchoRequest { ResponseSize = 5 << 20 }));
    }

    [Fact]
    public async Task A_server_refuses_a_request_over_its_limit()
    {
        await using InteropHost host = await InteropHost.StartAsync(server: options =>
            options.MaxReceiveMessageSize = Limit
        );
        await TooLargeAsync(async () =>
            await host.Client.EchoAsync(new EchoRequest { Payload = Bytes.Zeros(Limit + 1) })
        );
        using var call = host.Client.Collect();
        await TooLargeAsync(async () =>
        {
            await call.RequestStream.WriteAsync(new CollectRequest { Payload = Bytes.Zeros(Limit + 1) });
            await call.RequestStream.CompleteAsync();
            await call;
        });
    }

    [Fact]
    public async Task A_server_sends_no_response_over_its_limit()
    {
        await using InteropHost host = await InteropHost.StartAsync(server: options =>
            options.MaxSendMessageSize = Limit
        );
        await TooLargeAsync(async () => await host.Client.EchoAsync(new EchoRequest { ResponseSize = Limit + 1 }));
    }

    [Fact]
    public async Task A_client_sends_no_request_over_its_limit()
    {
        await using InteropHost host = await InteropHost.StartAsync(channel: options =>
            options.MaxSendMessageSize = Limit
        );
        await TooLargeAsync(async () =>
            await host.Client.EchoAsync(new EchoRequest { Payload = Bytes.Zeros(Limit + 1) })
        );
        using var call = host.Client.Collect();
        await TooLargeAsync(() =>
            call.RequestStream.WriteAsync(new CollectRequest { Payload = Bytes.Zeros(Limit + 1) })
        );
    }

    [Fact]
    public async Task A_client_takes_no_response_over_its_limit()
    {
        await using InteropHost host = await InteropHost.StartAsync(channel: options =>
            options.MaxReceiveMessageSize = Limit
        );
        await TooLargeAsync(async () => await host.Client.EchoAsync(new EchoRequest { ResponseSize = Limit + 1 }));
        using var call = host.Client.Produce(Wishes.Of(1, Limit + 1));
        Assert.True(await call.ResponseStream.MoveNext());
        await TooLargeAsync(() => call.ResponseStream.MoveNext());
    }

    [Fact]
    public async Task A_small_message_that_unpacks_to_a_large_one_is_refused_too()
    {
        await using InteropHost host = await InteropHost.StartAsync(server: options =>
            options.MaxReceiveMessageSize = Limit
        );
        await TooLargeAsync(async () =>
            await host.Client.EchoAsync(
                new EchoRequest { Payload = Bytes.Zeros(Limit + 1) },
                new Metadata { { CompressionTests.AskForGzip, "gzip" } }
            )
        );
    }

    private static Task<RpcException> TooLargeAsync(Func<Task> call) =>
        Calls.FailsWithAsync(StatusCode.ResourceExhausted, call);
}
