using Fund.GrantCalls.Domain;
using Fund.GrantCalls.Grpc;
using Fund.GrantCalls.Persistence;
using Fund.Hosting;
using Fund.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Fund.GrantCalls.Features;

/// <summary>Ends a session and drafts its minutes from what was recorded.</summary>
public sealed class CloseBoardSession(GrantCallsDb db, BoardSessionView view, MinutesMaker minutes, TimeProvider time)
{
    public Task<V1.CloseBoardSessionResponse> HandleAsync(
        V1.CloseBoardSessionRequest request,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var check = new Check();
        var id = check.Id("board_session_id", request.BoardSessionId);
        var language = check.BoardLanguage(request.Language);
        return db.OnceAsync(
            caller,
            request.RequestId,
            request,
            async token =>
            {
                check.ThrowIfAny();
                var session = await db.LockSessionAsync(id, token);
                var pending = await db.Awards.CountAsync(
                    row => row.BoardSessionId == id && row.State == AwardState.Committing,
                    token
                );
                if (pending > 0)
                {
                    throw SessionRefusals.AwardsPending(pending).AsException();
                }

                var now = time.GetUtcNow();
                session.Close(now);
                var sections = await minutes.DraftAsync(session, language, token);
                db.Add(new Minutes(session.Id, language, sections, caller.Subject, now));
                return new V1.CloseBoardSessionResponse { Session = await view.OfAsync(session, caller, token) };
            },
            cancellationToken
        );
    }
}
