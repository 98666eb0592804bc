using Fund.GrantCalls.Domain;
using Fund.GrantCalls.Grpc;
using Fund.GrantCalls.Persistence;
using Fund.Hosting;
using Fund.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Fund.GrantCalls.Features;

/// <summary>How the reviews of a call stand.</summary>
public sealed class GetReviewPlan(GrantCallsDb db)
{
    /// <summary>Notes of one call; a call has at most a few thousand proposals and few of them need one.</summary>
    private const int MostNotes = 500;

    public async Task<V1.GetReviewPlanResponse> HandleAsync(
        V1.GetReviewPlanRequest request,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var callId = request.CallId.ToId("call_id");
        if (!await db.Calls.AnyAsync(row => row.Id == callId, cancellationToken))
        {
            throw Refusals.NotFound("call", request.CallId).AsException();
        }

        var recused = await db.RecusedFromAsync(caller, cancellationToken);
        var plan = await db
            .ReviewPlans.AsNoTracking()
            .SingleOrDefaultAsync(row => row.CallId == callId, cancellationToken);
        var notes = await db
            .ConsensusNotes.AsNoTracking()
            .Where(row => row.CallId == callId && !recused.Contains(row.ProposalId))
            .OrderByDescending(row => row.Id)
            .Take(MostNotes)
            .ToListAsync(cancellationToken);
        return new V1.GetReviewPlanResponse
        {
            DueOn = plan?.DueOn.ToWire() ?? "",
            Notes = { notes.Select(row => row.ToWire()) },
            Missing = await db.Assignments.CountAsync(
                row =>
                    row.CallId == callId
                    && !recused.Contains(row.ProposalId)
                    && (
                        row.State == AssignmentState.Assigned
                        || row.State == AssignmentState.Declared
                        || row.State == AssignmentState.Cleared
                    ),
                cancellationToken
            ),
        };
    }
}
