using Fund.GrantCalls.Domain;
using Fund.GrantCalls.Grpc;
using Fund.GrantCalls.Persistence;
using Fund.Hosting;
using Fund.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Fund.GrantCalls.Features;

/// <summary>The asking reviewer's own review.</summary>
public sealed class GetReview(GrantCallsDb db)
{
    public async Task<V1.GetReviewResponse> HandleAsync(
        V1.GetReviewRequest request,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var id = request.AssignmentId.ToId("assignment_id");
        var account = caller.AccountId();
        var assignment =
            await db
                .Assignments.AsNoTracking()
                .SingleOrDefaultAsync(row => row.Id == id && row.ReviewerId == account, cancellationToken)
            ?? throw Refusals.NotFound("assignment", id.ToWire()).AsException();
        var proposal = await db
            .Proposals.AsNoTracking()
            .SingleAsync(row => row.Id == assignment.ProposalId, cancellationToken);
        var plan = await db
            .ReviewPlans.AsNoTracking()
            .SingleOrDefaultAsync(row => row.CallId == assignment.CallId, cancellationToken);
        var declaration = await db
            .InterestDeclarations.AsNoTracking()
            .Where(row => row.AssignmentId == id)
            .OrderByDescending(row => row.Id)
            .FirstOrDefaultAsync(cancellationToken);
        return new V1.GetReviewResponse
        {
            Assignment = assignment.ToWire(proposal, withScores: true),
            DueOn = plan?.DueOn.ToWire() ?? "",
            Declaration = declaration?.ToWire(assignment, proposal),
        };
    }
}
