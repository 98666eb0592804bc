using System.Collections.Frozen;

namespace Grpc.Wire;

/// <summary>Names and limits of gRPC over HTTP/2, as in the protocol description of the gRPC project.</summary>
internal static class ProtocolNames
{
    public const string ContentType = "application/grpc";
    public const string Gzip = "gzip";
    public const string Identity = "identity";

    public const string Encoding = "grpc-encoding";
    public const string AcceptEncoding = "grpc-accept-encoding";
    public const string Timeout = "grpc-timeout";
    public const string Status = "grpc-status";
    public const string Message = "grpc-message";

    /// <summary>In a client's metadata: asks for compressed requests. Never travels under this name.</summary>
    public const string RequestEncodingKey = "grpc-internal-encoding-request";

    /// <summary>Largest message taken unless configured otherwise, in bytes (4 MiB, as every gRPC stack has it).</summary>
    public const int DefaultMaxReceiveMessageSize = 4 * 1024 * 1024;

    /// <summary>Header fields of the protocol itself, which are never metadata.</summary>
    private static readonly FrozenSet<string> Reserved = FrozenSet.ToFrozenSet(
        [
            "content-type",
            "content-length",
            "transfer-encoding",
            "te",
            "host",
            "date",
            "server",
            Encoding,
            AcceptEncoding,
            Timeout,
            Status,
            Message,
            RequestEncodingKey,
        ],
        StringComparer.OrdinalIgnoreCase
    );

    public static bool IsReserved(string name) => name.Length == 0 || name[0] == ':' || Reserved.Contains(name);

    /// <summary><c>application/grpc</c>, alone or with a suffix (<c>+proto</c>) or parameters.</summary>
    public static bool IsGrpc(string? contentType) =>
        contentType is not null
        && contentType.StartsWith(ContentType, StringComparison.OrdinalIgnoreCase)
        && (contentType.Length == ContentType.Length || contentType[ContentType.Length] is ';' or '+');
}
