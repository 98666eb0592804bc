using Grpc.AspNetCore.Server;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds the gRPC server.</summary>
public static class GrpcServicesExtensions
{
    /// <summary>Adds the gRPC server.</summary>
    public static IGrpcServerBuilder AddGrpc(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddRouting();
        services.AddOptions();
        services.TryAddSingleton<GrpcServerMarker>();
        return new GrpcServerBuilder(services);
    }

    /// <summary>Adds the gRPC server with options for all services.</summary>
    public static IGrpcServerBuilder AddGrpc(
        this IServiceCollection services,
        Action<GrpcServiceOptions> configureOptions
    )
    {
        services.Configure(configureOptions);
        return services.AddGrpc();
    }

    /// <summary>Changes the options for one service; they begin as those of all.</summary>
    public static IGrpcServerBuilder AddServiceOptions<TService>(
        this IGrpcServerBuilder grpcBuilder,
        Action<GrpcServiceOptions<TService>> configure
    )
        where TService : class
    {
        IServiceCollection services = grpcBuilder.Services;
        services.TryAddEnumerable(
            ServiceDescriptor.Singleton<
                IConfigureOptions<GrpcServiceOptions<TService>>,
                InheritedServiceOptions<TService>
            >()
        );
        services.Configure(configure);
        return grpcBuilder;
    }
}
