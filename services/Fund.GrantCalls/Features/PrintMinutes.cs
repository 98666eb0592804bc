using Fund.Common.V1;
using Fund.GrantCalls.Domain;
using Fund.GrantCalls.Domain.Papers;
using Fund.GrantCalls.Grpc;
using Fund.GrantCalls.Persistence;
using Fund.Hosting;
using Fund.Kernel;
using Grpc.Core;
using Microsoft.EntityFrameworkCore;

namespace Fund.GrantCalls.Features;

/// <summary>Minutes as a PDF file, without the items that the reader is recused from.</summary>
public sealed class PrintMinutes(GrantCallsDb db)
{
    public async Task HandleAsync(
        V1.PrintMinutesRequest request,
        Caller caller,
        IServerStreamWriter<FilePart> parts,
        CancellationToken cancellationToken
    )
    {
        var (session, minutes) = await db.MinutesAsync(request.BoardSessionId, cancellationToken);
        var hidden = await db.RecusedFromAsync(caller, cancellationToken);
        var file = MinutesPaper.Make(session, minutes, hidden);
        var name = $"minutes-{session.HeldOn.ToWire()}.pdf";
        await using var stream = new FilePartStream(parts, name, "application/pdf", cancellationToken);
        await stream.WriteAsync(file, cancellationToken);
        await stream.CompleteAsync();
    }
}
