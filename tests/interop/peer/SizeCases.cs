using Fund.Interop.V1;
using Grpc.Core;

namespace Fund.Interop.Peer;

/// <summary>Large messages, too large messages, many messages, many calls.</summary>
internal sealed class SizeCases(InteropService.InteropServiceClient client, Metadata? headers)
{
    private const int TooBig = 9 << 20;

    public async Task LargeMessage()
    {
        EchoRequest request = new() { Payload = Expect.Noise(new Random(3), 6_000_000) };
        Expect.Equal(request.Payload, (await client.EchoAsync(request, headers)).Payload);
    }

    public Task TooBigRequest() =>
        Expect.FailureAsync(
            StatusCode.ResourceExhausted,
            async () =>
                await client.EchoAsync(
                    new EchoRequest { Payload = Expect.Noise(new Random(4), TooBig), ResponseSize = 1 },
                    headers
                )
        );

    public Task TooBigResponse() =>
        Expect.FailureAsync(
            StatusCode.ResourceExhausted,
            async () => await client.EchoAsync(new EchoRequest { ResponseSize = TooBig }, headers)
        );

    public async Task Stream60Mb()
    {
        using var call = client.Collect(headers);
        CollectRequest megabyte = new() { Payload = Expect.Noise(new Random(5), 1 << 20) };
        for (int i = 0; i < 60; i++)
        {
            await call.RequestStream.WriteAsync(megabyte);
        }

        await call.RequestStream.CompleteAsync();
        Expect.Equal(60L << 20, (await call).BytesReceived);
    }

    public Task Concurrent200() => Task.WhenAll(Enumerable.Range(0, 200).Select(ConverseAsync));

    private async Task ConverseAsync(int number)
    {
        Random random = new(number);
        using var call = client.Converse(headers);
        for (int turn = 0; turn < 5; turn++)
        {
            ConverseRequest request = new() { Payload = Expect.Noise(random, number) };
            await call.RequestStream.WriteAsync(request);
            Expect.Equal(true, await call.ResponseStream.MoveNext());
            Expect.Equal(request.Payload, call.ResponseStream.Current.Payload);
        }

        await call.RequestStream.CompleteAsync();
        Expect.Equal(false, await call.ResponseStream.MoveNext());
    }
}
