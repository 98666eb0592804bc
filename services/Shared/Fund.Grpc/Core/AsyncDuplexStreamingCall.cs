namespace Grpc.Core;

/// <summary>A call with many requests and many responses, which flow independently.</summary>
public sealed class AsyncDuplexStreamingCall<TRequest, TResponse> : IDisposable
{
    private readonly CallState state;

    /// <summary>A handle over functions; what tests and interceptors use.</summary>
    public AsyncDuplexStreamingCall(
        IClientStreamWriter<TRequest> requestStream,
        IAsyncStreamReader<TResponse> responseStream,
        Task<Metadata> responseHeadersAsync,
        Func<Status> getStatusFunc,
        Func<Metadata> getTrailersFunc,
        Action disposeAction
    )
    {
        RequestStream = requestStream;
        ResponseStream = responseStream;
        state = CallState.Of(responseHeadersAsync, getStatusFunc, getTrailersFunc, disposeAction);
    }

    /// <summary>A handle over functions of one state, which spares a closure for each.</summary>
    public AsyncDuplexStreamingCall(
        IClientStreamWriter<TRequest> requestStream,
        IAsyncStreamReader<TResponse> responseStream,
        Func<object, Task<Metadata>> responseHeadersAsync,
        Func<object, Status> getStatusFunc,
        Func<object, Metadata> getTrailersFunc,
        Action<object> disposeAction,
        object state
    )
    {
        RequestStream = requestStream;
        ResponseStream = responseStream;
        this.state = new CallState(state, responseHeadersAsync, getStatusFunc, getTrailersFunc, disposeAction);
    }

    /// <summary>Where requests go.</summary>
    public IClientStreamWriter<TRequest> RequestStream { get; }

    /// <summary>Where responses come from.</summary>
    public IAsyncStreamReader<TResponse> ResponseStream { get; }

    /// <summary>The response headers, once they have arrived.</summary>
    public Task<Metadata> ResponseHeadersAsync => state.Headers();

    /// <summary>How the call ended. Throws while it has not.</summary>
    public Status GetStatus() => state.Status();

    /// <summary>What came with the status. Throws while the call has not ended.</summary>
    public Metadata GetTrailers() => state.Trailers();

    /// <summary>Ends the call if it has not ended, and lets go of what it holds.</summary>
    public void Dispose() => state.Dispose();
}
