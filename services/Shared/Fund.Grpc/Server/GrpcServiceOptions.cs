using System.IO.Compression;
using Grpc.Wire;

namespace Grpc.AspNetCore.Server;

/// <summary>How services are served.</summary>
public class GrpcServiceOptions
{
    /// <summary>Largest request in bytes; null for no limit.</summary>
    public int? MaxReceiveMessageSize { get; set; } = ProtocolNames.DefaultMaxReceiveMessageSize;

    /// <summary>Largest response in bytes; null for no limit.</summary>
    public int? MaxSendMessageSize { get; set; }

    /// <summary>Whether clients see the messages of exceptions that handlers did not expect.</summary>
    public bool? EnableDetailedErrors { get; set; }

    /// <summary><c>gzip</c> to compress responses for clients that accept it; null for not at all.</summary>
    public string? ResponseCompressionAlgorithm { get; set; }

    /// <summary>How hard responses are compressed; null for fast.</summary>
    public CompressionLevel? ResponseCompressionLevel { get; set; }

    /// <summary>Whether unknown services get the web server's 404 instead of Unimplemented.</summary>
    public bool? IgnoreUnknownServices { get; set; }

    /// <summary>Interceptors; the first one sees a call first.</summary>
    public InterceptorCollection Interceptors { get; } = [];
}

/// <summary>How one service is served: begins as the options of all, and adds to them.</summary>
public class GrpcServiceOptions<TService> : GrpcServiceOptions
    where TService : class;
