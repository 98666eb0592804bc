using Fund.GrantCalls.Domain;
using Fund.GrantCalls.Grpc;
using Fund.GrantCalls.Persistence;
using Fund.Hosting;
using Fund.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Fund.GrantCalls.Features;

/// <summary>
/// The asking reviewer's own assignments, or those of a call for staff, trustees and auditors. Somebody who still has to
/// score a proposal, or recused themselves from it, never sees what others scored.
/// </summary>
public sealed class ListAssignments(GrantCallsDb db)
{
    public async Task<V1.ListAssignmentsResponse> HandleAsync(
        V1.ListAssignmentsRequest request,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var page = Page.Of(request.Page);
        var check = new Check();
        var callId = check.OptionalId("call_id", request.CallId);
        check.ThrowIfAny();
        var account = caller.AccountId();
        var rows = db.Assignments.AsNoTracking();
        if (callId is not null)
        {
            rows = rows.Where(row => row.CallId == callId);
        }

        // Without a call it is always one's own list, also for staff who review.
        if (callId is null || !caller.MayReadProposals())
        {
            rows = rows.Where(row => row.ReviewerId == account);
        }

        // Of a proposal that somebody is recused from they see their own recusal, and nothing else.
        var recused = await db.RecusedFromAsync(caller, cancellationToken);
        rows = rows.Where(row => row.ReviewerId == account || !recused.Contains(row.ProposalId));
        var result = await page.NewestFirstAsync(rows, row => row.Id, cancellationToken);
        return await ToWireAsync(result, account, cancellationToken);
    }

    private async Task<V1.ListAssignmentsResponse> ToWireAsync(
        PageResult<Assignment> result,
        Guid? account,
        CancellationToken cancellationToken
    )
    {
        var ids = result.Items.Select(row => row.ProposalId).Distinct().ToList();
        var proposals = await db
            .Proposals.AsNoTracking()
            .Where(row => ids.Contains(row.Id))
            .ToDictionaryAsync(row => row.Id, cancellationToken);
        var unscored = await db
            .Assignments.Where(row => row.ReviewerId == account && row.State != AssignmentState.Reviewed)
            .Select(row => row.ProposalId)
            .ToListAsync(cancellationToken);
        var response = new V1.ListAssignmentsResponse { Page = result.ToWire() };
        response.Assignments.AddRange(
            result.Items.Select(row =>
                row.ToWire(
                    proposals[row.ProposalId],
                    withScores: row.ReviewerId == account || !unscored.Contains(row.ProposalId)
                )
            )
        );
        return response;
    }
}
