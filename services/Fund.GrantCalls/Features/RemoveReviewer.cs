using Fund.GrantCalls.Domain;
using Fund.GrantCalls.Grpc;
using Fund.GrantCalls.Persistence;
using Fund.Hosting;
using Microsoft.EntityFrameworkCore;

namespace Fund.GrantCalls.Features;

/// <summary>Takes a reviewer off a proposal, with a reason; what they scored stays on record and no longer counts.</summary>
public sealed class RemoveReviewer(GrantCallsDb db)
{
    public Task<V1.RemoveReviewerResponse> HandleAsync(
        V1.RemoveReviewerRequest request,
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
                proposal.RequireReviewable();
                assignment.Remove(reason, caller.Subject);
                return new V1.RemoveReviewerResponse { Assignment = assignment.ToWire(proposal, withScores: true) };
            },
            cancellationToken
        );
    }
}
