using Fund.GrantCalls.Domain;
using Fund.GrantCalls.Persistence;
using Fund.Hosting;
using Fund.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Fund.GrantCalls.Features;

/// <summary>Who may read a proposal and its files, in one place.</summary>
internal static class ReadableProposal
{
    /// <summary>
    /// A proposal: always to its own organisation; to staff, trustees and auditors once the deadline passed and only
    /// when it was handed in; to its reviewers once they declared that they have no conflict.
    /// </summary>
    /// <exception cref="RefusedException">NOT_FOUND; SEALED_UNTIL_DEADLINE.</exception>
    public static async Task<Proposal> ReadableAsync(
        this GrantCallsDb db,
        Guid id,
        Caller caller,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var proposal = await db.Proposals.AsNoTracking().SingleOrDefaultAsync(row => row.Id == id, cancellationToken);
        if (proposal is null)
        {
            throw NotFound(id);
        }

        if (caller.MayActFor(proposal.OrganisationId))
        {
            return proposal;
        }

        await db.RefuseRecusedAsync(id, caller, cancellationToken);
        if (caller.MayReadProposals())
        {
            var call = await db.Calls.AsNoTracking().SingleAsync(row => row.Id == proposal.CallId, cancellationToken);
            call.RequireUnsealed(now);
            return proposal.IsHandedIn ? proposal : throw NotFound(id);
        }

        var assignment = await OwnAssignmentAsync(db, id, caller, cancellationToken);
        return assignment is { MayRead: true } ? proposal : throw NotFound(id);
    }

    private static async Task<Assignment?> OwnAssignmentAsync(
        GrantCallsDb db,
        Guid id,
        Caller caller,
        CancellationToken cancellationToken
    ) =>
        caller.AccountId() is { } account
            ? await db
                .Assignments.AsNoTracking()
                .SingleOrDefaultAsync(row => row.ProposalId == id && row.ReviewerId == account, cancellationToken)
            : null;

    private static RefusedException NotFound(Guid id) => Refusals.NotFound("proposal", id.ToWire()).AsException();
}
