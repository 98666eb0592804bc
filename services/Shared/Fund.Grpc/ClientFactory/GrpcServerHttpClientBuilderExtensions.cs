using Grpc.AspNetCore.Server;
using Grpc.Core;
using Grpc.Net.ClientFactory;
using Microsoft.AspNetCore.Http;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Connects registered clients with the call being served.</summary>
public static class GrpcServerHttpClientBuilderExtensions
{
    /// <summary>Calls take over deadline and cancellation of the gRPC call they are made for, if there is one.</summary>
    public static IHttpClientBuilder EnableCallContextPropagation(this IHttpClientBuilder builder)
    {
        builder.Services.AddHttpContextAccessor();
        return builder.ConfigureGrpc(
            (services, options) =>
            {
                IHttpContextAccessor accessor = services.GetRequiredService<IHttpContextAccessor>();
                options.CallOptionsActions.Add(context => TakeOver(accessor, context));
            }
        );
    }

    private static void TakeOver(IHttpContextAccessor accessor, CallOptionsContext context)
    {
        ServerCallContext? parent = accessor.HttpContext?.Features.Get<IServerCallContextFeature>()?.ServerCallContext;
        if (parent is null)
        {
            return;
        }

        CallOptions options = context.CallOptions.WithParentToken(parent.CancellationToken);
        context.CallOptions =
            parent.Deadline < (options.Deadline ?? DateTime.MaxValue) ? options.WithDeadline(parent.Deadline) : options;
    }
}
