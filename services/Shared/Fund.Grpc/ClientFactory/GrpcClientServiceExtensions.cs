using Grpc.Net.Client;
using Grpc.Net.ClientFactory;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers gRPC clients.</summary>
public static class GrpcClientServiceExtensions
{
    /// <summary>Registers a client under its type's name.</summary>
    public static IHttpClientBuilder AddGrpcClient<TClient>(this IServiceCollection services)
        where TClient : class => services.AddGrpcClient<TClient>(typeof(TClient).Name);

    /// <summary>Registers a client under its type's name.</summary>
    public static IHttpClientBuilder AddGrpcClient<TClient>(
        this IServiceCollection services,
        Action<GrpcClientFactoryOptions> configureClient
    )
        where TClient : class => services.AddGrpcClient<TClient>(typeof(TClient).Name, configureClient);

    /// <summary>Registers a client under its type's name.</summary>
    public static IHttpClientBuilder AddGrpcClient<TClient>(
        this IServiceCollection services,
        Action<IServiceProvider, GrpcClientFactoryOptions> configureClient
    )
        where TClient : class => services.AddGrpcClient<TClient>(typeof(TClient).Name, configureClient);

    /// <summary>Registers a client under a name.</summary>
    public static IHttpClientBuilder AddGrpcClient<TClient>(this IServiceCollection services, string name)
        where TClient : class => services.AddGrpcClient<TClient>(name, (_, _) => { });

    /// <summary>Registers a client under a name.</summary>
    public static IHttpClientBuilder AddGrpcClient<TClient>(
        this IServiceCollection services,
        string name,
        Action<GrpcClientFactoryOptions> configureClient
    )
        where TClient : class => services.AddGrpcClient<TClient>(name, (_, options) => configureClient(options));

    /// <summary>Registers a client under a name.</summary>
    public static IHttpClientBuilder AddGrpcClient<TClient>(
        this IServiceCollection services,
        string name,
        Action<IServiceProvider, GrpcClientFactoryOptions> configureClient
    )
        where TClient : class
    {
        services.TryAddSingleton<ChannelCache>();
        services.TryAddTransient<GrpcClientFactory, DefaultGrpcClientFactory>();
        services.AddTransient(provider => provider.GetRequiredService<GrpcClientFactory>().CreateClient<TClient>(name));

        // The handler lives as long as the channel, which finds out by itself when connections die.
        return services
            .AddHttpClient(name)
            .ConfigurePrimaryHttpMessageHandler(GrpcChannel.CreateSocketHandler)
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan)
            .ConfigureGrpc(configureClient);
    }

    internal static IHttpClientBuilder ConfigureGrpc(
        this IHttpClientBuilder builder,
        Action<IServiceProvider, GrpcClientFactoryOptions> configure
    )
    {
        builder.Services.AddSingleton<IConfigureOptions<GrpcClientFactoryOptions>>(
            services => new ConfigureNamedOptions<GrpcClientFactoryOptions>(
                builder.Name,
                options => configure(services, options)
            )
        );
        return builder;
    }
}
