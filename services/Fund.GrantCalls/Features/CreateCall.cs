using Fund.GrantCalls.Domain;
using Fund.GrantCalls.Grpc;
using Fund.GrantCalls.Persistence;
using Fund.Hosting;
using Fund.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Fund.GrantCalls.Features;

/// <summary>Drafts a call for proposals.</summary>
public sealed class CreateCall(GrantCallsDb db, TimeProvider time)
{
    public Task<V1.CreateCallResponse> HandleAsync(
        V1.CreateCallRequest request,
        Caller caller,
        CancellationToken cancellationToken
    ) =>
        db.OnceAsync(
            caller,
            request.RequestId,
            request,
            _ =>
            {
                var now = time.GetUtcNow();
                var check = new Check();
                var terms = new CallTermsReader(check, now).Read(request.Terms);
                check.ThrowIfAny();
                var call = Call.Draft(terms, caller.Subject, now);
                db.Add(call);
                return Task.FromResult(new V1.CreateCallResponse { Call = call.ToWire(now) });
            },
            cancellationToken
        );
}
