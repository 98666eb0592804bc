using Fund.GrantCalls.Domain;
using Fund.GrantCalls.Grpc;
using Fund.GrantCalls.Persistence;
using Fund.Hosting;
using Fund.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Fund.GrantCalls.Features;

/// <summary>
/// Records that a trustee takes no part in a proposal, before the item. The proposal does not exist for them from then on:
/// <see cref="Sight.RecusedFromAsync(GrantCallsDb, Caller, CancellationToken)"/>.
/// </summary>
public sealed class RecuseTrustee(GrantCallsDb db, TimeProvider time)
{
    public Task<V1.RecuseTrusteeResponse> HandleAsync(
        V1.RecuseTrusteeRequest request,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var check = new Check();
        var sessionId = check.Id("board_session_id", request.BoardSessionId);
        var proposalId = check.Id("proposal_id", request.ProposalId);
        var trustee = new Attendee(
            check.Id("trustee_id", request.TrusteeId),
            check.Text("name", request.Name, 200),
            IsChair: false
        );
        var reason = check.Text("reason", request.Reason, 1_000);
        return db.OnceAsync(
            caller,
            request.RequestId,
            request,
            async token =>
            {
                check.ThrowIfAny();
                var proposal = await db.LockProposalAsync(proposalId, token);
                var session = await db.LockSessionAsync(sessionId, token);
                if (caller.Is(Role.Trustee) && caller.AccountId() != trustee.AccountId)
                {
                    throw SessionRefusals.OnlyOneself().AsException();
                }

                session.RequireUnfinished();
                session.RequireOnAgenda(proposalId);
                await RefuseTooLateAsync(session, proposal, trustee.AccountId, token);
                var recusal = new BoardRecusal(
                    sessionId,
                    proposalId,
                    trustee,
                    reason,
                    caller.Subject,
                    time.GetUtcNow()
                );
                db.Add(recusal);
                return new V1.RecuseTrusteeResponse { Recusal = recusal.ToWire(canBeUndone: !recusal.IsOwn) };
            },
            cancellationToken
        );
    }

    private async Task RefuseTooLateAsync(
        BoardSession session,
        Proposal proposal,
        Guid trustee,
        CancellationToken cancellationToken
    )
    {
        if (
            await db.BindingRecusals.AnyAsync(
                row => row.ProposalId == proposal.Id && row.TrusteeId == trustee,
                cancellationToken
            )
        )
        {
            throw SessionRefusals.AlreadyRecused().AsException();
        }

        await db.RefuseDecidedItemAsync(session, proposal, cancellationToken);
    }
}
