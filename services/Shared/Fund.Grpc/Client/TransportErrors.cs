using System.Net.Sockets;
using Grpc.Core;

namespace Grpc.Net.Client;

/// <summary>What an error below gRPC means for the call.</summary>
internal static class TransportErrors
{
    /// <summary>The gRPC project's mapping of HTTP/2 error codes; a broken or refused connection is Unavailable.</summary>
    public static StatusCode ToStatusCode(Exception error)
    {
        for (Exception? e = error; e is not null; e = e.InnerException)
        {
            switch (e)
            {
                case HttpProtocolException protocol:
                    return FromHttp2((Http2Error)protocol.ErrorCode);
                case SocketException or IOException:
                case HttpRequestException
                {
                    HttpRequestError: HttpRequestError.ConnectionError
                        or HttpRequestError.NameResolutionError
                        or HttpRequestError.SecureConnectionError
                }:
                    return StatusCode.Unavailable;
            }
        }

        return StatusCode.Internal;
    }

    /// <summary>Whether the server, or something between, reset the stream or the connection.</summary>
    public static bool IsReset(Exception error)
    {
        for (Exception? e = error; e is not null; e = e.InnerException)
        {
            if (e is HttpProtocolException)
            {
                return true;
            }
        }

        return false;
    }

    private static StatusCode FromHttp2(Http2Error code) =>
        code switch
        {
            Http2Error.RefusedStream => StatusCode.Unavailable,
            Http2Error.Cancel => StatusCode.Cancelled,
            Http2Error.EnhanceYourCalm => StatusCode.ResourceExhausted,
            Http2Error.InadequateSecurity => StatusCode.PermissionDenied,
            _ => StatusCode.Internal,
        };

    /// <summary>RFC 9113, section 7.</summary>
    private enum Http2Error : long
    {
        RefusedStream = 0x7,
        Cancel = 0x8,
        EnhanceYourCalm = 0xb,
        InadequateSecurity = 0xc,
    }
}
