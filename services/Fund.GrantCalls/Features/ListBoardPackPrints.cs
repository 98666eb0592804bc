using Fund.GrantCalls.Domain;
using Fund.GrantCalls.Grpc;
using Fund.GrantCalls.Persistence;
using Fund.Hosting;
using Fund.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Fund.GrantCalls.Features;

/// <summary>The files of packs that the caller asked for, newest first.</summary>
public sealed class ListBoardPackPrints(GrantCallsDb db)
{
    public async Task<V1.ListBoardPackPrintsResponse> HandleAsync(
        V1.ListBoardPackPrintsRequest request,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var page = Page.Of(request.Page);
        var check = new Check();
        var session = check.OptionalId("board_session_id", request.BoardSessionId);
        check.ThrowIfAny();
        var prints = db.OwnPrints(caller).Where(row => session == null || row.BoardSessionId == session);
        var result = await page.NewestFirstAsync(prints.Select(BoardPrintRow.Of), row => row.Id, cancellationToken);
        return new V1.ListBoardPackPrintsResponse
        {
            Prints = { result.Items.Select(row => row.ToWire()) },
            Page = result.ToWire(),
        };
    }
}
