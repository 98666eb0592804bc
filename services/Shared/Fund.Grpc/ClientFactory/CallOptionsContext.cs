using Grpc.Core;

namespace Grpc.Net.ClientFactory;

/// <summary>The options of a call a registered client is about to make.</summary>
public class CallOptionsContext(CallOptions callOptions, IServiceProvider serviceProvider)
{
    /// <summary>The options, to be changed.</summary>
    public CallOptions CallOptions { get; set; } = callOptions;

    /// <summary>The services the client came from.</summary>
    public IServiceProvider ServiceProvider { get; } = serviceProvider;
}
