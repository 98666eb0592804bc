using Fund.GrantCalls.Domain;
using Fund.GrantCalls.Grpc;
using Fund.GrantCalls.Persistence;
using Fund.Hosting;
using Fund.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Fund.GrantCalls.Features;

/// <summary>Finds assignments for a change.</summary>
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

    /// <summary>Anybody's assignment for staff, under the lock of its proposal, and the proposal.</summary>
    /// <exception cref="RefusedException">NOT_FOUND, also when the caller is recused from the proposal.</exception>
    public static async Task<(Assignment Assignment, Proposal Proposal)> LockAssignmentAsync(
        this GrantCallsDb db,
        Guid id,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var proposalId =
            await db
                .Assignments.Where(row => row.Id == id)
                .Select(row => (Guid?)row.ProposalId)
                .SingleOrDefaultAsync(cancellationToken)
            ?? throw Refusals.NotFound("assignment", id.ToWire()).AsException();
        if ((await db.RecusedFromAsync(caller, cancellationToken)).Contains(proposalId))
        {
            throw Refusals.NotFound("assignment", id.ToWire()).AsException();
        }

        var proposal = await db.LockProposalAsync(proposalId, cancellationToken);
        return (await db.Assignments.SingleAsync(row => row.Id == id, cancellationToken), proposal);
    }

    /// <summary>Reviews of a proposal that count.</summary>
    public static Task<int> CountReviewsAsync(
        this GrantCallsDb db,
        Guid proposalId,
        CancellationToken cancellationToken
    ) =>
        db.Assignments.CountAsync(
            row => row.ProposalId == proposalId && row.State == AssignmentState.Reviewed,
            cancellationToken
        );
}
