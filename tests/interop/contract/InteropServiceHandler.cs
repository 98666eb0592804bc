using Fund.Interop.V1;
using Google.Protobuf;
using Grpc.Core;

namespace Fund.Interop;

/// <summary>The interoperability service in C#. Every other peer serves the same in its own language.</summary>
public sealed class InteropServiceHandler : InteropService.InteropServiceBase
{
    /// <summary>Request header that comes back as a response header.</summary>
    public const string EchoInitial = "fund-echo-initial";

    /// <summary>Request header that comes back as a trailer.</summary>
    public const string EchoTrailing = "fund-echo-trailing-bin";

    /// <inheritdoc />
    public override async Task<PingResponse> Ping(PingRequest request, ServerCallContext context)
    {
        await EchoMetadataAsync(context);
        return new PingResponse();
    }

    /// <inheritdoc />
    public override async Task<EchoResponse> Echo(EchoRequest request, ServerCallContext context)
    {
        await EchoMetadataAsync(context);
        ThrowIfAsked(request.Failure);
        if (request.HoldMs > 0)
        {
            // Without the token on purpose: the caller's deadline has to be answered all the same.
            await Task.Delay(request.HoldMs, CancellationToken.None);
        }

        return new EchoResponse { Payload = request.ResponseSize > 0 ? Zeros(request.ResponseSize) : request.Payload };
    }

    /// <inheritdoc />
    public override async Task<CollectResponse> Collect(
        IAsyncStreamReader<CollectRequest> requestStream,
        ServerCallContext context
    )
    {
        CollectResponse sum = new();
        await foreach (CollectRequest request in requestStream.ReadAllAsync(context.CancellationToken))
        {
            sum.BytesReceived += request.Payload.Length;
            sum.MessagesReceived++;
        }

        return sum;
    }

    /// <inheritdoc />
    public override async Task Produce(
        ProduceRequest request,
        IServerStreamWriter<ProduceResponse> responseStream,
        ServerCallContext context
    )
    {
        foreach (Part part in request.Parts)
        {
            await Task.Delay(part.DelayMs, context.CancellationToken);
            await responseStream.WriteAsync(new ProduceResponse { Payload = Zeros(part.Size) });
        }

        ThrowIfAsked(request.Failure);
    }

    /// <inheritdoc />
    public override async Task Converse(
        IAsyncStreamReader<ConverseRequest> requestStream,
        IServerStreamWriter<ConverseResponse> responseStream,
        ServerCallContext context
    )
    {
        await EchoMetadataAsync(context);
        await foreach (ConverseRequest request in requestStream.ReadAllAsync(context.CancellationToken))
        {
            ThrowIfAsked(request.Failure);
            if (request.Parts.Count == 0)
            {
                await responseStream.WriteAsync(new ConverseResponse { Payload = request.Payload });
            }

            foreach (Part part in request.Parts)
            {
                await Task.Delay(part.DelayMs, context.CancellationToken);
                await responseStream.WriteAsync(new ConverseResponse { Payload = Zeros(part.Size) });
            }
        }
    }

    private static async Task EchoMetadataAsync(ServerCallContext context)
    {
        if (context.RequestHeaders.GetValueBytes(EchoTrailing) is { } trailing)
        {
            context.ResponseTrailers.Add(EchoTrailing, trailing);
        }

        if (context.RequestHeaders.GetValue(EchoInitial) is { } initial)
        {
            await context.WriteResponseHeadersAsync(new Metadata { { EchoInitial, initial } });
        }
    }

    private static void ThrowIfAsked(Failure? failure)
    {
        if (failure is { Code: not 0 })
        {
            throw new RpcException(new Status((StatusCode)failure.Code, failure.Message));
        }
    }

    private static ByteString Zeros(int size) => UnsafeByteOperations.UnsafeWrap(new byte[size]);
}
