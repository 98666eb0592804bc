using Fund.GrantCalls.Domain;
using Fund.GrantCalls.Grpc;
using Fund.GrantCalls.Persistence;
using Fund.Hosting;
using Fund.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Fund.GrantCalls.Features;

/// <summary>The own organisation's proposal with the state of its sections.</summary>
public sealed class GetApplication(GrantCallsDb db, CallForms forms)
{
    public async Task<V1.GetApplicationResponse> HandleAsync(
        V1.GetApplicationRequest request,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var id = request.ProposalId.ToId("proposal_id");
        var proposal = await db.Proposals.AsNoTracking().SingleOrDefaultAsync(row => row.Id == id, cancellationToken);
        if (proposal is null || !caller.MayActFor(proposal.OrganisationId))
        {
            throw Refusals.NotFound("proposal", id.ToWire()).AsException();
        }

        var call = await db.Calls.AsNoTracking().SingleAsync(row => row.Id == proposal.CallId, cancellationToken);
        var form = await forms.InForceAsync(db, call, cancellationToken);
        var marks = proposal.Sections.ToDictionary(mark => mark.Key);
        return new V1.GetApplicationResponse
        {
            Proposal = proposal.ToWire(),
            Sections = { ProposalSections.KeysOf(form).Select(key => marks.GetValueOrDefault(key).ToWire(key)) },
        };
    }
}
