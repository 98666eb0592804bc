using Fund.GrantCalls.Domain;
using Fund.GrantCalls.Grpc;
using Fund.GrantCalls.Persistence;
using Fund.Hosting;
using Fund.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Fund.GrantCalls.Features;

/// <summary>Begins to make the pack of a session as a PDF file for whoever asks; clock work carries it out.</summary>
public sealed class PrintBoardPack(GrantCallsDb db, TimeProvider time)
{
    public Task<V1.PrintBoardPackResponse> HandleAsync(
        V1.PrintBoardPackRequest request,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var check = new Check();
        check.Id("board_session_id", request.BoardSessionId);
        var language = check.BoardLanguage(request.Language);
        return db.OnceAsync(
            caller,
            request.RequestId,
            request,
            async token =>
            {
                check.ThrowIfAny();
                var session = await db.SessionAsync(request.BoardSessionId, token);
                var print = new BoardPackPrint(
                    session.Id,
                    language,
                    caller.AccountId(),
                    caller.Subject,
                    time.GetUtcNow()
                );
                db.Add(print);
                return new V1.PrintBoardPackResponse { PrintId = print.Id.ToWire() };
            },
            cancellationToken
        );
    }
}
