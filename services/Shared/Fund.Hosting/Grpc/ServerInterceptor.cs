using System.Diagnostics;
using System.Security.Cryptography;
using Fund.Kernel;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Microsoft.Extensions.Logging;

namespace Fund.Hosting;

/// <summary>
/// Around every RPC: who is asking and may they, then the method, then its refusal or failure as a status, then one
/// line of log (name, status, duration, reason; never contents). Reads that succeed quickly are told at the level Debug:
/// most calls are that, and writing the line would be a tenth of what they cost.
/// </summary>
internal sealed class ServerInterceptor(
    IdentityTokens tokens,
    FundPermissions permissions,
    AuditRefusals refusals,
    ILogger<ServerInterceptor> log
) : Interceptor
{
    /// <summary>Reads that take longer are always told.</summary>
    private const double QuickMilliseconds = 250;

    public override Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request,
        ServerCallContext context,
        UnaryServerMethod<TRequest, TResponse> continuation
    ) => RunAsync(context, () => continuation(request, context));

    public override Task<TResponse> ClientStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream,
        ServerCallContext context,
        ClientStreamingServerMethod<TRequest, TResponse> continuation
    ) => RunAsync(context, () => continuation(requestStream, context));

    public override Task ServerStreamingServerHandler<TRequest, TResponse>(
        TRequest request,
        IServerStreamWriter<TResponse> responseStream,
        ServerCallContext context,
        ServerStreamingServerMethod<TRequest, TResponse> continuation
    ) => RunAsync(context, () => Done(continuation(request, responseStream, context)));

    public override Task DuplexStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream,
        IServerStreamWriter<TResponse> responseStream,
        ServerCallContext context,
        DuplexStreamingServerMethod<TRequest, TResponse> continuation
    ) => RunAsync(context, () => Done(continuation(requestStream, responseStream, context)));

    private static async Task<bool> Done(Task task)
    {
        await task.ConfigureAwait(false);
        return true;
    }

    private async Task<T> RunAsync<T>(ServerCallContext context, Func<Task<T>> method)
    {
        var started = Stopwatch.GetTimestamp();
        try
        {
            await AdmitAsync(context).ConfigureAwait(false);
            CallDeadline.Set(context.Deadline);
            BeginAudit(context);
            var answer = await method().ConfigureAwait(false);
            Tell(context, StatusCode.OK, null, started);
            return answer;
        }
        catch (OperationCanceledException) when (context.CancellationToken.IsCancellationRequested)
        {
            Tell(context, StatusCode.Cancelled, null, started);
            throw;
        }
        catch (Exception e)
        {
            throw Status(context, e, started);
        }
    }

    /// <summary>Not in <see cref="AdmitAsync"/>: what an asynchronous method sets does not flow out of it.</summary>
    private static void BeginAudit(ServerCallContext context)
    {
        if (CallerOf(context) is { } caller)
        {
            AuditCall.Begin(AuditCall.ShortName(context.Method), caller);
        }
    }

    private static Caller? CallerOf(ServerCallContext context) =>
        context.UserState.TryGetValue(CallContext.CallerKey, out var caller) ? (Caller)caller : null;

    private async ValueTask AdmitAsync(ServerCallContext context)
    {
        if (FundPermissions.IsHealth(context.Method))
        {
            return;
        }

        var token = context.RequestHeaders.GetValue(IdentityTokens.MetadataKey);
        var caller = await tokens.ValidateAsync(token).ConfigureAwait(false);
        context.UserState[CallContext.CallerKey] = caller;
        if (!permissions.Allows(context.Method, caller))
        {
            throw Refusals.RoleMayNot("do this").AsException();
        }
    }

    private RpcException Status(ServerCallContext context, Exception exception, long started)
    {
        if (Failures.AsRefusal(exception) is { } refusal)
        {
            Tell(context, refusal.Kind.ToStatusCode(), refusal.Reason, started);
            refusals.Note(CallerOf(context), AuditCall.ShortName(context.Method), refusal);
            return refusal.ToRpcException();
        }

        var reference = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6));
        log.LogError(exception, "{Rpc} failed, reference {Reference}", context.Method, reference);
        Tell(context, StatusCode.Internal, "INTERNAL", started);
        return new RpcException(
            new Status(StatusCode.Internal, $"Something went wrong on our side; the reference is {reference}.")
        );
    }

    private void Tell(ServerCallContext context, StatusCode status, string? reason, long started)
    {
        var activity = Activity.Current;
        activity?.SetTag("rpc.grpc.status_code", (int)status);
        if (reason is not null)
        {
            activity?.SetTag("fund.refusal", reason);
        }

        var milliseconds = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        var level =
            status == StatusCode.OK && milliseconds < QuickMilliseconds && IsRead(context.Method)
                ? LogLevel.Debug
                : LogLevel.Information;
        if (FundPermissions.IsHealth(context.Method) || !log.IsEnabled(level))
        {
            return;
        }

        log.Log(
            level,
            "{Rpc} {Status} {Reason} in {Milliseconds:F1} ms",
            context.Method,
            status,
            reason ?? "",
            milliseconds
        );
    }

    private static bool IsRead(string method) => ClientInterceptor.IsRead(method.AsSpan(method.LastIndexOf('/') + 1));
}

/// <summary>When the call being served must be answered; calls it makes may not last longer.</summary>
internal static class CallDeadline
{
    private static readonly AsyncLocal<DateTime?> Flowing = new();

    /// <summary>UTC, or null when nobody set a limit.</summary>
    public static DateTime? Current => Flowing.Value;

    public static void Set(DateTime deadline) => Flowing.Value = deadline == DateTime.MaxValue ? null : deadline;
}
