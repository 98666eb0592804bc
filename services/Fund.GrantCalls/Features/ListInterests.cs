using Fund.GrantCalls.Domain;
using Fund.GrantCalls.Grpc;
using Fund.GrantCalls.Persistence;
using Fund.Hosting;
using Microsoft.EntityFrameworkCore;

namespace Fund.GrantCalls.Features;

/// <summary>The declarations of a call, newest first; without those about proposals the asker is recused from.</summary>
public sealed class ListInterests(GrantCallsDb db)
{
    public async Task<V1.ListInterestsResponse> HandleAsync(
        V1.ListInterestsRequest request,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var page = Page.Of(request.Page);
        var callId = request.CallId.ToId("call_id");
        var recused = await db.RecusedFromAsync(caller, cancellationToken);
        var hidden = db.Assignments.Where(row => recused.Contains(row.ProposalId)).Select(row => row.Id);
        var rows = db
            .InterestDeclarations.AsNoTracking()
            .Where(row => row.CallId == callId && row.Outcome != InterestOutcome.None)
            .Where(row => !hidden.Contains(row.AssignmentId));
        if (request.WaitingOnly)
        {
            rows = rows.Where(row => row.Outcome == InterestOutcome.Waiting);
        }

        var result = await page.NewestFirstAsync(rows, row => row.Id, cancellationToken);
        var ids = result.Items.Select(row => row.AssignmentId).Distinct().ToList();
        var assignments = await db
            .Assignments.AsNoTracking()
            .Where(row => ids.Contains(row.Id))
            .ToDictionaryAsync(row => row.Id, cancellationToken);
        var about = assignments.Values.Select(row => row.ProposalId).Distinct().ToList();
        var proposals = await db
            .Proposals.AsNoTracking()
            .Where(row => about.Contains(row.Id))
            .ToDictionaryAsync(row => row.Id, cancellationToken);
        return new V1.ListInterestsResponse
        {
            Declarations =
            {
                result.Items.Select(row =>
                    row.ToWire(assignments[row.AssignmentId], proposals[assignments[row.AssignmentId].ProposalId])
                ),
            },
            Page = result.ToWire(),
        };
    }
}
