using Fund.GrantCalls.Domain;
using Fund.GrantCalls.Grpc;
using Fund.GrantCalls.Persistence;
using Fund.Hosting;
using Fund.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Fund.GrantCalls.Features;

/// <summary>One session of the Board.</summary>
public sealed class GetBoardSession(GrantCallsDb db, BoardSessionView view)
{
    public async Task<V1.GetBoardSessionResponse> HandleAsync(
        V1.GetBoardSessionRequest request,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var session = await db.SessionAsync(request.BoardSessionId, cancellationToken);
        return new V1.GetBoardSessionResponse { Session = await view.OfAsync(session, caller, cancellationToken) };
    }
}
