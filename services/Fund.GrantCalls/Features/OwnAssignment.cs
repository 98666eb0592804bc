using Fund.GrantCalls.Domain;
using Fund.GrantCalls.Grpc;
using Fund.GrantCalls.Persistence;
using Fund.Hosting;
using Fund.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Fund.GrantCalls.Features;

/// <summary>Finds the asking reviewer's own assignment for a change.</summary>
internal static class OwnAssignment
{
    /// <summary>The assignment, under the lock of its proposal, and the proposal.</summary>
    /// <exception cref="RefusedException">NOT_FOUND, also when it is somebody else's.</exception>
    public static async Task<(Assignment Assignment, Proposal Proposal)> LockOwnAssignmentAsync(
        this GrantCallsDb db,
        Guid id,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var account = caller.AccountId();
        var proposalId =
            await db
                .Assignments.Where(row => row.Id == id && row.ReviewerId == account)
                .Select(row => (Guid?)row.ProposalId)
                .SingleOrDefaultAsync(cancellationToken)
            ?? throw Refusals.NotFound("assignment", id.ToWire()).AsException();
        var proposal = await db.LockProposalAsync(proposalId, cancellationToken);
        return (await db.Assignments.SingleAsync(row => row.Id == id, cancellationToken), proposal);
    }
}
