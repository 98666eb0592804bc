using System.Collections.Concurrent;
using System.Reflection;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Polly;

namespace Fund.Hosting;

/// <summary>
/// Around every gRPC call we make to one service: our identity, a deadline (10 seconds, or what is left of the request
/// being served), up to three retries of UNAVAILABLE for reads and for calls with a request id, and a circuit breaker.
/// </summary>
internal sealed class ClientInterceptor(string target, Func<Caller> caller, IdentityTokens tokens) : Interceptor
{
    internal static readonly TimeSpan DefaultDeadline = TimeSpan.FromSeconds(10);
    private static readonly string[] Reads = ["Get", "List", "Search", "Find", "Check"];
    private static readonly ConcurrentDictionary<Type, PropertyInfo?> RequestIds = new();
    private readonly ClientPipelines _pipelines = new(target);

    public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(
        TRequest request,
        ClientInterceptorContext<TRequest, TResponse> context,
        AsyncUnaryCallContinuation<TRequest, TResponse> continuation
    )
    {
        var prepared = Prepare(context);
        var pipeline = MayRepeat(context.Method.Name, request) ? _pipelines.Retrying : _pipelines.Once;
        var call = new ResilientCall<TResponse>(() => continuation(request, prepared));
        var response = call.RunAsync(pipeline, target, prepared.Options.CancellationToken);
        return new AsyncUnaryCall<TResponse>(
            response,
            call.HeadersAsync(response),
            call.GetStatus,
            call.GetTrailers,
            call.Dispose
        );
    }

    public override TResponse BlockingUnaryCall<TRequest, TResponse>(
        TRequest request,
        ClientInterceptorContext<TRequest, TResponse> context,
        BlockingUnaryCallContinuation<TRequest, TResponse> continuation
    ) => throw new NotSupportedException("Calls between services are asynchronous.");

    public override AsyncServerStreamingCall<TResponse> AsyncServerStreamingCall<TRequest, TResponse>(
        TRequest request,
        ClientInterceptorContext<TRequest, TResponse> context,
        AsyncServerStreamingCallContinuation<TRequest, TResponse> continuation
    ) => continuation(request, Prepare(context));

    public override AsyncClientStreamingCall<TRequest, TResponse> AsyncClientStreamingCall<TRequest, TResponse>(
        ClientInterceptorContext<TRequest, TResponse> context,
        AsyncClientStreamingCallContinuation<TRequest, TResponse> continuation
    ) => continuation(Prepare(context));

    public override AsyncDuplexStreamingCall<TRequest, TResponse> AsyncDuplexStreamingCall<TRequest, TResponse>(
        ClientInterceptorContext<TRequest, TResponse> context,
        AsyncDuplexStreamingCallContinuation<TRequest, TResponse> continuation
    ) => continuation(Prepare(context));

    /// <summary>Reads, and writes that the other side recognises when they come again.</summary>
    internal static bool MayRepeat(string rpc, object request)
    {
        if (IsRead(rpc))
        {
            return true;
        }

        var property = RequestIds.GetOrAdd(request.GetType(), type => type.GetProperty("RequestId", typeof(string)));
        return property?.GetValue(request) is string { Length: > 0 };
    }

    /// <summary>True for the name of a call that changes nothing.</summary>
    internal static bool IsRead(ReadOnlySpan<char> rpc)
    {
        foreach (var read in Reads)
        {
            if (rpc.StartsWith(read, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }

    private ClientInterceptorContext<TRequest, TResponse> Prepare<TRequest, TResponse>(
        ClientInterceptorContext<TRequest, TResponse> context
    )
        where TRequest : class
        where TResponse : class
    {
        var headers = new Metadata();
        foreach (var entry in context.Options.Headers ?? Metadata.Empty)
        {
            headers.Add(entry);
        }

        headers.Add(IdentityTokens.MetadataKey, tokens.Issue(caller(), target));

        // Deadlines are measured by the gRPC stack with the machine's clock.
        var latest = context.Options.Deadline ?? TimeProvider.System.GetUtcNow().UtcDateTime + DefaultDeadline;
        var deadline = CallDeadline.Current is { } inherited && inherited < latest ? inherited : latest;
        var options = context.Options.WithHeaders(headers).WithDeadline(deadline);
        return new ClientInterceptorContext<TRequest, TResponse>(context.Method, context.Host, options);
    }
}

/// <summary>One logical call that may be attempted several times; looks like a call to whoever made it.</summary>
internal sealed class ResilientCall<TResponse>(Func<AsyncUnaryCall<TResponse>> attempt)
{
    private AsyncUnaryCall<TResponse>? _latest;

    public async Task<TResponse> RunAsync(ResiliencePipeline pipeline, string target, CancellationToken token)
    {
        try
        {
            return await pipeline
                .ExecuteAsync(static async (call, _) => await call.AttemptAsync().ConfigureAwait(false), this, token)
                .ConfigureAwait(false);
        }
        catch (Polly.CircuitBreaker.BrokenCircuitException)
        {
            throw ClientPipelines.Open(target).ToRpcException();
        }
    }

    public async Task<Metadata> HeadersAsync(Task<TResponse> response)
    {
        await response.ConfigureAwait(false);
        return await _latest!.ResponseHeadersAsync.ConfigureAwait(false);
    }

    public Status GetStatus() => Latest.GetStatus();

    public Metadata GetTrailers() => Latest.GetTrailers();

    public void Dispose() => _latest?.Dispose();

    private AsyncUnaryCall<TResponse> Latest =>
        _latest ?? throw new InvalidOperationException("The call was not made, because the target was not available.");

    private async Task<TResponse> AttemptAsync()
    {
        _latest?.Dispose();
        _latest = attempt();
        return await _latest.ResponseAsync.ConfigureAwait(false);
    }
}
