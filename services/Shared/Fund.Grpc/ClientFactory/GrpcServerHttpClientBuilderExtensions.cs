using Grpc.AspNetCore.ClientFactory;
using Grpc.AspNetCore.Server;
using Grpc.Core;
using Grpc.Net.ClientFactory;
using Microsoft.AspNetCore.Http;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Connects registered clients with the call being served.</summary>
public static class GrpcServerHttpClientBuilderExtensions
{
    /// <summary>
    /// Calls take over deadline and cancellation of the gRPC call they are made for. Outside of one they are refused.
    /// </summary>
    public static IHttpClientBuilder EnableCallContextPropagation(this IHttpClientBuilder builder) =>
        builder.EnableCallContextPropagation(_ => { });

    /// <summary>Calls take over deadline and cancellation of the gRPC call they are made for.</summary>
    public static IHttpClientBuilder EnableCallContextPropagation(
        this IHttpClientBuilder builder,
        Action<GrpcContextPropagationOptions> configureOptions
    )
    {
        GrpcContextPropagationOptions propagation = new();
        configureOptions(propagation);
        builder.Services.AddHttpContextAccessor();
        return builder.ConfigureGrpc(
            (services, options) =>
            {
                IHttpContextAccessor accessor = services.GetRequiredService<IHttpContextAccessor>();
                options.CallOptionsActions.Add(context => TakeOver(accessor, propagation, context));
            }
        );
    }

    private static void TakeOver(
        IHttpContextAccessor accessor,
        GrpcContextPropagationOptions propagation,
        CallOptionsContext context
    )
    {
        ServerCallContext? parent = accessor.HttpContext?.Features.Get<IServerCallContextFeature>()?.ServerCallContext;
        if (parent is null)
        {
            if (propagation.SuppressContextNotFoundErrors)
            {
                return;
            }

            throw new InvalidOperationException(
                "This call is not made for a gRPC call whose deadline it could take over."
            );
        }

        CallOptions options = context.CallOptions.WithParentToken(parent.CancellationToken);
        context.CallOptions =
            parent.Deadline < (options.Deadline ?? DateTime.MaxValue) ? options.WithDeadline(parent.Deadline) : options;
    }
}
