using Fund.GrantCalls.Domain;
using Fund.GrantCalls.Grpc;
using Fund.GrantCalls.Persistence;
using Fund.Hosting;
using Fund.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Fund.GrantCalls.Features;

/// <summary>A cleared reviewer scores the whole grid, once, with a reason for every score.</summary>
public sealed class SubmitReview(GrantCallsDb db, TimeProvider time)
{
    public Task<V1.SubmitReviewResponse> HandleAsync(
        V1.SubmitReviewRequest request,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var id = request.AssignmentId.ToId("assignment_id");
        return db.OnceAsync(
            caller,
            request.RequestId,
            request,
            async token =>
            {
                var (assignment, proposal) = await db.LockOwnAssignmentAsync(id, caller, token);
                var call = await db.Calls.AsNoTracking().SingleAsync(row => row.Id == proposal.CallId, token);
                var now = time.GetUtcNow();
                call.RequireClosed(now, "score");
                proposal.RequireReviewable();
                var scores = request.Scores.Select(score => new Score(score.Key, score.Points, score.Reason.Trim()));
                assignment.Review([.. scores], call.Grid, now);
                return new V1.SubmitReviewResponse { Assignment = assignment.ToWire(proposal, withScores: true) };
            },
            cancellationToken
        );
    }
}
