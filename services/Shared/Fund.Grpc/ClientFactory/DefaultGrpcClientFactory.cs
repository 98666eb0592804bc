using Grpc.Core;
using Grpc.Core.Interceptors;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Grpc.Net.ClientFactory;

/// <summary>Makes clients over the one channel their registration has.</summary>
internal sealed class DefaultGrpcClientFactory(
    IServiceProvider services,
    ChannelCache channels,
    IOptionsMonitor<GrpcClientFactoryOptions> registrations
) : GrpcClientFactory
{
    /// <inheritdoc />
    public override TClient CreateClient<TClient>(string name)
    {
        GrpcClientFactoryOptions options = registrations.Get(name);
        CallInvoker invoker = channels.GetInvoker(name).Intercept(options, InterceptorScope.Client, services);
        if (options.CallOptionsActions.Count > 0)
        {
            invoker = new OptionsCallInvoker(invoker, callOptions => Change(callOptions, options));
        }

        return (TClient)(options.Creator?.Invoke(invoker) ?? Constructor<TClient>.Create(services, [invoker]));
    }

    private CallOptions Change(CallOptions callOptions, GrpcClientFactoryOptions options)
    {
        CallOptionsContext context = new(callOptions, services);
        foreach (Action<CallOptionsContext> action in options.CallOptionsActions)
        {
            action(context);
        }

        return context.CallOptions;
    }

    /// <summary>Clients are made for every request; finding their constructor once is enough.</summary>
    private static class Constructor<TClient>
    {
        public static readonly ObjectFactory Create = ActivatorUtilities.CreateFactory(
            typeof(TClient),
            [typeof(CallInvoker)]
        );
    }
}

/// <summary>Interceptors of a registration.</summary>
internal static class RegisteredInterceptors
{
    public static CallInvoker Intercept(
        this CallInvoker invoker,
        GrpcClientFactoryOptions options,
        InterceptorScope scope,
        IServiceProvider services
    ) =>
        invoker.Intercept([
            .. options
                .InterceptorRegistrations.Where(registration => registration.Scope == scope)
                .Select(registration => registration.Creator(services)),
        ]);
}
