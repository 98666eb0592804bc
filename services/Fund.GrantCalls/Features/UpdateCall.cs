using Fund.GrantCalls.Domain;
using Fund.GrantCalls.Grpc;
using Fund.GrantCalls.Persistence;
using Fund.Hosting;
using Fund.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Fund.GrantCalls.Features;

/// <summary>Changes a draft call; refused when somebody else changed it since it was loaded.</summary>
public sealed class UpdateCall(GrantCallsDb db, TimeProvider time)
{
    public Task<V1.UpdateCallResponse> HandleAsync(
        V1.UpdateCallRequest request,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var check = new Check();
        var id = check.Id("call_id", request.CallId);
        var terms = new CallTermsReader(check, time.GetUtcNow()).Read(request.Terms);
        return db.OnceAsync(
            caller,
            request.RequestId,
            request,
            async token =>
            {
                check.ThrowIfAny();
                var call = await db.LockCallAsync(id, token);
                call.Revise(terms, request.Version);
                return new V1.UpdateCallResponse { Call = call.ToWire(time.GetUtcNow()) };
            },
            cancellationToken
        );
    }
}
