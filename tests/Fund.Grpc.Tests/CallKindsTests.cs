using Fund.Interop.V1;
using Google.Protobuf;
using Grpc.Core;

namespace Fund.Grpc.Tests;

/// <summary>The four kinds of call, on good days.</summary>
public sealed class CallKindsTests : IAsyncLifetime
{
    private InteropHost host = null!;

    public async ValueTask InitializeAsync() => host = await InteropHost.StartAsync();

    public ValueTask DisposeAsync() => host.DisposeAsync();

    [Fact]
    public async Task An_empty_message_comes_back_empty()
    {
        Assert.Equal(new PingResponse(), await host.Client.PingAsync(new PingRequest()));
    }

    [Fact]
    public void A_blocking_call_gets_its_response()
    {
        EchoResponse response = host.Client.Echo(new EchoRequest { Payload = ByteString.CopyFromUtf8("now") });
        Assert.Equal("now", response.Payload.ToStringUtf8());
    }

    [Fact]
    public async Task A_unary_call_carries_large_payloads_both_ways()
    {
        EchoRequest request = new() { Payload = Bytes.Random(271_828, seed: 1) };
        Assert.Equal(request.Payload, (await host.Client.EchoAsync(request)).Payload);
    }

    [Fact]
    public async Task A_client_stream_is_summed_up()
    {
        using var call = host.Client.Collect();
        foreach (int size in (int[])[27_182, 8, 1_828, 0, 45_904])
        {
            await call.RequestStream.WriteAsync(new CollectRequest { Payload = Bytes.Zeros(size) });
        }

        await call.RequestStream.CompleteAsync();
        CollectResponse sum = await call;
        Assert.Equal(74_922, sum.BytesReceived);
        Assert.Equal(5, sum.MessagesReceived);
        Assert.Equal(StatusCode.OK, call.GetStatus().StatusCode);
    }

    [Fact]
    public async Task A_client_stream_without_messages_is_a_sum_of_nothing()
    {
        using var call = host.Client.Collect();
        await call.RequestStream.CompleteAsync();
        Assert.Equal(0, (await call).MessagesReceived);
    }

    [Fact]
    public async Task A_server_stream_arrives_in_order_and_ends_with_OK()
    {
        using var call = host.Client.Produce(Wishes.Of(31_415, 9, 0, 2_653, 58_979));
        List<int> sizes = [];
        await foreach (ProduceResponse response in call.ResponseStream.ReadAllAsync())
        {
            sizes.Add(response.Payload.Length);
        }

        Assert.Equal([31_415, 9, 0, 2_653, 58_979], sizes);
        Assert.Equal(StatusCode.OK, call.GetStatus().StatusCode);
        Assert.False(await call.ResponseStream.MoveNext());
    }

    [Fact]
    public async Task A_conversation_goes_to_and_fro()
    {
        using var call = host.Client.Converse();
        for (int turn = 0; turn < 5; turn++)
        {
            ByteString payload = Bytes.Random(turn * 10_000, seed: turn);
            await call.RequestStream.WriteAsync(new ConverseRequest { Payload = payload });
            Assert.True(await call.ResponseStream.MoveNext());
            Assert.Equal(payload, call.ResponseStream.Current.Payload);
        }

        await call.RequestStream.CompleteAsync();
        Assert.False(await call.ResponseStream.MoveNext());
        Assert.Equal(StatusCode.OK, call.GetStatus().StatusCode);
    }

    [Fact]
    public async Task A_conversation_without_a_word_ends_with_OK()
    {
        using var call = host.Client.Converse();
        await call.RequestStream.CompleteAsync();
        Assert.False(await call.ResponseStream.MoveNext());
        Assert.Equal(StatusCode.OK, call.GetStatus().StatusCode);
    }

    [Fact]
    public async Task Sixty_megabytes_stream_through_a_server_that_takes_thirty_in_one_request()
    {
        using var call = host.Client.Collect();
        CollectRequest megabyte = new() { Payload = Bytes.Random(1 << 20, seed: 60) };
        for (int i = 0; i < 60; i++)
        {
            await call.RequestStream.WriteAsync(megabyte);
        }

        await call.RequestStream.CompleteAsync();
        Assert.Equal(60L << 20, (await call).BytesReceived);
    }

    [Fact]
    public async Task Two_hundred_conversations_run_at_once()
    {
        async Task ConverseAsync(int number)
        {
            using var call = host.Client.Converse();
            for (int turn = 0; turn < 5; turn++)
            {
                ByteString payload = Bytes.Random(number, seed: number + turn);
                await call.RequestStream.WriteAsync(new ConverseRequest { Payload = payload });
                Assert.True(await call.ResponseStream.MoveNext());
                Assert.Equal(payload, call.ResponseStream.Current.Payload);
            }

            await call.RequestStream.CompleteAsync();
            Assert.False(await call.ResponseStream.MoveNext());
        }

        await Task.WhenAll(Enumerable.Range(0, 200).Select(ConverseAsync));
    }

    [Fact]
    public async Task Only_one_write_and_one_read_run_at_a_time()
    {
        using var call = host.Client.Converse();
        Task<bool> reading = call.ResponseStream.MoveNext();
        await Assert.ThrowsAsync<InvalidOperationException>(() => call.ResponseStream.MoveNext());
        await call.RequestStream.CompleteAsync();
        Assert.False(await reading);
        await Assert.ThrowsAsync<InvalidOperationException>(() => call.RequestStream.WriteAsync(new ConverseRequest()));
    }
}

/// <summary>Payloads.</summary>
internal static class Bytes
{
    public static ByteString Zeros(int size) => ByteString.CopyFrom(new byte[size]);

    public static ByteString Random(int size, int seed)
    {
        byte[] bytes = new byte[size];
        new Random(seed).NextBytes(bytes);
        return ByteString.CopyFrom(bytes);
    }
}

/// <summary>What to produce.</summary>
internal static class Wishes
{
    public static ProduceRequest Of(params int[] sizes) =>
        new() { Parts = { sizes.Select(size => new Part { Size = size }) } };

    public static ProduceRequest Slowly(int count, int delayMs) =>
        new() { Parts = { Enumerable.Range(0, count).Select(_ => new Part { Size = 10, DelayMs = delayMs }) } };
}
