using Grpc.Core;
using Grpc.Wire;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Microsoft.Extensions.Logging;

namespace Grpc.AspNetCore.Server;

/// <summary>Serves HTTP requests as gRPC calls: refuses what is not gRPC, runs the handler, ends with its status.</summary>
internal static class ServerCall
{
    /// <summary>Serves one call.</summary>
    /// <param name="http">The request.</param>
    /// <param name="method">The method called.</param>
    /// <param name="options">Options of the service.</param>
    /// <param name="logger">Where failures go.</param>
    /// <param name="handle">Reads, handles and writes.</param>
    public static async Task ServeAsync(
        HttpContext http,
        IMethod method,
        GrpcServiceOptions options,
        ILogger logger,
        Func<HttpServerCallContext, Task> handle
    )
    {
        if (!RequireGrpc(http))
        {
            return;
        }

        LiftWebLimits(http, method);
        HttpServerCallContext call = new(http, method, options, logger);
        http.Features.Set<IServerCallContextFeature>(call);
        http.Features.Get<IHttpActivityFeature>()?.Activity.SetTag("grpc.method", method.FullName);
        call.Start();
        (Status status, Metadata? trailers) = await HandleAsync(call, logger, handle);
        await call.FinishAsync(status, trailers);
    }

    /// <summary>Answers a call to something that does not exist here.</summary>
    public static Task Unimplemented(HttpContext http, string detail)
    {
        if (RequireGrpc(http))
        {
            http.Response.ContentType = ProtocolNames.ContentType;
            http.Response.Headers[ProtocolNames.Status] = "12";
            http.Response.Headers[ProtocolNames.Message] = detail;
        }

        return Task.CompletedTask;
    }

    private static bool RequireGrpc(HttpContext http)
    {
        if (!ProtocolNames.IsGrpc(http.Request.ContentType))
        {
            http.Response.StatusCode = StatusCodes.Status415UnsupportedMediaType;
            return false;
        }

        if (!HttpProtocol.IsHttp2(http.Request.Protocol) && !HttpProtocol.IsHttp3(http.Request.Protocol))
        {
            http.Response.StatusCode = StatusCodes.Status426UpgradeRequired;
            http.Response.Headers.Upgrade = HttpProtocol.Http2;
            return false;
        }

        return true;
    }

    /// <summary>Messages have a limit of their own, and a stream may be silent for as long as it likes.</summary>
    private static void LiftWebLimits(HttpContext http, IMethod method)
    {
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = null;
        }

        if (
            method.Type is MethodType.ClientStreaming or MethodType.DuplexStreaming
            && http.Features.Get<IHttpMinRequestBodyDataRateFeature>() is { } rate
        )
        {
            rate.MinDataRate = null;
        }
    }

    /// <summary>Whatever the handler does becomes a status.</summary>
    private static async ValueTask<(Status Status, Metadata? Trailers)> HandleAsync(
        HttpServerCallContext call,
        ILogger logger,
        Func<HttpServerCallContext, Task> handle
    )
    {
        try
        {
            try
            {
                await handle(call);
            }
            finally
            {
                await call.DisposeOwnedAsync();
            }

            return (call.Status, null);
        }
        catch (RpcException e)
        {
            ServerLog.Refused(logger, call.Method, e.StatusCode);
            return (ToFailure(e.Status), e.Trailers);
        }
        catch (Exception) when (call.IsAbandoned)
        {
            ServerLog.Abandoned(logger, call.Method);
            return (new Status(StatusCode.Cancelled, "The client gave up the call."), null);
        }
        catch (Exception e)
        {
            ServerLog.HandlerFailed(logger, e, call.Method);
            string detail =
                call.Options.EnableDetailedErrors == true
                    ? $"The handler failed with {e.GetType().Name}: {e.Message}"
                    : "The handler failed.";
            return (new Status(StatusCode.Unknown, detail), null);
        }
    }

    private static Status ToFailure(Status thrown) =>
        thrown.StatusCode == StatusCode.OK
            ? new Status(StatusCode.Unknown, "The handler failed with an exception that says OK.")
            : thrown;
}
