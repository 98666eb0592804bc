using Fund.Kernel;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;

namespace Fund.Hosting;

/// <summary>What a gRPC method needs from its context.</summary>
public static class CallContext
{
    internal static readonly object CallerKey = new();

    /// <summary>Who is asking, as the server interceptor verified it.</summary>
    public static Caller Caller(this ServerCallContext context) =>
        context.UserState.TryGetValue(CallerKey, out var caller)
            ? (Caller)caller
            : throw Refusals.NotSignedIn().AsException();

    /// <summary>A use case of this service, from the services of this request.</summary>
    public static TFeature Feature<TFeature>(this ServerCallContext context)
        where TFeature : class => context.GetHttpContext().RequestServices.GetRequiredService<TFeature>();
}
