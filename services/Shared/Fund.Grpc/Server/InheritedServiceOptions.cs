using Microsoft.Extensions.Options;

namespace Grpc.AspNetCore.Server;

/// <summary>The options of one service begin as those of all.</summary>
internal sealed class InheritedServiceOptions<TService>(IOptions<GrpcServiceOptions> ofAll)
    : IConfigureOptions<GrpcServiceOptions<TService>>
    where TService : class
{
    /// <inheritdoc />
    public void Configure(GrpcServiceOptions<TService> options)
    {
        GrpcServiceOptions source = ofAll.Value;
        options.MaxReceiveMessageSize = source.MaxReceiveMessageSize;
        options.MaxSendMessageSize = source.MaxSendMessageSize;
        options.EnableDetailedErrors = source.EnableDetailedErrors;
        options.ResponseCompressionAlgorithm = source.ResponseCompressionAlgorithm;
        options.ResponseCompressionLevel = source.ResponseCompressionLevel;
        options.IgnoreUnknownServices = source.IgnoreUnknownServices;
        foreach (InterceptorRegistration registration in source.Interceptors)
        {
            options.Interceptors.Add(registration);
        }
    }
}
