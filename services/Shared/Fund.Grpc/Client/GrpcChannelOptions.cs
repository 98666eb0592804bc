using Grpc.Core;
using Grpc.Wire;
using Microsoft.Extensions.Logging;

namespace Grpc.Net.Client;

/// <summary>How a channel reaches its server.</summary>
public sealed class GrpcChannelOptions
{
    /// <summary>Whether the channel has to be encrypted, and credentials for all its calls.</summary>
    public ChannelCredentials? Credentials { get; set; }

    /// <summary>Largest request in bytes; null for no limit.</summary>
    public int? MaxSendMessageSize { get; set; }

    /// <summary>Largest response in bytes; null for no limit.</summary>
    public int? MaxReceiveMessageSize { get; set; } = ProtocolNames.DefaultMaxReceiveMessageSize;

    /// <summary>Where the channel logs.</summary>
    public ILoggerFactory? LoggerFactory { get; set; }

    /// <summary>Sends the requests, instead of <see cref="HttpHandler"/>.</summary>
    public HttpClient? HttpClient { get; set; }

    /// <summary>Sends the requests; null for a socket handler with HTTP/2.</summary>
    public HttpMessageHandler? HttpHandler { get; set; }

    /// <summary>Whether the client or handler given is disposed with the channel.</summary>
    public bool DisposeHttpClient { get; set; }

    /// <summary>
    /// Whether a cancelled call, or one whose deadline is over, throws <see cref="OperationCanceledException"/> instead of
    /// <see cref="RpcException"/>.
    /// </summary>
    public bool ThrowOperationCanceledOnCancellation { get; set; }

    /// <summary>Whether call credentials are sent without encryption; for loopback only.</summary>
    public bool UnsafeUseInsecureChannelCallCredentials { get; set; }

    /// <summary>HTTP version of the requests; null for 2.</summary>
    public Version? HttpVersion { get; set; }

    /// <summary>Services for what the channel makes.</summary>
    public IServiceProvider? ServiceProvider { get; set; }
}
