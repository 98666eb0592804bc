using System.Net.Sockets;
using Fund.Kernel;
using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Fund.Hosting.Tests.Grpc;

public sealed class FailuresTests
{
    public static TheoryData<Exception, RefusalKind, string> Passing =>
        new()
        {
            { Refusals.NotFound("call", "1").AsException(), RefusalKind.NotFound, "NOT_FOUND" },
            { Postgres("40001"), RefusalKind.Conflict, "TRY_AGAIN" },
            { new DbUpdateException("", Postgres("40P01")), RefusalKind.Conflict, "TRY_AGAIN" },
            { Wrapped(new DbUpdateException("", Postgres("40P01"))), RefusalKind.Conflict, "TRY_AGAIN" },
            { new DbUpdateConcurrencyException(""), RefusalKind.Conflict, "CHANGED_MEANWHILE" },
            { Wrapped(Postgres("53100")), RefusalKind.Unavailable, "DISK_FULL" },
            { Postgres("57P01"), RefusalKind.Unavailable, "DATABASE_UNAVAILABLE" },
            { Postgres("08006"), RefusalKind.Unavailable, "DATABASE_UNAVAILABLE" },
            { new NpgsqlException("", new SocketException(111)), RefusalKind.Unavailable, "DATABASE_UNAVAILABLE" },
            { Rpc(StatusCode.Unavailable), RefusalKind.Unavailable, "UNAVAILABLE" },
            { Rpc(StatusCode.DeadlineExceeded), RefusalKind.Unavailable, "DEADLINE_EXCEEDED" },
        };

    public static TheoryData<Exception> Defects =>
        [
            new InvalidOperationException("bug"),
            Postgres("23505"),
            new DbUpdateException("", Postgres("23514")),
            Postgres("42703"),
            Rpc(StatusCode.Internal),
            Rpc(StatusCode.Unauthenticated),
            Refusals.NotSignedIn().ToRpcException(),
        ];

    [Theory]
    [MemberData(nameof(Passing), DisableDiscoveryEnumeration = true)]
    public void What_passes_by_itself_is_a_refusal(Exception exception, RefusalKind kind, string reason)
    {
        var refusal = Failures.AsRefusal(exception)!;
        Assert.Equal((kind, reason), (refusal.Kind, refusal.Reason));
    }

    [Theory]
    [MemberData(nameof(Defects), DisableDiscoveryEnumeration = true)]
    public void A_defect_stays_a_defect(Exception exception) => Assert.Null(Failures.AsRefusal(exception));

    private static PostgresException Postgres(string state) => new("message", "ERROR", "ERROR", state);

    private static InvalidOperationException Wrapped(Exception inner) => new("likely transient", inner);

    private static RpcException Rpc(StatusCode code) => new(new Status(code, ""));
}
