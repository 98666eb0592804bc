using Fund.Donations.V1;
using Fund.GrantCalls.Domain;
using Fund.GrantCalls.Persistence;
using Fund.Hosting;
using Fund.Kernel;
using Grpc.Core;
using Microsoft.EntityFrameworkCore;

namespace Fund.GrantCalls.Features;

/// <summary>Carries an award from committing to awarded, or undoes it. Safe to run again at any point.</summary>
public sealed class CarryOutAward(GrantCallsDb db, DonationsService.DonationsServiceClient donations, TimeProvider time)
{
    /// <summary>Does what is left to do for an award; nothing when it is not committing.</summary>
    /// <exception cref="RefusedException">The donations service refused; the award is undone.</exception>
    public async Task RunAsync(Guid awardId, CancellationToken cancellationToken)
    {
        var award = await db.Awards.AsNoTracking().SingleAsync(row => row.Id == awardId, cancellationToken);
        if (award.State != AwardState.Committing)
        {
            return;
        }

        try
        {
            await donations.CommitAwardAsync(
                new CommitAwardRequest
                {
                    RequestId = $"commit-{awardId:D}",
                    CallId = award.CallId.ToWire(),
                    AwardId = awardId.ToWire(),
                    Amount = award.Amount.ToWire(),
                },
                cancellationToken: cancellationToken
            );
        }
        catch (RpcException e) when (e.Decided() is { } refusal)
        {
            await EndAsync(
                award,
                (row, proposal) => UndoAsync(row, proposal, refusal, cancellationToken),
                cancellationToken
            );
            throw refusal.AsException();
        }

        await EndAsync(award, (row, proposal) => FinishAsync(row, proposal, cancellationToken), cancellationToken);
    }

    private async Task FinishAsync(Award award, Proposal proposal, CancellationToken cancellationToken)
    {
        award.Finish();
        proposal.FinishAward(award.Amount, award.Reasons);
        var session = await db.BoardSessions.SingleAsync(row => row.Id == award.BoardSessionId, cancellationToken);
        db.Add(
            new BoardDecision(session, proposal, DecisionKind.Award, award.DecidedBy, time.GetUtcNow())
            {
                Amount = award.Amount,
                Reasons = award.Reasons,
                Recused = award.Recused,
                Conditions = award.Conditions,
                DepartureReason = award.DepartureReason,
                VotesFor = award.VotesFor,
                VotesAgainst = award.VotesAgainst,
                Abstentions = award.Abstentions,
            }
        );
        db.Enqueue(award.ToFact(proposal));
    }

    private async Task UndoAsync(Award award, Proposal proposal, Refusal refusal, CancellationToken cancellationToken)
    {
        award.Refuse($"{refusal.Reason}: {refusal.Message}");
        proposal.UndoAward();
        await db.GiveBackAsync(award.CallId, award.Amount, cancellationToken);
    }

    private async Task EndAsync(Award award, Func<Award, Proposal, Task> end, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var call = await db.LockCallAsync(award.CallId, cancellationToken);
        var proposal = await db.LockProposalAsync(award.ProposalId, cancellationToken);
        var current = await db.Awards.SingleAsync(row => row.Id == award.Id, cancellationToken);
        if (current.State == AwardState.Committing)
        {
            await end(current, proposal);
            await db.SettleAsync(call, cancellationToken);
        }

        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        db.ChangeTracker.Clear();
    }
}
