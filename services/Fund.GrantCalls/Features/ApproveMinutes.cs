using Fund.GrantCalls.Domain;
using Fund.GrantCalls.Grpc;
using Fund.GrantCalls.Persistence;
using Fund.Hosting;
using Fund.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Fund.GrantCalls.Features;

/// <summary>
/// Approves minutes: by the trustee who took the chair, or the fund manager, and never by whoever wrote at them
/// (decision 0060). The awards of the session are public from then on.
/// </summary>
public sealed class ApproveMinutes(GrantCallsDb db, TimeProvider time)
{
    public Task<V1.ApproveMinutesResponse> HandleAsync(
        V1.ApproveMinutesRequest request,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var id = request.BoardSessionId.ToId("board_session_id");
        return db.OnceAsync(
            caller,
            request.RequestId,
            request,
            async token =>
            {
                var session = await db.LockSessionAsync(id, token);
                var (_, minutes) = await db.MinutesAsync(request.BoardSessionId, token);
                if (caller.Is(Role.Trustee) && !session.IsChairedBy(caller.AccountId()))
                {
                    throw SessionRefusals.NotTheChair().AsException();
                }

                minutes.Approve(request.Version, caller.Subject, time.GetUtcNow());
                var hidden = await db.RecusedFromAsync(caller, token);
                return new V1.ApproveMinutesResponse { Minutes = minutes.ToWire(hidden) };
            },
            cancellationToken
        );
    }
}
