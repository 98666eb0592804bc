using System.Net.Sockets;
using Fund.Kernel;
using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Polly.CircuitBreaker;

namespace Fund.Hosting;

/// <summary>
/// Failures that are nobody's mistake and pass by themselves, as refusals: a database or peer that cannot be reached,
/// a full disk, a lost race. Everything else is a defect and stays an exception.
/// </summary>
public static class Failures
{
    /// <summary>The refusal behind a failure, or null when it is a defect.</summary>
    public static Refusal? AsRefusal(Exception exception) =>
        exception switch
        {
            RefusedException refused => refused.Refusal,
            DbUpdateConcurrencyException => Refusals.ChangedMeanwhile("record"),
            DbUpdateException { InnerException: { } inner } => AsRefusal(inner),
            PostgresException postgres => OfPostgres(postgres),
            NpgsqlException or SocketException => DatabaseUnavailable(),
            // How EF wraps what it takes for transient.
            InvalidOperationException { InnerException: { } inner and (NpgsqlException or DbUpdateException) } =>
                AsRefusal(inner),
            BrokenCircuitException => PeerUnavailable(),
            RpcException rpc => OfPeer(rpc),
            _ => null,
        };

    /// <summary>True when the database could not be asked at all, so that asking again later is right.</summary>
    public static bool IsDatabaseUnavailable(Exception exception) =>
        AsRefusal(exception) is { Kind: RefusalKind.Unavailable, Reason: "DATABASE_UNAVAILABLE" or "DISK_FULL" };

    private static Refusal? OfPostgres(PostgresException exception) =>
        exception.SqlState switch
        {
            PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected => new Refusal(
                RefusalKind.Conflict,
                "TRY_AGAIN",
                "Two requests met at the same moment; send this one again."
            ),
            PostgresErrorCodes.DiskFull => new Refusal(
                RefusalKind.Unavailable,
                "DISK_FULL",
                "Nothing can be stored at the moment; nothing was changed. Try again later."
            ),
            PostgresErrorCodes.TooManyConnections
            or PostgresErrorCodes.AdminShutdown
            or PostgresErrorCodes.CrashShutdown
            or PostgresErrorCodes.CannotConnectNow => DatabaseUnavailable(),
            var state when state.StartsWith("08", StringComparison.Ordinal) => DatabaseUnavailable(),
            _ => null,
        };

    private static Refusal DatabaseUnavailable() =>
        new(
            RefusalKind.Unavailable,
            "DATABASE_UNAVAILABLE",
            "The database cannot be reached at the moment. Send the request again later, with the same request id."
        );

    private static Refusal PeerUnavailable() =>
        new(RefusalKind.Unavailable, "UNAVAILABLE", "A part of the system cannot be reached; try again later.");

    /// <summary>
    /// A peer that refused us because of who we are is our defect, not the caller's; its other refusals are passed on.
    /// </summary>
    private static Refusal? OfPeer(RpcException exception) =>
        exception.StatusCode is StatusCode.Unauthenticated ? null : exception.ToRefusal();
}
