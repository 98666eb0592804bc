using Microsoft.Extensions.DependencyInjection;

namespace Grpc.AspNetCore.Server;

/// <summary>Configures the gRPC server further.</summary>
public interface IGrpcServerBuilder
{
    /// <summary>The services of the process.</summary>
    IServiceCollection Services { get; }
}

/// <summary>Configures the gRPC server further.</summary>
internal sealed class GrpcServerBuilder(IServiceCollection services) : IGrpcServerBuilder
{
    /// <inheritdoc />
    public IServiceCollection Services => services;
}

/// <summary>Shows that the gRPC server was added, and remembers what is mapped once for all services.</summary>
internal sealed class GrpcServerMarker
{
    public bool AnswersUnknownServices { get; set; }
}
