using Fund.Interop;
using Fund.Interop.V1;
using Grpc.Core;

namespace Fund.Grpc.Tests;

/// <summary>Headers and trailers, text and bytes.</summary>
public sealed class MetadataTests
{
    private static readonly byte[] Binary = [0xab, 0xab, 0xab, 0, 255, 1, 2];

    [Fact]
    public async Task Headers_and_binary_trailers_come_back_from_a_unary_call()
    {
        await using InteropHost host = await InteropHost.StartAsync();
        using var call = host.Client.EchoAsync(new EchoRequest(), Both());
        await call;
        AssertBoth(await call.ResponseHeadersAsync, call.GetTrailers());
    }

    [Fact]
    public async Task Headers_come_before_the_first_response_of_a_conversation()
    {
        await using InteropHost host = await InteropHost.StartAsync();
        using var call = host.Client.Converse(Both());
        Metadata headers = await call.ResponseHeadersAsync;
        await call.RequestStream.CompleteAsync();
        Assert.False(await call.ResponseStream.MoveNext());
        AssertBoth(headers, call.GetTrailers());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(255)]
    public async Task Bytes_of_any_length_survive_base64(int length)
    {
        byte[] sent = Bytes.Random(length, seed: length).ToByteArray();
        await using InteropHost host = await InteropHost.StartAsync();
        using var call = host.Client.EchoAsync(
            new EchoRequest(),
            new Metadata { { InteropServiceHandler.EchoTrailing, sent } }
        );
        await call;
        Assert.Equal(sent, call.GetTrailers().GetValueBytes(InteropServiceHandler.EchoTrailing));
    }

    [Fact]
    public async Task Values_of_a_repeated_key_keep_their_order()
    {
        Metadata? seen = null;
        await using InteropHost host = await InteropHost.StartAsync(
            handler: new ScriptedHandler
            {
                OnEcho = (_, context) =>
                {
                    seen = context.RequestHeaders;
                    return Task.FromResult(new EchoResponse());
                },
            }
        );
        await host.Client.EchoAsync(
            new EchoRequest(),
            new Metadata
            {
                { "colour", "red" },
                { "Colour", "blue" },
                { "key-bin", [1] },
                { "key-bin", [2] },
            }
        );

        // HTTP allows repeated fields to be joined by commas on the way, and HTTP clients do so.
        Assert.Equal("red, blue", string.Join(", ", seen!.GetAll("colour").Select(entry => entry.Value)));
    }

    [Fact]
    public async Task Fields_of_the_protocol_are_not_metadata()
    {
        Metadata? seen = null;
        await using InteropHost host = await InteropHost.StartAsync(
            handler: new ScriptedHandler
            {
                OnEcho = (_, context) =>
                {
                    seen = context.RequestHeaders;
                    return Task.FromResult(new EchoResponse());
                },
            }
        );
        await host.Client.EchoAsync(new EchoRequest(), deadline: Calls.DeadlineIn(60_000));
        Assert.DoesNotContain(
            seen!,
            entry => entry.Key is "grpc-timeout" or "content-type" or "te" || entry.Key[0] == ':'
        );
    }

    [Fact]
    public void Keys_are_lower_case_and_found_whatever_the_case()
    {
        Metadata metadata = new() { { "Some-Key", "value" } };
        Assert.Equal("some-key", metadata[0].Key);
        Assert.Equal("value", metadata.GetValue("SOME-KEY"));
        Assert.Null(metadata.GetValue("other"));
    }

    [Fact]
    public void Text_under_a_binary_key_and_bytes_under_a_text_key_are_refused()
    {
        Metadata metadata = [];
        Assert.Throws<ArgumentException>(() => metadata.Add("key-bin", "text"));
        Assert.Throws<ArgumentException>(() => metadata.Add("key", [1]));
        Assert.Throws<ArgumentException>(() => metadata.Add("no spaces", "text"));
        Assert.Throws<InvalidOperationException>(() => new Metadata.Entry("key-bin", Binary).Value);
    }

    [Fact]
    public void Nothing_can_be_added_to_the_empty_metadata()
    {
        Assert.Throws<InvalidOperationException>(() => Metadata.Empty.Add("key", "value"));
        Assert.True(Metadata.Empty.IsReadOnly);
    }

    private static Metadata Both() =>
        new() { { InteropServiceHandler.EchoInitial, "first" }, { InteropServiceHandler.EchoTrailing, Binary } };

    private static void AssertBoth(Metadata headers, Metadata trailers)
    {
        Assert.Equal("first", headers.GetValue(InteropServiceHandler.EchoInitial));
        Assert.Equal(Binary, trailers.GetValueBytes(InteropServiceHandler.EchoTrailing));
    }
}
