using Grpc.Core;
using Grpc.Net.Client;

namespace Grpc.Net.ClientFactory;

/// <summary>How a registered client is made.</summary>
public class GrpcClientFactoryOptions
{
    /// <summary>Address of the server; required.</summary>
    public Uri? Address { get; set; }

    /// <summary>Changes to the channel's options.</summary>
    public IList<Action<GrpcChannelOptions>> ChannelOptionsActions { get; } = [];

    /// <summary>Changes to the options of every call.</summary>
    public IList<Action<CallOptionsContext>> CallOptionsActions { get; } = [];

    /// <summary>Interceptors; the first one sees a call first.</summary>
    public IList<InterceptorRegistration> InterceptorRegistrations { get; } = [];

    /// <summary>Makes the client; null for its constructor.</summary>
    public Func<CallInvoker, object>? Creator { get; set; }
}
