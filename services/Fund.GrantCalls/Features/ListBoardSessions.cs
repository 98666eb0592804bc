using Fund.GrantCalls.Domain;
using Fund.GrantCalls.Grpc;
using Fund.GrantCalls.Persistence;
using Fund.Hosting;
using Fund.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Fund.GrantCalls.Features;

/// <summary>Sessions of the Board, newest first, without what is on their agendas.</summary>
public sealed class ListBoardSessions(GrantCallsDb db)
{
    public async Task<V1.ListBoardSessionsResponse> HandleAsync(
        V1.ListBoardSessionsRequest request,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        _ = caller;
        var page = Page.Of(request.Page);
        var result = await page.NewestFirstAsync(db.BoardSessions.AsNoTracking(), row => row.Id, cancellationToken);
        var ids = result.Items.Select(row => row.Id).ToList();
        var approved = await db
            .Minutes.Where(row => ids.Contains(row.Id) && row.ApprovedAt != null)
            .ToDictionaryAsync(row => row.Id, row => row.ApprovedAt, cancellationToken);
        return new V1.ListBoardSessionsResponse
        {
            Sessions = { result.Items.Select(row => row.ToWire(approved.GetValueOrDefault(row.Id))) },
            Page = result.ToWire(),
        };
    }
}
