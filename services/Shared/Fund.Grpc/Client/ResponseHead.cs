using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using Grpc.Core;
using Grpc.Wire;

namespace Grpc.Net.Client;

/// <summary>Reads what a server says outside its messages: HTTP status, content type, gRPC status, metadata.</summary>
internal static class ResponseHead
{
    /// <summary>The gRPC status in headers or trailers; false when there is none.</summary>
    public static bool TryReadStatus(HttpHeaders headers, out Status status)
    {
        HttpHeadersNonValidated raw = headers.NonValidated;
        if (!raw.TryGetValues(ProtocolNames.Status, out HeaderStringValues code))
        {
            status = default;
            return false;
        }

        string detail = raw.TryGetValues(ProtocolNames.Message, out HeaderStringValues message)
            ? StatusMessage.Decode(message.ToString())
            : string.Empty;
        status = new Status(ParseCode(code.ToString()), detail);
        return true;
    }

    /// <summary>Throws unless the response is one of gRPC.</summary>
    public static void RequireGrpc(HttpResponseMessage response)
    {
        if (response.StatusCode != HttpStatusCode.OK)
        {
            throw new RpcException(
                new Status(
                    FromHttp(response.StatusCode),
                    $"The server answered with HTTP status {(int)response.StatusCode} and no gRPC status."
                )
            );
        }

        string? contentType = response.Content.Headers.NonValidated.TryGetValues("content-type", out var values)
            ? values.ToString()
            : null;
        if (!ProtocolNames.IsGrpc(contentType))
        {
            throw new RpcException(
                new Status(
                    StatusCode.Unknown,
                    $"The server answered with content type '{contentType}', not '{ProtocolNames.ContentType}'."
                )
            );
        }
    }

    public static string? Encoding(HttpResponseMessage response) =>
        response.Headers.NonValidated.TryGetValues(ProtocolNames.Encoding, out HeaderStringValues encoding)
            ? encoding.ToString()
            : null;

    public static Metadata ToMetadata(HttpHeaders headers)
    {
        Metadata metadata = [];
        foreach ((string name, HeaderStringValues values) in headers.NonValidated)
        {
            if (ProtocolNames.IsReserved(name))
            {
                continue;
            }

            foreach (string value in values)
            {
                MetadataHeaders.AddTo(metadata, name, value);
            }
        }

        return metadata;
    }

    private static StatusCode ParseCode(string code) =>
        int.TryParse(code, NumberStyles.None, CultureInfo.InvariantCulture, out int number)
        && number <= (int)StatusCode.Unauthenticated
            ? (StatusCode)number
            : StatusCode.Unknown;

    /// <summary>The gRPC project's mapping of HTTP status codes for servers and proxies that don't speak gRPC.</summary>
    private static StatusCode FromHttp(HttpStatusCode code) =>
        code switch
        {
            HttpStatusCode.BadRequest or HttpStatusCode.RequestHeaderFieldsTooLarge => StatusCode.Internal,
            HttpStatusCode.Unauthorized => StatusCode.Unauthenticated,
            HttpStatusCode.Forbidden => StatusCode.PermissionDenied,
            HttpStatusCode.NotFound => StatusCode.Unimplemented,
            HttpStatusCode.TooManyRequests
            or HttpStatusCode.BadGateway
            or HttpStatusCode.ServiceUnavailable
            or HttpStatusCode.GatewayTimeout => StatusCode.Unavailable,
            _ => StatusCode.Unknown,
        };
}
