using Fund.GrantCalls.Domain;
using Fund.GrantCalls.Grpc;
using Fund.GrantCalls.Persistence;
using Fund.Hosting;
using Fund.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Fund.GrantCalls.Features;

/// <summary>
/// Completes a decided call. What is left of the envelope is given back afterwards, and asked again by the clock until
/// it is done.
/// </summary>
public sealed class CompleteCall(GrantCallsDb db, ReleaseRemainder release, TimeProvider time)
{
    public async Task<V1.CompleteCallResponse> HandleAsync(
        V1.CompleteCallRequest request,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var id = request.CallId.ToId("call_id");
        var response = await db.OnceAsync(
            caller,
            request.RequestId,
            request,
            async token =>
            {
                var call = await db.LockCallAsync(id, token);
                var committing = await db.Awards.CountAsync(
                    award => award.CallId == id && award.State == AwardState.Committing,
                    token
                );
                var now = time.GetUtcNow();
                call.Complete(await db.CountUndecidedAsync(id, token), committing, now);
                return new V1.CompleteCallResponse { Call = call.ToWire(now) };
            },
            cancellationToken
        );
        await release.TryAsync(id, cancellationToken);
        return response;
    }
}
