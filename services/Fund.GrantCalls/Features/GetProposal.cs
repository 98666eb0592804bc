using Fund.GrantCalls.Grpc;
using Fund.GrantCalls.Persistence;
using Fund.Hosting;
using Microsoft.EntityFrameworkCore;

namespace Fund.GrantCalls.Features;

/// <summary>One proposal, to whoever may read it; how its criteria stand is for those who read all.</summary>
public sealed class GetProposal(GrantCallsDb db, CallForms forms, TimeProvider time)
{
    public async Task<V1.GetProposalResponse> HandleAsync(
        V1.GetProposalRequest request,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var id = request.ProposalId.ToId("proposal_id");
        var proposal = await db.ReadableAsync(id, caller, time.GetUtcNow(), cancellationToken);
        var forStaff = !caller.MayActFor(proposal.OrganisationId) && caller.MayReadProposals();
        var wire = proposal.ToWire(forStaff ? await db.ResultsOfAsync([id], cancellationToken) : null);
        if (forStaff)
        {
            var call = await db.Calls.AsNoTracking().SingleAsync(row => row.Id == proposal.CallId, cancellationToken);
            var form = await forms.OfAsync(db, call, proposal.FormNumber, cancellationToken);
            wire.Linked.AddRange(await db.LinkedAsync(proposal, form, caller, cancellationToken));
        }

        return new V1.GetProposalResponse { Proposal = wire };
    }
}
