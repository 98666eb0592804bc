using Fund.GrantCalls.Domain;
using Fund.GrantCalls.Grpc;
using Fund.GrantCalls.Persistence;
using Fund.Hosting;
using Microsoft.EntityFrameworkCore;

namespace Fund.GrantCalls.Features;

/// <summary>Staff decide whether a declared interest stands in the way of scoring.</summary>
public sealed class DecideInterests(GrantCallsDb db)
{
    public Task<V1.DecideInterestsResponse> HandleAsync(
        V1.DecideInterestsRequest request,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var check = new Check();
        var id = check.Id("assignment_id", request.AssignmentId);
        var reason = check.Text("reason", request.Reason, 1_000);
        check.ThrowIfAny();
        return db.OnceAsync(
            caller,
            request.RequestId,
            request,
            async token =>
            {
                var (assignment, proposal) = await db.LockAssignmentAsync(id, caller, token);
                assignment.Settle(request.MayScore);
                var declaration = await db
                    .InterestDeclarations.Where(row => row.AssignmentId == id)
                    .OrderByDescending(row => row.Id)
                    .FirstAsync(token);
                declaration.Decide(request.MayScore, reason, caller.Subject);
                return new V1.DecideInterestsResponse { Declaration = declaration.ToWire(assignment, proposal) };
            },
            cancellationToken
        );
    }
}
