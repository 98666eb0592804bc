using Fund.GrantCalls.Domain;
using Fund.GrantCalls.Grpc;
using Fund.GrantCalls.Persistence;
using Fund.Hosting;
using Fund.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Fund.GrantCalls.Features;

/// <summary>How far a file of a pack is.</summary>
public sealed class GetBoardPackPrint(GrantCallsDb db)
{
    public async Task<V1.GetBoardPackPrintResponse> HandleAsync(
        V1.GetBoardPackPrintRequest request,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var id = request.PrintId.ToId("print_id");
        var print =
            await db.OwnPrints(caller)
                .Where(row => row.Id == id)
                .Select(BoardPrintRow.Of)
                .SingleOrDefaultAsync(cancellationToken)
            ?? throw Refusals.NotFound("board pack", request.PrintId).AsException();
        return new V1.GetBoardPackPrintResponse { Print = print.ToWire() };
    }
}
