using Fund.GrantCalls.Domain;
using Fund.GrantCalls.Grpc;
using Fund.GrantCalls.Persistence;
using Fund.Hosting;
using Fund.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Fund.GrantCalls.Features;

/// <summary>Records a session of the Board on a closed call: when it was, who was there, whether it has a quorum.</summary>
public sealed class RecordBoardSession(GrantCallsDb db, TimeProvider time)
{
    public Task<V1.RecordBoardSessionResponse> HandleAsync(
        V1.RecordBoardSessionRequest request,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var check = new Check();
        var callId = check.Id("call_id", request.CallId);
        var heldOn = check.Date("held_on", request.HeldOn);
        var present = check.Names("present", request.Present);
        check.That(present.Count > 0, "present", "Name the trustees who were present.");
        return db.OnceAsync(
            caller,
            request.RequestId,
            request,
            async token =>
            {
                check.ThrowIfAny();
                var call =
                    await db.Calls.AsNoTracking().SingleOrDefaultAsync(row => row.Id == callId, token)
                    ?? throw Refusals.NotFound("call", request.CallId).AsException();
                var now = time.GetUtcNow();
                call.RequireClosed(now, "record a session");
                var members = await db.SettingAsync(Setting.BoardMembers, token);
                CheckSession(call, heldOn, present.Count, members, now);
                var quorum = await db.SettingAsync(Setting.BoardQuorum, token);
                var session = new BoardSession(callId, heldOn, present, quorum, caller.Subject, now);
                db.Add(session);
                return new V1.RecordBoardSessionResponse
                {
                    BoardSessionId = session.Id.ToWire(),
                    HasQuorum = session.HasQuorum,
                };
            },
            cancellationToken
        );
    }

    /// <summary>
    /// Dates have no zone and trustees sit in many: the date is held against the earliest and latest that the moments in
    /// question have, in UTC and in the call's own zone.
    /// </summary>
    private static void CheckSession(Call call, DateOnly heldOn, int present, int members, DateTimeOffset now)
    {
        var check = new Check();
        var today = Later(now.DateIn(call.TimeZone), now.DateIn("UTC"));
        if (heldOn > today)
        {
            check.Add(Refusals.DateInFuture("held_on", heldOn, today));
        }

        var closed = Earlier(call.ClosesAt.DateIn(call.TimeZone), call.ClosesAt.DateIn("UTC"));
        check.That(
            heldOn >= closed,
            "held_on",
            $"The session of {heldOn:yyyy-MM-dd} was before the call closed on {closed:yyyy-MM-dd}."
        );
        check.That(present <= members, "present", $"{present} trustees are named; the Board has {members} members.");
        check.ThrowIfAny();
    }

    private static DateOnly Later(DateOnly one, DateOnly other) => one > other ? one : other;

    private static DateOnly Earlier(DateOnly one, DateOnly other) => one < other ? one : other;
}
