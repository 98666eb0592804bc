using Fund.Events;
using Fund.GrantCalls.Domain;
using Fund.GrantCalls.Grpc;
using Fund.GrantCalls.Persistence;
using Fund.Hosting;
using Fund.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Fund.GrantCalls.Features;

/// <summary>
/// Moves the deadline of a published call to a later time. Drafts are saved and submitted by the new one from this moment
/// on, and each organisation that has one is told by an event; what has passed is never extended.
/// </summary>
public sealed class ExtendDeadline(GrantCallsDb db, TimeProvider time)
{
    public Task<V1.ExtendDeadlineResponse> HandleAsync(
        V1.ExtendDeadlineRequest request,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var check = new Check();
        var id = check.Id("call_id", request.CallId);
        var reason = check.Text("reason", request.Reason, 500);
        var local = LocalTime.Parse(request.ClosesAtLocal);
        if (local is null)
        {
            check.Add(
                Refusal.OfField(
                    "NOT_A_LOCAL_TIME",
                    "closes_at_local",
                    "Write a local time with whole seconds and without a zone, such as 2026-12-15T23:59:00."
                )
            );
        }

        check.ThrowIfAny();
        return db.OnceAsync(
            caller,
            request.RequestId,
            request,
            async token =>
            {
                var call = await db.LockCallAsync(id, token);
                var now = time.GetUtcNow();
                call.Extend(local!.Value, reason, now);
                await TellAsync(call, now, token);
                return new V1.ExtendDeadlineResponse { Call = call.ToWire(now) };
            },
            cancellationToken
        );
    }

    private async Task TellAsync(Call call, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var concerned = await db
            .Proposals.Where(row => row.CallId == call.Id)
            .Select(row => row.OrganisationId)
            .ToListAsync(cancellationToken);
        foreach (var organisation in concerned)
        {
            db.Enqueue(new CallDeadlineExtended(Guid.CreateVersion7(now), call.Id, organisation, call.ClosesAt));
        }
    }
}
