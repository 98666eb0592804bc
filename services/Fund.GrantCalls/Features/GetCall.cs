using Fund.GrantCalls.Domain;
using Fund.GrantCalls.Grpc;
using Fund.GrantCalls.Persistence;
using Fund.Hosting;
using Fund.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Fund.GrantCalls.Features;

/// <summary>One call. Before it is published only staff, trustees and auditors know of it.</summary>
public sealed class GetCall(GrantCallsDb db, TimeProvider time)
{
    public async Task<V1.GetCallResponse> HandleAsync(
        V1.GetCallRequest request,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var id = request.CallId.ToId("call_id");
        var call = await db.Calls.AsNoTracking().SingleOrDefaultAsync(row => row.Id == id, cancellationToken);
        if (call is null || !(call.IsPublic || caller.MaySeeDrafts()))
        {
            throw Refusals.NotFound("call", request.CallId).AsException();
        }

        return new V1.GetCallResponse { Call = call.ToWire(time.GetUtcNow()) };
    }
}
