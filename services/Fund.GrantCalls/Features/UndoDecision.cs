using Fund.GrantCalls.Domain;
using Fund.GrantCalls.Grpc;
using Fund.GrantCalls.Persistence;
using Fund.Hosting;
using Fund.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Fund.GrantCalls.Features;

/// <summary>
/// Takes back the last decision on a proposal while its session is held: only what committed no money and was told to
/// nobody. The proposal is where it was before.
/// </summary>
public sealed class UndoDecision(GrantCallsDb db, TimeProvider time)
{
    public Task<V1.UndoDecisionResponse> HandleAsync(
        V1.UndoDecisionRequest request,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var check = new Check();
        var sessionId = check.Id("board_session_id", request.BoardSessionId);
        var proposalId = check.Id("proposal_id", request.ProposalId);
        var reason = check.Text("reason", request.Reason, 1_000);
        return db.OnceAsync(
            caller,
            request.RequestId,
            request,
            async token =>
            {
                check.ThrowIfAny();
                await db.RefuseRecusedAsync(proposalId, caller, token);
                var (call, proposal) = await db.LockWithCallAsync(proposalId, token);
                call.RequireClosed(time.GetUtcNow(), "take back a decision");
                (await db.LockSessionAsync(sessionId, token)).RequireHeld();
                var decisions = await db
                    .BoardDecisions.Where(row => row.ProposalId == proposalId && row.UndoneAt == null)
                    .OrderByDescending(row => row.Id)
                    .ToListAsync(token);
                if (decisions is not [var last, ..] || last.BoardSessionId != sessionId)
                {
                    throw SessionRefusals.NothingToUndo().AsException();
                }

                await RefuseToldAsync(last, token);
                last.Undo(reason, caller.Subject, time.GetUtcNow());
                await RestoreAsync(proposal, last, decisions, token);
                await db.SettleAsync(call, token);
                return new V1.UndoDecisionResponse { Proposal = proposal.ToWire() };
            },
            cancellationToken
        );
    }

    private async Task RefuseToldAsync(BoardDecision decision, CancellationToken cancellationToken)
    {
        var told = await db.Letters.AnyAsync(
            row => row.ProposalId == decision.ProposalId && row.SentAt >= decision.RecordedAt,
            cancellationToken
        );
        if (told)
        {
            throw SessionRefusals.ApplicantTold().AsException();
        }
    }

    /// <summary>The decision before it stands again; deferring changed nothing.</summary>
    private async Task RestoreAsync(
        Proposal proposal,
        BoardDecision undone,
        IReadOnlyList<BoardDecision> decisions,
        CancellationToken cancellationToken
    )
    {
        if (undone.Kind == DecisionKind.Defer)
        {
            return;
        }

        var before = decisions.Skip(1).FirstOrDefault(row => row.Kind != DecisionKind.Defer);
        if (before?.ReserveRank is { } rank)
        {
            await db.RefuseTakenRankAsync(proposal, rank, cancellationToken);
        }

        proposal.TakeBackDecision(before?.ReserveRank, before?.Reasons);
    }
}
