using Grpc.Core;
using Microsoft.Extensions.Logging;

namespace Grpc.AspNetCore.Server;

/// <summary>What the server says about calls. Never a status detail, which may hold what somebody typed.</summary>
internal static partial class ServerLog
{
    public const string Category = "Grpc.AspNetCore.Server.ServerCall";

    [LoggerMessage(1, LogLevel.Debug, "{Method} ended with {StatusCode}.")]
    public static partial void Refused(ILogger logger, string method, StatusCode statusCode);

    [LoggerMessage(2, LogLevel.Error, "The handler of {Method} failed.")]
    public static partial void HandlerFailed(ILogger logger, Exception exception, string method);

    [LoggerMessage(3, LogLevel.Debug, "{Method} was given up by its client.")]
    public static partial void Abandoned(ILogger logger, string method);

    [LoggerMessage(4, LogLevel.Error, "A cancellation callback of {Method} failed.")]
    public static partial void CancellationCallbackFailed(ILogger logger, Exception exception, string method);
}
