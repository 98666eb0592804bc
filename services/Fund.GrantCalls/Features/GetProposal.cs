using Fund.GrantCalls.Domain;
using Fund.GrantCalls.Grpc;
using Fund.GrantCalls.Persistence;
using Fund.Hosting;
using Fund.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Fund.GrantCalls.Features;

/// <summary>
/// One proposal: always to its own organisation; to staff, trustees and auditors once the deadline passed and only when
/// it was handed in; to its reviewers once they declared that they have no conflict.
/// </summary>
public sealed class GetProposal(GrantCallsDb db, TimeProvider time)
{
    public async Task<V1.GetProposalResponse> HandleAsync(
        V1.GetProposalRequest request,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var id = request.ProposalId.ToId("proposal_id");
        var proposal = await db.Proposals.AsNoTracking().SingleOrDefaultAsync(row => row.Id == id, cancellationToken);
        if (proposal is null)
        {
            throw NotFound(id);
        }

        if (caller.MayActFor(proposal.OrganisationId))
        {
            return new V1.GetProposalResponse { Proposal = proposal.ToWire() };
        }

        var assignment = await OwnAssignmentAsync(id, caller, cancellationToken);
        if (assignment is { State: AssignmentState.Recused })
        {
            throw NotFound(id);
        }

        if (caller.MayReadProposals())
        {
            return await ForStaffAsync(proposal, cancellationToken);
        }

        return assignment is { MayRead: true }
            ? new V1.GetProposalResponse { Proposal = proposal.ToWire() }
            : throw NotFound(id);
    }

    private async Task<V1.GetProposalResponse> ForStaffAsync(Proposal proposal, CancellationToken cancellationToken)
    {
        var call = await db.Calls.AsNoTracking().SingleAsync(row => row.Id == proposal.CallId, cancellationToken);
        call.RequireUnsealed(time.GetUtcNow());
        if (!proposal.IsHandedIn)
        {
            throw NotFound(proposal.Id);
        }

        var results = await db.ResultsOfAsync([proposal.Id], cancellationToken);
        return new V1.GetProposalResponse { Proposal = proposal.ToWire(results) };
    }

    private async Task<Assignment?> OwnAssignmentAsync(Guid id, Caller caller, CancellationToken cancellationToken) =>
        caller.AccountId() is { } account
            ? await db
                .Assignments.AsNoTracking()
                .SingleOrDefaultAsync(row => row.ProposalId == id && row.ReviewerId == account, cancellationToken)
            : null;

    private static RefusedException NotFound(Guid id) => Refusals.NotFound("proposal", id.ToWire()).AsException();
}
