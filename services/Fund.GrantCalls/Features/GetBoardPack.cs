using Fund.GrantCalls.Domain;
using Fund.GrantCalls.Grpc;
using Fund.GrantCalls.Persistence;
using Fund.Hosting;
using Fund.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Fund.GrantCalls.Features;

/// <summary>What stands before the pages of a pack.</summary>
public sealed class GetBoardPack(GrantCallsDb db, BoardPackMaker maker)
{
    public async Task<V1.GetBoardPackResponse> HandleAsync(
        V1.GetBoardPackRequest request,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var session = await db.SessionAsync(request.BoardSessionId, cancellationToken);
        var hidden = await db.RecusedFromAsync(caller, cancellationToken);
        var summary = await maker.SummaryAsync(session, hidden, cancellationToken);
        return new V1.GetBoardPackResponse
        {
            Calls = { summary.Calls.Select(row => row.ToWire()) },
            Countries = { summary.Countries.Select(row => row.ToWire()) },
            LeftOut = summary.LeftOut.Count,
        };
    }
}
