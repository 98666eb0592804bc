using Fund.GrantCalls.Domain;
using Fund.GrantCalls.Grpc;
using Fund.GrantCalls.Persistence;
using Fund.Hosting;
using Fund.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Fund.GrantCalls.Features;

/// <summary>Assigns a reviewer, by account, to an eligible proposal.</summary>
public sealed class AssignReviewer(GrantCallsDb db, TimeProvider time)
{
    public Task<V1.AssignReviewerResponse> HandleAsync(
        V1.AssignReviewerRequest request,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var check = new Check();
        var id = check.Id("proposal_id", request.ProposalId);
        var reviewer = check.Id("reviewer_id", request.ReviewerId);
        check.ThrowIfAny();
        return db.OnceAsync(
            caller,
            request.RequestId,
            request,
            async token =>
            {
                await db.RefuseRecusedAsync(id, caller, token);
                var (call, proposal) = await db.LockWithCallAsync(id, token);
                var now = time.GetUtcNow();
                call.RequireClosed(now, "assign a reviewer");
                proposal.RequireReviewable();
                proposal.RequireOther(reviewer.ToString("D"), "review");
                if (await db.Assignments.AnyAsync(row => row.ProposalId == id && row.ReviewerId == reviewer, token))
                {
                    throw ReviewRefusals.AlreadyAssigned().AsException();
                }

                var assignment = Assignment.Of(proposal, reviewer, caller.Subject, now);
                db.Add(assignment);
                return new V1.AssignReviewerResponse { Assignment = assignment.ToWire(proposal, withScores: true) };
            },
            cancellationToken
        );
    }
}
