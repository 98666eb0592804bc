using Fund.GrantCalls.Domain;
using Fund.GrantCalls.Grpc;
using Fund.GrantCalls.Persistence;
using Fund.Hosting;
using Fund.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Fund.GrantCalls.Features;

/// <summary>
/// The Board's decision on one proposal. Reserve list and decline are ours alone. An award holds its amount in the
/// envelope and is stored as committing, the donations service commits the money under the award's id, and then the
/// award is whole, or undone with the refusal. A crash at any point leaves "committing", which the same request or the
/// clock carries on.
/// </summary>
public sealed class DecideProposal(
    GrantCallsDb db,
    CarryOutAward carryOut,
    OrganisationLookup organisations,
    Turns turns,
    TimeProvider time
)
{
    public Task<V1.DecideProposalResponse> HandleAsync(
        V1.DecideProposalRequest request,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var asked = Asked.Read(request);
        return asked.Kind == DecisionKind.Award
            ? AwardAsync(request, asked, caller, cancellationToken)
            : db.OnceAsync(
                caller,
                request.RequestId,
                request,
                token => DecideAsync(asked, caller, token),
                cancellationToken
            );
    }

    private async Task<V1.DecideProposalResponse> DecideAsync(
        Asked asked,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var (call, proposal, session) = await LoadAsync(asked, cancellationToken);
        proposal.RequireOther(caller.Subject, "decide on");
        if (asked.Kind == DecisionKind.Decline)
        {
            proposal.Decline(asked.Reasons);
        }
        else
        {
            await RefuseTakenRankAsync(proposal, asked.ReserveRank, cancellationToken);
            proposal.Reserve(asked.ReserveRank, asked.Reasons);
        }

        db.Add(
            new BoardDecision(session, proposal, asked.Kind, caller.Subject, time.GetUtcNow())
            {
                ReserveRank = asked.Kind == DecisionKind.ReserveList ? asked.ReserveRank : null,
                Reasons = asked.Reasons,
                Recused = asked.Recused,
                Conditions = asked.Notes.ConditionsOrNone,
                DepartureReason = asked.Notes.DepartureOrNone,
                VotesFor = asked.Notes.VotesFor,
                VotesAgainst = asked.Notes.VotesAgainst,
                Abstentions = asked.Notes.Abstentions,
            }
        );
        await db.SettleAsync(call, cancellationToken);
        return new V1.DecideProposalResponse { Proposal = proposal.ToWire() };
    }

    private async Task<V1.DecideProposalResponse> AwardAsync(
        V1.DecideProposalRequest request,
        Asked asked,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        await using var turn = await turns.TakeAsync(asked.ProposalId, cancellationToken);
        var answered = await db.FindAnswerAsync<V1.DecideProposalRequest, V1.DecideProposalResponse>(
            caller,
            request.RequestId,
            request,
            cancellationToken
        );
        if (answered is not null)
        {
            return answered;
        }

        var organisation = await OrganisationAsync(asked.ProposalId, cancellationToken);
        var order = new AwardOrder(
            asked.SessionId,
            asked.ProposalId,
            asked.Amount,
            asked.Reasons,
            asked.Recused,
            asked.Notes,
            organisation.Name,
            caller.RequestKey(request.RequestId),
            caller.Subject
        );
        var awardId = await BeginAsync(asked, order, organisation.RedFlag, cancellationToken);
        await carryOut.RunAsync(awardId, cancellationToken);
        return await db.OnceAsync(
            caller,
            request.RequestId,
            request,
            async token =>
            {
                var proposal = await db.LockProposalAsync(asked.ProposalId, token);
                return new V1.DecideProposalResponse { Proposal = proposal.ToWire() };
            },
            cancellationToken
        );
    }

    private async Task<OrganisationSnapshot> OrganisationAsync(Guid proposalId, CancellationToken cancellationToken)
    {
        var organisationId =
            await db
                .Proposals.Where(row => row.Id == proposalId)
                .Select(row => (Guid?)row.OrganisationId)
                .SingleOrDefaultAsync(cancellationToken)
            ?? throw Refusals.NotFound("proposal", proposalId.ToWire()).AsException();
        return await organisations.GetAsync(organisationId, cancellationToken);
    }

    /// <summary>Stores the award as committing, or finds the one that this request began before.</summary>
    private async Task<Guid> BeginAsync(
        Asked asked,
        AwardOrder order,
        bool redFlag,
        CancellationToken cancellationToken
    )
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (await BegunBeforeAsync(order, cancellationToken) is { } begun)
        {
            return begun;
        }

        var (call, proposal, session) = await LoadAsync(asked, cancellationToken);
        proposal.RequireOther(order.DecidedBy, "decide on");
        if (redFlag)
        {
            throw BoardRefusals.RedFlag().AsException();
        }

        if (proposal.Requested is { } requested && order.Amount > requested)
        {
            throw BoardRefusals.AboveRequest(order.Amount, requested).AsException();
        }

        if (!await db.HoldAsync(call.Id, order.Amount, cancellationToken))
        {
            throw BoardRefusals.AboveEnvelope(order.Amount, call.Left, call.Envelope).AsException();
        }

        var award = Award.Begin(order, proposal, session, time.GetUtcNow());
        proposal.BeginAward();
        db.Add(award);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        db.ChangeTracker.Clear();
        return award.Id;
    }

    private async Task<Guid?> BegunBeforeAsync(AwardOrder order, CancellationToken cancellationToken)
    {
        var award = await db
            .Awards.AsNoTracking()
            .SingleOrDefaultAsync(
                row => row.ProposalId == order.ProposalId && row.State != AwardState.Refused,
                cancellationToken
            );
        if (award is null || award.Request != order.Request)
        {
            return null;
        }

        return award.IsFor(order)
            ? award.Id
            : throw Refusals.RequestIdReused(order.Request[(order.DecidedBy.Length + 1)..]).AsException();
    }

    /// <summary>What every decision needs: a closed call, a session able to decide on it, a reviewed proposal.</summary>
    private async Task<(Call Call, Proposal Proposal, BoardSession Session)> LoadAsync(
        Asked asked,
        CancellationToken cancellationToken
    )
    {
        var (call, proposal) = await db.LockWithCallAsync(asked.ProposalId, cancellationToken);
        call.RequireClosed(time.GetUtcNow(), "decide on a proposal");
        var session =
            await db.BoardSessions.SingleOrDefaultAsync(row => row.Id == asked.SessionId, cancellationToken)
            ?? throw Refusals.NotFound("board session", asked.SessionId.ToWire()).AsException();
        if (session.CallId != call.Id)
        {
            throw BoardRefusals.OtherCall().AsException();
        }

        var check = new Check();
        for (var i = 0; i < asked.Recused.Count; i++)
        {
            check.That(
                session.Present.Contains(asked.Recused[i], StringComparer.OrdinalIgnoreCase),
                $"recused[{i}]",
                "Only trustees who were present can recuse themselves from a decision."
            );
        }

        check.ThrowIfAny();
        session.RequireAbleToDecide(asked.Recused);
        session.RequireVote(asked.Recused, asked.Notes);
        proposal.RequireDecidable();
        await RequireReviewedAsync(call, proposal, cancellationToken);
        await RequireReasonToDepartAsync(call, asked, cancellationToken);
        return (call, proposal, session);
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

    private async Task RefuseTakenRankAsync(Proposal proposal, int rank, CancellationToken cancellationToken)
    {
        var taken = await db.Proposals.AnyAsync(
            row => row.CallId == proposal.CallId && row.Id != proposal.Id && row.ReserveRank == rank,
            cancellationToken
        );
        if (taken)
        {
            throw BoardRefusals.RankTaken(rank).AsException();
        }
    }
}

