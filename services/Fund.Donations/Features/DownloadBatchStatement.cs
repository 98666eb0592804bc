using Fund.Common.V1;
using Fund.Donations.Domain.Statements;
using Fund.Donations.Grpc;
using Fund.Donations.Persistence;
using Fund.Hosting;
using Fund.Kernel;
using Grpc.Core;
using Microsoft.EntityFrameworkCore;

namespace Fund.Donations.Features;

/// <summary>One statement of a batch, as it was made.</summary>
public sealed class DownloadBatchStatement(DonationsDb db)
{
    public async Task HandleAsync(
        V1.DownloadBatchStatementRequest request,
        IServerStreamWriter<FilePart> parts,
        CancellationToken cancellationToken
    )
    {
        var batch = await db.BatchAsync(request.BatchId, cancellationToken);
        var donorId = request.DonorId.ToId("donor_id");
        var paper =
            await (
                from item in db.Set<StatementBatchItem>()
                join made in db.Set<StatementPaperFile>() on item.PaperId equals made.Id
                where item.BatchId == batch.Id && item.DonorId == donorId
                select new { made.Number, made.File }
            ).SingleOrDefaultAsync(cancellationToken)
            ?? throw Refusals.NotFound("statement of that donor", request.DonorId).AsException();
        await using var file = StatementFiles.Begin(parts, paper.Number, V1.StatementFormat.Pdf, cancellationToken);
        await file.WriteAsync(paper.File, cancellationToken);
        await file.CompleteAsync();
    }
}
