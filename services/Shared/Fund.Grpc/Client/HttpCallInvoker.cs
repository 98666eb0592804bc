using Grpc.Core;

namespace Grpc.Net.Client;

/// <summary>Starts calls over a channel.</summary>
internal sealed class HttpCallInvoker(GrpcChannel channel) : CallInvoker
{
    private static readonly Func<object, Task<Metadata>> Headers = call => ((IClientCall)call).GetHeadersAsync();
    private static readonly Func<object, Status> Status = call => ((IClientCall)call).GetStatus();
    private static readonly Func<object, Metadata> Trailers = call => ((IClientCall)call).GetTrailers();
    private static readonly Action<object> Dispose = call => ((IClientCall)call).Dispose();

    /// <inheritdoc />
    public override TResponse BlockingUnaryCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method,
        string? host,
        CallOptions options,
        TRequest request
    )
    {
        using AsyncUnaryCall<TResponse> call = AsyncUnaryCall(method, host, options, request);
        return call.GetAwaiter().GetResult();
    }

    /// <inheritdoc />
    public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method,
        string? host,
        CallOptions options,
        TRequest request
    )
    {
        ClientCall<TRequest, TResponse> call = new(channel, method, host, options);
        return new AsyncUnaryCall<TResponse>(call.StartSingle(request), Headers, Status, Trailers, Dispose, call);
    }

    /// <inheritdoc />
    public override AsyncServerStreamingCall<TResponse> AsyncServerStreamingCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method,
        string? host,
        CallOptions options,
        TRequest request
    )
    {
        ClientCall<TRequest, TResponse> call = new(channel, method, host, options);
        ClientStreamReader<TRequest, TResponse> reader = call.StartReading(request);
        return new AsyncServerStreamingCall<TResponse>(reader, Headers, Status, Trailers, Dispose, call);
    }

    /// <inheritdoc />
    public override AsyncClientStreamingCall<TRequest, TResponse> AsyncClientStreamingCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method,
        string? host,
        CallOptions options
    )
    {
        ClientCall<TRequest, TResponse> call = new(channel, method, host, options);
        ClientStreamWriter<TRequest, TResponse> writer = call.PrepareWriting();
        return new AsyncClientStreamingCall<TRequest, TResponse>(
            writer,
            call.StartSingle(null),
            Headers,
            Status,
            Trailers,
            Dispose,
            call
        );
    }

    /// <inheritdoc />
    public override AsyncDuplexStreamingCall<TRequest, TResponse> AsyncDuplexStreamingCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method,
        string? host,
        CallOptions options
    )
    {
        ClientCall<TRequest, TResponse> call = new(channel, method, host, options);
        ClientStreamWriter<TRequest, TResponse> writer = call.PrepareWriting();
        ClientStreamReader<TRequest, TResponse> reader = call.StartReading(null);
        return new AsyncDuplexStreamingCall<TRequest, TResponse>(
            writer,
            reader,
            Headers,
            Status,
            Trailers,
            Dispose,
            call
        );
    }
}
