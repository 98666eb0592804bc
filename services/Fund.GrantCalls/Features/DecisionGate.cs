using Fund.GrantCalls.Domain;
using Fund.GrantCalls.Persistence;
using Fund.Hosting;
using Fund.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Fund.GrantCalls.Features;

/// <summary>What has to hold before any decision of the Board on a proposal.</summary>
public sealed class DecisionGate(GrantCallsDb db, TimeProvider time)
{
    /// <summary>
    /// The decision with the recusals that were recorded before the item, where the session has a life of its own: they
    /// are not given with the decision there.
    /// </summary>
    internal async Task<Asked> WithRecusalsAsync(Asked asked, CancellationToken cancellationToken)
    {
        var session = await db
            .BoardSessions.AsNoTracking()
            .SingleOrDefaultAsync(row => row.Id == asked.SessionId, cancellationToken);
        return session is { IsPlannedOne: true } && asked.Recused.Count == 0
            ? asked with
            {
                Recused = await RecusedAsync(session, asked.ProposalId, cancellationToken),
            }
            : asked;
    }

    /// <summary>What every decision needs: a closed call, a session able to decide on it, a reviewed proposal.</summary>
    internal async Task<(Call Call, Proposal Proposal, BoardSession Session)> LoadAsync(
        Asked asked,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        await db.RefuseRecusedAsync(asked.ProposalId, caller, cancellationToken);
        var (call, proposal) = await db.LockWithCallAsync(asked.ProposalId, cancellationToken);
        call.RequireClosed(time.GetUtcNow(), "decide on a proposal");
        var session = await db.LockSessionAsync(asked.SessionId, cancellationToken);
        if (!session.CallIds.Contains(call.Id))
        {
            throw BoardRefusals.OtherCall().AsException();
        }

        session.RequireItem(proposal.Id);
        await RequireRecusalsAsync(session, asked, cancellationToken);
        session.RequireAbleToDecide(asked.Recused);
        session.RequireVote(asked.Recused, asked.Notes);
        proposal.RequireDecidable();
        if (asked.Kind != DecisionKind.Defer)
        {
            await RequireReviewedAsync(call, proposal, cancellationToken);
            // What is below a minimum is rarely in the portfolio: the refusal names the reason behind it.
            await RequireMinimumAsync(call, asked, cancellationToken);
            await RequireReasonToDepartAsync(call, asked, cancellationToken);
            await RequireReserveOrderAsync(proposal, asked, cancellationToken);
        }

        return (call, proposal, session);
    }

    /// <summary>Names of those present who are recused from a proposal.</summary>
    private async Task<IReadOnlyList<string>> RecusedAsync(
        BoardSession session,
        Guid proposalId,
        CancellationToken cancellationToken
    ) =>
        session.NamesOf(
            await db
                .BindingRecusals.Where(row => row.ProposalId == proposalId)
                .Select(row => row.TrusteeId)
                .ToHashSetAsync(cancellationToken)
        );

    private async Task RequireRecusalsAsync(BoardSession session, Asked asked, CancellationToken cancellationToken)
    {
        var check = new Check();
        if (session.IsPlannedOne)
        {
            // Not what was given, or somebody came, went or was recused between the question and the lock.
            var recorded = await RecusedAsync(session, asked.ProposalId, cancellationToken);
            check.That(
                recorded.SequenceEqual(asked.Recused),
                "recused",
                "Recusals of this session are recorded before the item; give none with the decision."
            );
        }

        for (var i = 0; i < asked.Recused.Count; i++)
        {
            check.That(
                session.Present.Contains(asked.Recused[i], StringComparer.OrdinalIgnoreCase),
                $"recused[{i}]",
                "Only trustees who were present can recuse themselves from a decision."
            );
        }

        check.ThrowIfAny();
    }

    /// <summary>The reserve list is awarded in its order, unless the Board says why not.</summary>
    private async Task RequireReserveOrderAsync(Proposal proposal, Asked asked, CancellationToken cancellationToken)
    {
        if (
            asked.Kind != DecisionKind.Award
            || proposal.ReserveRank is not { } rank
            || asked.Notes.DepartureReason.Length > 0
        )
        {
            return;
        }

        var first = await db
            .Proposals.Where(row => row.CallId == proposal.CallId && row.State == ProposalState.ReserveList)
            .MinAsync(row => row.ReserveRank, cancellationToken);
        if (first < rank)
        {
            throw SessionRefusals.ReserveOrder(first.Value).AsException();
        }
    }

    /// <summary>Whatever departs from the portfolio before the Board has a reason of its own.</summary>
    private async Task RequireReasonToDepartAsync(Call call, Asked asked, CancellationToken cancellationToken)
    {
        var adopted = await db
            .AdoptedPortfolios.AsNoTracking()
            .Where(row => row.CallId == call.Id)
            .OrderByDescending(row => row.Id)
            .FirstOrDefaultAsync(cancellationToken);
        if (
            adopted?.IsDeparture(asked.ProposalId, asked.Kind, asked.Amount) == true
            && asked.Notes.DepartureReason.Length == 0
        )
        {
            throw BoardRefusals.DepartureNeedsReason().AsException();
        }
    }

    /// <summary>What has less in a criterion than the grid asks for is awarded only with a reason of its own.</summary>
    private async Task RequireMinimumAsync(Call call, Asked asked, CancellationToken cancellationToken)
    {
        if (asked.Kind != DecisionKind.Award || asked.Notes.DepartureReason.Length > 0)
        {
            return;
        }

        var below = await db.BelowMinimumAsync(call, asked.ProposalId, cancellationToken);
        if (below.GetValueOrDefault(asked.ProposalId) is { } missed)
        {
            throw BoardRefusals.BelowMinimum(missed[0]).AsException();
        }
    }

    /// <summary>Enough reviews, and where they are too far apart a further one, or a note of what was agreed.</summary>
    private async Task RequireReviewedAsync(Call call, Proposal proposal, CancellationToken cancellationToken)
    {
        var totals = await db
            .Assignments.Where(row => row.ProposalId == proposal.Id && row.State == AssignmentState.Reviewed)
            .Select(row => row.Total)
            .ToListAsync(cancellationToken);
        if (totals.Count < call.ReviewersPerProposal)
        {
            throw BoardRefusals.ReviewsMissing(totals.Count, call.ReviewersPerProposal).AsException();
        }

        if (
            Ranking.IsFurtherAsked(totals, call.ReviewersPerProposal, call.SpreadLimit)
            && !await db.ConsensusNotes.AnyAsync(row => row.ProposalId == proposal.Id, cancellationToken)
        )
        {
            throw ReviewRefusals.SpreadUnresolved(totals.Max() - totals.Min(), call.SpreadLimit).AsException();
        }
    }
}
