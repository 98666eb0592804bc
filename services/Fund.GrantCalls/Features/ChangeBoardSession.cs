using Fund.GrantCalls.Domain;
using Fund.GrantCalls.Grpc;
using Fund.GrantCalls.Persistence;
using Fund.Hosting;
using Fund.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Fund.GrantCalls.Features;

/// <summary>
/// Changes the plan of a session that is not closed. What the session has decided on stays on the agenda, and so does what
/// whoever changes it is recused from.
/// </summary>
public sealed class ChangeBoardSession(GrantCallsDb db, BoardSessionView view, TimeProvider time)
{
    public Task<V1.ChangeBoardSessionResponse> HandleAsync(
        V1.ChangeBoardSessionRequest request,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var check = new Check();
        var id = check.Id("board_session_id", request.BoardSessionId);
        var plan = check.ReadPlan(request.HeldOn, request.Place, request.CallIds, request.Agenda);
        return db.OnceAsync(
            caller,
            request.RequestId,
            request,
            async token =>
            {
                check.ThrowIfAny();
                var session = await db.LockSessionAsync(id, token);
                var hidden = await db.RecusedFromAsync(caller, token);
                var filled = await db.FillAsync(plan, hidden, time.GetUtcNow(), token);
                var kept = session.Agenda.Where(item => item.ProposalId is { } one && hidden.Contains(one));
                filled = filled with { Agenda = [.. filled.Agenda.Union(kept)] };
                await RefuseLeavingOutAsync(session, filled, token);
                session.Change(filled, request.Version);
                return new V1.ChangeBoardSessionResponse { Session = await view.OfAsync(session, caller, token) };
            },
            cancellationToken
        );
    }

    private async Task RefuseLeavingOutAsync(
        BoardSession session,
        SessionPlan plan,
        CancellationToken cancellationToken
    )
    {
        var decided = await db
            .BoardDecisions.Where(row => row.BoardSessionId == session.Id)
            .Select(row => row.ProposalId)
            .Union(
                db.Awards.Where(row => row.BoardSessionId == session.Id && row.State != AwardState.Refused)
                    .Select(row => row.ProposalId)
            )
            .ToListAsync(cancellationToken);
        var check = new Check();
        check.That(
            decided.All(proposal => plan.Agenda.Any(item => item.ProposalId == proposal)),
            "agenda",
            "What the session has decided on stays on its agenda."
        );
        check.ThrowIfAny();
    }
}
