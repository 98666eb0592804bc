using Fund.Interop.V1;
using Grpc.Core;

namespace Fund.Interop.Peer;

/// <summary>Calls that end with OK.</summary>
internal sealed class GoodCases(InteropService.InteropServiceClient client, Metadata? headers)
{
    public async Task Empty() => Expect.Equal(new PingResponse(), await client.PingAsync(new PingRequest(), headers));

    public async Task Unary()
    {
        EchoRequest request = new() { Payload = Expect.Noise(new Random(1), 271_828) };
        Expect.Equal(request.Payload, (await client.EchoAsync(request, headers)).Payload);
        Expect.Equal(
            314_159,
            (await client.EchoAsync(new EchoRequest { ResponseSize = 314_159 }, headers)).Payload.Length
        );
    }

    public async Task ClientStreaming()
    {
        using var call = client.Collect(headers);
        foreach (int size in (int[])[27_182, 8, 1_828, 45_904])
        {
            await call.RequestStream.WriteAsync(new CollectRequest { Payload = Expect.Zeros(size) });
        }

        await call.RequestStream.CompleteAsync();
        Expect.Equal(new CollectResponse { BytesReceived = 74_922, MessagesReceived = 4 }, await call);
    }

    public async Task ServerStreaming()
    {
        int[] sizes = [31_415, 9, 0, 2_653, 58_979];
        ProduceRequest request = new() { Parts = { sizes.Select(size => new Part { Size = size }) } };
        using var call = client.Produce(request, headers);
        foreach (int size in sizes)
        {
            Expect.Equal(true, await call.ResponseStream.MoveNext());
            Expect.Equal(size, call.ResponseStream.Current.Payload.Length);
        }

        Expect.Equal(false, await call.ResponseStream.MoveNext());
        Expect.Equal(StatusCode.OK, call.GetStatus().StatusCode);
    }

    public async Task PingPong()
    {
        Random random = new(2);
        using var call = client.Converse(headers);
        foreach (int size in (int[])[27_182, 0, 8, 1_828, 45_904])
        {
            ConverseRequest request = new() { Payload = Expect.Noise(random, size) };
            await call.RequestStream.WriteAsync(request);
            Expect.Equal(true, await call.ResponseStream.MoveNext());
            Expect.Equal(request.Payload, call.ResponseStream.Current.Payload);
        }

        await call.RequestStream.CompleteAsync();
        Expect.Equal(false, await call.ResponseStream.MoveNext());
    }

    public async Task EmptyStream()
    {
        using var call = client.Converse(headers);
        await call.RequestStream.CompleteAsync();
        Expect.Equal(false, await call.ResponseStream.MoveNext());
        Expect.Equal(StatusCode.OK, call.GetStatus().StatusCode);
    }

    public async Task MetadataBothWays()
    {
        byte[] bytes = [0xab, 0xab, 0xab, 0, 255, 1, 2];
        Metadata sent = [.. headers ?? []];
        sent.Add(InteropServiceHandler.EchoInitial, "first");
        sent.Add(InteropServiceHandler.EchoTrailing, bytes);

        using var unary = client.EchoAsync(new EchoRequest(), sent);
        await unary;
        Check(await unary.ResponseHeadersAsync, unary.GetTrailers());

        using var duplex = client.Converse(sent);
        await duplex.RequestStream.WriteAsync(new ConverseRequest());
        await duplex.RequestStream.CompleteAsync();
        Expect.Equal(true, await duplex.ResponseStream.MoveNext());
        Expect.Equal(false, await duplex.ResponseStream.MoveNext());
        Check(await duplex.ResponseHeadersAsync, duplex.GetTrailers());

        void Check(Metadata initial, Metadata trailing)
        {
            Expect.Equal("first", initial.GetValue(InteropServiceHandler.EchoInitial));
            Expect.Equal(
                Convert.ToHexString(bytes),
                Convert.ToHexString(trailing.GetValueBytes(InteropServiceHandler.EchoTrailing) ?? [])
            );
        }
    }
}
