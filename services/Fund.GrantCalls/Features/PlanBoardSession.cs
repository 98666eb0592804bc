using Fund.GrantCalls.Domain;
using Fund.GrantCalls.Grpc;
using Fund.GrantCalls.Persistence;
using Fund.Hosting;
using Fund.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Fund.GrantCalls.Features;

/// <summary>Plans a session of the Board on closed calls; its agenda is what can be decided on, unless it is given.</summary>
public sealed class PlanBoardSession(GrantCallsDb db, BoardSessionView view, TimeProvider time)
{
    public Task<V1.PlanBoardSessionResponse> HandleAsync(
        V1.PlanBoardSessionRequest request,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var check = new Check();
        var plan = check.ReadPlan(request.HeldOn, request.Place, request.CallIds, request.Agenda);
        return db.OnceAsync(
            caller,
            request.RequestId,
            request,
            async token =>
            {
                check.ThrowIfAny();
                var now = time.GetUtcNow();
                var hidden = await db.RecusedFromAsync(caller, token);
                var session = BoardSession.Plan(await db.FillAsync(plan, hidden, now, token), caller.Subject, now);
                db.Add(session);
                return new V1.PlanBoardSessionResponse { Session = await view.OfAsync(session, caller, token) };
            },
            cancellationToken
        );
    }
}
