using Fund.GrantCalls.Domain;
using Fund.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Fund.GrantCalls.Persistence;

/// <summary>
/// Loads rows under their locks, in the one order everybody keeps: call, then proposal, then session. The clock is read after the
/// lock is held, so that waiting for somebody else never lets anything through after a deadline.
/// </summary>
internal static class Locks
{
    /// <summary>The call, nobody else changing it until the transaction ends.</summary>
    /// <exception cref="RefusedException">NOT_FOUND.</exception>
    public static async Task<Call> LockCallAsync(this GrantCallsDb db, Guid id, CancellationToken cancellationToken)
    {
        await db.Database.ExecuteSqlAsync($"select 1 from calls where id = {id} for update", cancellationToken);
        return await db.Calls.SingleOrDefaultAsync(call => call.Id == id, cancellationToken)
            ?? throw Refusals.NotFound("call", id.ToString("D")).AsException();
    }

    /// <summary>The proposal, nobody else changing it until the transaction ends.</summary>
    /// <param name="withBudget">False for a change that leaves the budget as it is. The lines come by themselves: joined,
    /// each of them would bring the whole text again.</param>
    /// <exception cref="RefusedException">NOT_FOUND.</exception>
    public static async Task<Proposal> LockProposalAsync(
        this GrantCallsDb db,
        Guid id,
        CancellationToken cancellationToken,
        bool withBudget = true
    )
    {
        var found = await db
            .Proposals.FromSql($"select * from proposals where id = {id} for update")
            .IgnoreAutoIncludes()
            .ToListAsync(cancellationToken);
        var proposal = found.SingleOrDefault() ?? throw Refusals.NotFound("proposal", id.ToString("D")).AsException();
        if (withBudget)
        {
            await db.Entry(proposal).Collection(row => row.Budget).LoadAsync(cancellationToken);
        }

        return proposal;
    }

    /// <summary>The proposal's call and then the proposal, both locked.</summary>
    /// <exception cref="RefusedException">NOT_FOUND.</exception>
    public static async Task<(Call Call, Proposal Proposal)> LockWithCallAsync(
        this GrantCallsDb db,
        Guid proposalId,
        CancellationToken cancellationToken
    )
    {
        var callId = await db.CallOfAsync(proposalId, cancellationToken);
        var call = await db.LockCallAsync(callId, cancellationToken);
        return (call, await db.LockProposalAsync(proposalId, cancellationToken));
    }

    /// <summary>The session of the Board, nobody else changing it until the transaction ends. Taken after call and proposal.</summary>
    /// <exception cref="RefusedException">NOT_FOUND.</exception>
    public static async Task<BoardSession> LockSessionAsync(
        this GrantCallsDb db,
        Guid id,
        CancellationToken cancellationToken
    )
    {
        await db.Database.ExecuteSqlAsync(
            $"select 1 from board_sessions where id = {id} for update",
            cancellationToken
        );
        return await db.BoardSessions.SingleOrDefaultAsync(session => session.Id == id, cancellationToken)
            ?? throw Refusals.NotFound("board session", id.ToString("D")).AsException();
    }

    /// <summary>The id of the call a proposal answers; that never changes.</summary>
    /// <exception cref="RefusedException">NOT_FOUND.</exception>
    public static async Task<Guid> CallOfAsync(
        this GrantCallsDb db,
        Guid proposalId,
        CancellationToken cancellationToken
    ) =>
        await db
            .Proposals.Where(proposal => proposal.Id == proposalId)
            .Select(proposal => (Guid?)proposal.CallId)
            .SingleOrDefaultAsync(cancellationToken)
        ?? throw Refusals.NotFound("proposal", proposalId.ToString("D")).AsException();

    /// <summary>Submitted proposals of a call that have no final decision: submitted, eligible, or being awarded.</summary>
    public static Task<int> CountUndecidedAsync(
        this GrantCallsDb db,
        Guid callId,
        CancellationToken cancellationToken
    ) =>
        db.Proposals.CountAsync(
            proposal =>
                proposal.CallId == callId
                && (
                    proposal.State == ProposalState.Submitted
                    || proposal.State == ProposalState.Eligible
                    || proposal.State == ProposalState.Awarding
                ),
            cancellationToken
        );
}
