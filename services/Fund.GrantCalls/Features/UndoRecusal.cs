using Fund.GrantCalls.Domain;
using Fund.GrantCalls.Grpc;
using Fund.GrantCalls.Persistence;
using Fund.Hosting;
using Fund.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Fund.GrantCalls.Features;

/// <summary>
/// Takes back a recusal that staff recorded for the wrong trustee. Only before the item, and never what a trustee declared:
/// nobody who has an interest gets back to a proposal this way.
/// </summary>
public sealed class UndoRecusal(GrantCallsDb db, TimeProvider time)
{
    public Task<V1.UndoRecusalResponse> HandleAsync(
        V1.UndoRecusalRequest request,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var check = new Check();
        var sessionId = check.Id("board_session_id", request.BoardSessionId);
        var proposalId = check.Id("proposal_id", request.ProposalId);
        var trusteeId = check.Id("trustee_id", request.TrusteeId);
        var reason = check.Text("reason", request.Reason, 1_000);
        return db.OnceAsync(
            caller,
            request.RequestId,
            request,
            async token =>
            {
                check.ThrowIfAny();
                await db.RefuseRecusedAsync(proposalId, caller, token);
                var proposal = await db.LockProposalAsync(proposalId, token);
                var session = await db.LockSessionAsync(sessionId, token);
                session.RequireUnfinished();
                await db.RefuseDecidedItemAsync(session, proposal, token);
                var recusal =
                    await db.BindingRecusals.SingleOrDefaultAsync(
                        row =>
                            row.BoardSessionId == sessionId
                            && row.ProposalId == proposalId
                            && row.TrusteeId == trusteeId,
                        token
                    ) ?? throw Refusals.NotFound("recusal of the trustee", trusteeId.ToWire()).AsException();
                recusal.Undo(reason, caller.Subject, time.GetUtcNow());
                return new V1.UndoRecusalResponse { Recusal = recusal.ToWire(canBeUndone: false) };
            },
            cancellationToken
        );
    }
}
