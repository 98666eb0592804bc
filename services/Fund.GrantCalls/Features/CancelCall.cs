using Fund.GrantCalls.Domain;
using Fund.GrantCalls.Grpc;
using Fund.GrantCalls.Persistence;
using Fund.Hosting;
using Fund.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Fund.GrantCalls.Features;

/// <summary>
/// Cancels a call with a reason. The decision is ours alone and stored first; giving the envelope back is asked of the
/// donations service afterwards, and asked again by the clock until it is done.
/// </summary>
public sealed class CancelCall(GrantCallsDb db, ReleaseRemainder release, TimeProvider time)
{
    public async Task<V1.CancelCallResponse> HandleAsync(
        V1.CancelCallRequest request,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var check = new Check();
        var id = check.Id("call_id", request.CallId);
        var reason = check.Text("reason", request.Reason, 500);
        check.ThrowIfAny();
        var response = await db.OnceAsync(
            caller,
            request.RequestId,
            request,
            async token =>
            {
                var call = await db.LockCallAsync(id, token);
                call.Cancel(reason);
                return new V1.CancelCallResponse { Call = call.ToWire(time.GetUtcNow()) };
            },
            cancellationToken
        );
        await release.TryAsync(id, cancellationToken);
        return response;
    }
}
