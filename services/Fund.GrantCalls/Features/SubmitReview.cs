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
                assignment.Review(Read(request.Scores), call.Grid, now);
                return new V1.SubmitReviewResponse { Assignment = assignment.ToWire(proposal, withScores: true) };
            },
            cancellationToken
        );
    }

    /// <summary>Whether they cover the grid is for the rules to say; here only that they can be stored.</summary>
    private static List<Score> Read(IReadOnlyList<V1.Score> scores)
    {
        var check = new Check();
        var read = scores
            .Select(
                (score, i) =>
                    new Score(score.Key, score.Points, check.OptionalText($"scores[{i}].reason", score.Reason, 2_000))
            )
            .ToList();
        check.ThrowIfAny();
        return read;
    }
}