/// <summary>The request, read and checked as far as it can be without the database.</summary>
internal sealed record Asked(
    Guid SessionId,
    Guid ProposalId,
    DecisionKind Kind,
    Money Amount,
    int ReserveRank,
    string Reasons,
    IReadOnlyList<string> Recused,
    DecisionNotes Notes
)
{
    private const int LastRank = 1_000;

    public static Asked Read(V1.DecideProposalRequest request)
    {
        var check = new Check();
        var decision = check.Choice("decision", request.Decision);
        var isAward = decision == V1.Decision.Award;
        var amount = isAward ? check.Usd("amount", request.Amount) : Money.Zero(Currency.Usd);
        check.That(isAward || request.Amount is null, "amount", "Only an award has an amount.");
        var isReserve = decision == V1.Decision.ReserveList;
        check.That(
            !isReserve || request.ReserveRank is >= 1 and <= LastRank,
            "reserve_rank",
            $"Give the place on the reserve list, 1 to {LastRank}."
        );
        check.That(isReserve || request.ReserveRank == 0, "reserve_rank", "Only the reserve list has places.");
        var asked = new Asked(
            check.Id("board_session_id", request.BoardSessionId),
            check.Id("proposal_id", request.ProposalId),
            decision switch
            {
                V1.Decision.Award => DecisionKind.Award,
                V1.Decision.ReserveList => DecisionKind.ReserveList,
                _ => DecisionKind.Decline,
            },
            amount,
            request.ReserveRank,
            check.Text("reasons", request.Reasons, 4_000),
            check.Names("recused", request.Recused),
            ReadNotes(check, request, isAward)
        );
        check.ThrowIfAny();
        return asked;
    }

    private static DecisionNotes ReadNotes(Check check, V1.DecideProposalRequest request, bool isAward)
    {
        var conditions = check.OptionalText("conditions", request.Conditions, 4_000);
        check.That(isAward || conditions.Length == 0, "conditions", "Only an award has conditions.");
        var departure = check.OptionalText("departure_reason", request.DepartureReason, 4_000);
        if (request.Vote is not { } vote)
        {
            return new(conditions, departure, null, null, null);
        }

        foreach (
            var (field, votes) in new[]
            {
                ("vote.in_favour", vote.InFavour),
                ("vote.against", vote.Against),
                ("vote.abstentions", vote.Abstentions),
            }
        )
        {
            check.That(votes is >= 0 and <= 100, field, $"{votes} votes are not possible; give 0 to 100.");
        }

        return new(conditions, departure, vote.InFavour, vote.Against, vote.Abstentions);
    }
}
