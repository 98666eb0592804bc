using Fund.GrantCalls.Domain;
using Fund.GrantCalls.Grpc;
using Fund.GrantCalls.Persistence;
using Fund.Hosting;
using Fund.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Fund.GrantCalls.Features;

/// <summary>Refused submissions of a proposal: its own organisation's always, for staff from the deadline on.</summary>
public sealed class ListSubmissionAttempts(GrantCallsDb db, TimeProvider time)
{
    public async Task<V1.ListSubmissionAttemptsResponse> HandleAsync(
        V1.ListSubmissionAttemptsRequest request,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var id = request.ProposalId.ToId("proposal_id");
        var page = Page.Of(request.Page);
        var proposal = await db.Proposals.AsNoTracking().SingleOrDefaultAsync(row => row.Id == id, cancellationToken);
        if (proposal is null || !await MaySeeAsync(proposal, caller, cancellationToken))
        {
            throw Refusals.NotFound("proposal", id.ToWire()).AsException();
        }

        var attempts = db.RefusedSubmissions.AsNoTracking().Where(row => row.ProposalId == id);
        var result = await page.NewestFirstAsync(attempts, row => row.Id, cancellationToken);
        var response = new V1.ListSubmissionAttemptsResponse { Page = result.ToWire() };
        response.Attempts.AddRange(result.Items.Select(attempt => attempt.ToWire()));
        return response;
    }

    private async Task<bool> MaySeeAsync(Proposal proposal, Caller caller, CancellationToken cancellationToken)
    {
        if (caller.MayActFor(proposal.OrganisationId))
        {
            return true;
        }

        if (!caller.MayReadProposals() || (await db.RecusedFromAsync(caller, cancellationToken)).Contains(proposal.Id))
        {
            return false;
        }

        // Also of a draft that was never handed in: a dispute about a deadline is settled with these.
        var call = await db.Calls.AsNoTracking().SingleAsync(row => row.Id == proposal.CallId, cancellationToken);
        call.RequireUnsealed(time.GetUtcNow());
        return true;
    }
}
