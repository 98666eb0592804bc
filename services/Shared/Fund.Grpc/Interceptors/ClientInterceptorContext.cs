namespace Grpc.Core.Interceptors;

/// <summary>A call on its way through client interceptors.</summary>
public struct ClientInterceptorContext<TRequest, TResponse>(
    Method<TRequest, TResponse> method,
    string? host,
    CallOptions options
)
    where TRequest : class
    where TResponse : class
{
    /// <summary>The method called.</summary>
    public Method<TRequest, TResponse> Method { get; } = method;

    /// <summary>The host named to the server; null for the channel's own.</summary>
    public string? Host { get; } = host;

    /// <summary>Headers, deadline, token.</summary>
    public CallOptions Options { get; } = options;
}
