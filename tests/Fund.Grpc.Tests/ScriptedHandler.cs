using Fund.Interop.V1;
using Grpc.Core;

namespace Fund.Grpc.Tests;

/// <summary>A service whose methods a test writes; those it does not write are not implemented.</summary>
public sealed class ScriptedHandler : InteropService.InteropServiceBase
{
    public Func<EchoRequest, ServerCallContext, Task<EchoResponse>>? OnEcho { get; init; }

    public Func<IAsyncStreamReader<CollectRequest>, ServerCallContext, Task<CollectResponse>>? OnCollect { get; init; }

    public Func<ProduceRequest, IServerStreamWriter<ProduceResponse>, ServerCallContext, Task>? OnProduce { get; init; }

    public override Task<EchoResponse> Echo(EchoRequest request, ServerCallContext context) =>
        OnEcho is null ? base.Echo(request, context) : OnEcho(request, context);

    public override Task<CollectResponse> Collect(
        IAsyncStreamReader<CollectRequest> requestStream,
        ServerCallContext context
    ) => OnCollect is null ? base.Collect(requestStream, context) : OnCollect(requestStream, context);

    public override Task Produce(
        ProduceRequest request,
        IServerStreamWriter<ProduceResponse> responseStream,
        ServerCallContext context
    ) =>
        OnProduce is null
            ? base.Produce(request, responseStream, context)
            : OnProduce(request, responseStream, context);

    /// <summary>Waits for the end of the call, and fails as a handler does that notices it.</summary>
    public static Task UntilCancelledAsync(ServerCallContext context) =>
        Task.Delay(Timeout.InfiniteTimeSpan, context.CancellationToken);
}
