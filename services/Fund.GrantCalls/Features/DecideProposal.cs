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
    DecisionGate gate,
    OrganisationLookup organisations,
    Turns turns,
    TimeProvider time
)
{
    public async Task<V1.DecideProposalResponse> HandleAsync(
        V1.DecideProposalRequest request,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var asked = Asked.Read(request);
        await db.RefuseRecusedAsync(asked.ProposalId, caller, cancellationToken);
        return asked.Kind == DecisionKind.Award
            ? await AwardAsync(request, asked, caller, cancellationToken)
            : await db.OnceAsync(
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
        asked = await gate.WithRecusalsAsync(asked, cancellationToken);
        var (call, proposal, session) = await gate.LoadAsync(asked, caller, cancellationToken);
        proposal.RequireOther(caller.Subject, "decide on");
        if (asked.Kind == DecisionKind.Decline)
        {
            proposal.Decline(asked.Reasons);
        }
        else if (asked.Kind == DecisionKind.ReserveList)
        {
            await db.RefuseTakenRankAsync(proposal, asked.ReserveRank, cancellationToken);
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

        await db.RefuseRecusedAsync(asked.ProposalId, caller, cancellationToken);
        asked = await gate.WithRecusalsAsync(asked, cancellationToken);
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
        var awardId = await BeginAsync(asked, order, organisation.RedFlag, caller, cancellationToken);
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
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (await BegunBeforeAsync(order, cancellationToken) is { } begun)
        {
            return begun;
        }

        var (call, proposal, session) = await gate.LoadAsync(asked, caller, cancellationToken);
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
}
