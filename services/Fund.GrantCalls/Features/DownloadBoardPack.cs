using Fund.Common.V1;
using Fund.GrantCalls.Domain;
using Fund.GrantCalls.Grpc;
using Fund.GrantCalls.Persistence;
using Fund.Hosting;
using Fund.Kernel;
using Grpc.Core;
using Microsoft.EntityFrameworkCore;

namespace Fund.GrantCalls.Features;

/// <summary>
/// A finished file of a pack, to whoever asked for it. Somebody who was recused from a proposal since does not get the file
/// in which it still is.
/// </summary>
public sealed class DownloadBoardPack(GrantCallsDb db)
{
    public async Task HandleAsync(
        V1.DownloadBoardPackRequest request,
        Caller caller,
        IServerStreamWriter<FilePart> parts,
        CancellationToken cancellationToken
    )
    {
        var id = request.PrintId.ToId("print_id");
        var print =
            await db.OwnPrints(caller).SingleOrDefaultAsync(row => row.Id == id, cancellationToken)
            ?? throw Refusals.NotFound("board pack", request.PrintId).AsException();
        if (print.File is not { } file)
        {
            throw SessionRefusals.PackNotFinished().AsException();
        }

        var session = await db.SessionAsync(print.BoardSessionId.ToWire(), cancellationToken);
        var hidden = await db.RecusedFromAsync(caller, cancellationToken);
        if (hidden.Except(print.LeftOut).Intersect(session.Proposals).Any())
        {
            throw SessionRefusals.PackOutdated().AsException();
        }

        var name = $"board-pack-{session.HeldOn.ToWire()}.pdf";
        await using var stream = new FilePartStream(parts, name, "application/pdf", cancellationToken);
        await stream.WriteAsync(file, cancellationToken);
        await stream.CompleteAsync();
    }
}
