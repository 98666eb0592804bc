using Fund.Common.V1;
using Fund.GrantCalls.Persistence;
using Fund.Hosting;
using Grpc.Core;
using Microsoft.EntityFrameworkCore;

namespace Fund.GrantCalls.Features;

/// <summary>
/// A file as it was sent. It never has the media type of its content: a browser saves it and shows nothing of it in the
/// portal's name.
/// </summary>
public sealed class DownloadProposalFile(GrantCallsDb db, TimeProvider time)
{
    private const string ToBeSaved = "application/octet-stream";

    public async Task HandleAsync(
        V1.DownloadProposalFileRequest request,
        Caller caller,
        IServerStreamWriter<FilePart> parts,
        CancellationToken cancellationToken
    )
    {
        var (proposalId, id) = (request.ProposalId.ToId("proposal_id"), request.FileId.ToId("file_id"));
        var file = await db.ReadableFileAsync(proposalId, id, caller, time.GetUtcNow(), cancellationToken);
        if (!file.IsWhole)
        {
            throw ProposalFiles.NotFound(id);
        }

        // Part by part, and nothing of the database is held while one is sent: lines are slow, and connections are few.
        var parted = db.ProposalFileParts.AsNoTracking().Where(part => part.FileId == id);
        var places = await parted.Select(part => part.FirstByte).Order().ToListAsync(cancellationToken);
        await using var stream = new FilePartStream(parts, file.Name, ToBeSaved, cancellationToken);
        foreach (var place in places)
        {
            var content = await parted
                .Where(part => part.FirstByte == place)
                .Select(part => part.Content)
                .SingleAsync(cancellationToken);
            await stream.WriteAsync(content, cancellationToken);
        }

        await stream.CompleteAsync();
    }
}
