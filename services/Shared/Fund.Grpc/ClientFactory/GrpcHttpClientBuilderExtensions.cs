using Grpc.Core;
using Grpc.Core.Interceptors;
using Grpc.Net.Client;
using Grpc.Net.ClientFactory;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Configures registered gRPC clients further.</summary>
public static class GrpcHttpClientBuilderExtensions
{
    /// <summary>Changes the channel's options.</summary>
    public static IHttpClientBuilder ConfigureChannel(
        this IHttpClientBuilder builder,
        Action<GrpcChannelOptions> configureChannel
    ) => builder.ConfigureGrpc((_, options) => options.ChannelOptionsActions.Add(configureChannel));

    /// <summary>Changes the channel's options.</summary>
    public static IHttpClientBuilder ConfigureChannel(
        this IHttpClientBuilder builder,
        Action<IServiceProvider, GrpcChannelOptions> configureChannel
    ) =>
        builder.ConfigureGrpc(
            (services, options) => options.ChannelOptionsActions.Add(channel => configureChannel(services, channel))
        );

    /// <summary>Adds an interceptor from the services, one for all clients of the registration.</summary>
    public static IHttpClientBuilder AddInterceptor<TInterceptor>(this IHttpClientBuilder builder)
        where TInterceptor : Interceptor => builder.AddInterceptor<TInterceptor>(InterceptorScope.Channel);

    /// <summary>Adds an interceptor from the services.</summary>
    public static IHttpClientBuilder AddInterceptor<TInterceptor>(
        this IHttpClientBuilder builder,
        InterceptorScope scope
    )
        where TInterceptor : Interceptor =>
        builder.AddInterceptor(scope, services => services.GetRequiredService<TInterceptor>());

    /// <summary>Adds an interceptor, one for all clients of the registration.</summary>
    public static IHttpClientBuilder AddInterceptor(
        this IHttpClientBuilder builder,
        Func<Interceptor> configureInvoker
    ) => builder.AddInterceptor(InterceptorScope.Channel, _ => configureInvoker());

    /// <summary>Adds an interceptor, one for all clients of the registration.</summary>
    public static IHttpClientBuilder AddInterceptor(
        this IHttpClientBuilder builder,
        Func<IServiceProvider, Interceptor> configureInvoker
    ) => builder.AddInterceptor(InterceptorScope.Channel, configureInvoker);

    /// <summary>Adds an interceptor.</summary>
    public static IHttpClientBuilder AddInterceptor(
        this IHttpClientBuilder builder,
        InterceptorScope scope,
        Func<IServiceProvider, Interceptor> configureInvoker
    ) =>
        builder.ConfigureGrpc(
            (_, options) => options.InterceptorRegistrations.Add(new InterceptorRegistration(scope, configureInvoker))
        );

    /// <summary>Makes clients otherwise than by their constructor.</summary>
    public static IHttpClientBuilder ConfigureGrpcClientCreator(
        this IHttpClientBuilder builder,
        Func<CallInvoker, object> configureCreator
    ) => builder.ConfigureGrpc((_, options) => options.Creator = configureCreator);

    /// <summary>Adds credentials to every call.</summary>
    public static IHttpClientBuilder AddCallCredentials(this IHttpClientBuilder builder, CallCredentials credentials) =>
        builder.ConfigureGrpc(
            (_, options) =>
                options.CallOptionsActions.Add(context =>
                    context.CallOptions = context.CallOptions.WithCredentials(
                        context.CallOptions.Credentials is { } others
                            ? CallCredentials.Compose(others, credentials)
                            : credentials
                    )
                )
        );

    /// <summary>Adds credentials to every call.</summary>
    public static IHttpClientBuilder AddCallCredentials(
        this IHttpClientBuilder builder,
        Func<AuthInterceptorContext, Metadata, Task> authInterceptor
    ) => builder.AddCallCredentials(CallCredentials.FromInterceptor(new AsyncAuthInterceptor(authInterceptor)));
}
