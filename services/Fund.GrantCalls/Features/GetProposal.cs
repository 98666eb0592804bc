using Fund.GrantCalls.Grpc;
using Fund.GrantCalls.Persistence;
using Fund.Hosting;

namespace Fund.GrantCalls.Features;

/// <summary>One proposal, to whoever may read it; how its criteria stand is for those who read all.</summary>
public sealed class GetProposal(GrantCallsDb db, TimeProvider time)
{
    public async Task<V1.GetProposalResponse> HandleAsync(
        V1.GetProposalRequest request,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var id = request.ProposalId.ToId("proposal_id");
        var proposal = await db.ReadableAsync(id, caller, time.GetUtcNow(), cancellationToken);
        var withEligibility = !caller.MayActFor(proposal.OrganisationId) && caller.MayReadProposals();
        var results = withEligibility ? await db.ResultsOfAsync([id], cancellationToken) : null;
        return new V1.GetProposalResponse { Proposal = proposal.ToWire(results) };
    }
}
