using System.Diagnostics;
using Fund.Interop.V1;
using Grpc.Core;

namespace Fund.Interop.Peer;

/// <summary>Calls that end otherwise than with OK.</summary>
internal sealed class EndingCases(
    InteropService.InteropServiceClient client,
    AbsentService.AbsentServiceClient absent,
    Metadata? headers
)
{
    public async Task StatusCodes()
    {
        foreach (StatusCode code in Enum.GetValues<StatusCode>().Where(code => code != StatusCode.OK))
        {
            await FailsAsync(code, $"{code}: é ☺");
        }
    }

    public Task StatusMessage() =>
        FailsAsync(StatusCode.Unknown, "\t\nwhite space\r\nand Unicode ☺ and beyond 😈, العربية, 100 % %41\t\n");

    public Task UnimplementedMethod() =>
        Expect.FailureAsync(
            StatusCode.Unimplemented,
            async () => await client.ForgetAsync(new ForgetRequest(), headers)
        );

    public Task UnimplementedService() =>
        Expect.FailureAsync(StatusCode.Unimplemented, async () => await absent.CallAsync(new CallRequest(), headers));

    public async Task CancelBeforeResponse()
    {
        using CancellationTokenSource cancel = new();
        using var call = client.Collect(headers, cancellationToken: cancel.Token);
        await call.RequestStream.WriteAsync(new CollectRequest { Payload = Expect.Zeros(10) });
        await cancel.CancelAsync();
        await Expect.FailureAsync(StatusCode.Cancelled, async () => await call);
    }

    public async Task CancelAfterResponse()
    {
        using CancellationTokenSource cancel = new();
        using var call = client.Converse(headers, cancellationToken: cancel.Token);
        await call.RequestStream.WriteAsync(new ConverseRequest { Payload = Expect.Zeros(31_415) });
        Expect.Equal(true, await call.ResponseStream.MoveNext());
        await cancel.CancelAsync();
        await Expect.FailureAsync(StatusCode.Cancelled, () => call.ResponseStream.MoveNext());
    }

    public async Task DeadlineIgnoredByHandler()
    {
        Stopwatch watch = Stopwatch.StartNew();
        await Expect.FailureAsync(
            StatusCode.DeadlineExceeded,
            async () => await client.EchoAsync(new EchoRequest { HoldMs = 3_000 }, headers, Expect.DeadlineIn(200))
        );
        Expect.Equal(true, watch.ElapsedMilliseconds < 2_000);
    }

    public async Task DeadlineOfStream()
    {
        ProduceRequest request = new()
        {
            Parts = { Enumerable.Range(0, 50).Select(_ => new Part { Size = 10, DelayMs = 100 }) },
        };
        using var call = client.Produce(request, headers, Expect.DeadlineIn(250));
        await Expect.FailureAsync(
            StatusCode.DeadlineExceeded,
            async () =>
            {
                while (await call.ResponseStream.MoveNext()) { }
            }
        );
    }

    private async Task FailsAsync(StatusCode code, string message)
    {
        Failure failure = new() { Code = (int)code, Message = message };
        RpcException unary = await Expect.FailureAsync(
            code,
            async () => await client.EchoAsync(new EchoRequest { Failure = failure }, headers)
        );
        Expect.Equal(message, unary.Status.Detail);

        using var call = client.Converse(headers);
        await call.RequestStream.WriteAsync(new ConverseRequest { Failure = failure });
        RpcException duplex = await Expect.FailureAsync(code, () => call.ResponseStream.MoveNext());
        Expect.Equal(message, duplex.Status.Detail);
    }
}
