using System.Globalization;
using System.IO.Compression;
using Fund.Common.V1;
using Fund.Donations.Domain;
using Fund.Donations.Domain.Statements;
using Fund.Donations.Persistence;
using Fund.Hosting;
using Grpc.Core;
using Microsoft.EntityFrameworkCore;

namespace Fund.Donations.Features;

/// <summary>
/// All statements of a finished batch in one zip file, with a list of what is in it. It is made while it leaves, in the
/// memory of one statement. Names of the files are the numbers of the statements: nothing a donor is called can become a
/// path.
/// </summary>
public sealed class DownloadStatementBatch(DonationsDb db)
{
    private const int AtOnce = 20;

    public async Task HandleAsync(
        V1.DownloadStatementBatchRequest request,
        IServerStreamWriter<FilePart> parts,
        CancellationToken cancellationToken
    )
    {
        var batch = await db.BatchAsync(request.BatchId, cancellationToken);
        if (batch.FinishedAt is not { } finished)
        {
            throw DonationRefusals.BatchNotFinished(batch.Id).AsException();
        }

        var name = string.Create(CultureInfo.InvariantCulture, $"statements-{batch.Year}.zip");
        await using var stream = new FilePartStream(parts, name, "application/zip", cancellationToken);
        await using (
            var zip = await ZipArchive.CreateAsync(
                stream,
                ZipArchiveMode.Create,
                leaveOpen: true,
                null,
                cancellationToken
            )
        )
        {
            await ContentsAsync(zip, batch.Id, finished, cancellationToken);
            await PapersAsync(zip, batch.Id, cancellationToken);
        }

        await stream.CompleteAsync();
    }

    private async Task ContentsAsync(
        ZipArchive zip,
        Guid batchId,
        DateTimeOffset at,
        CancellationToken cancellationToken
    )
    {
        var entry = zip.CreateEntry("contents.csv", CompressionLevel.Optimal);
        entry.LastWriteTime = at;
        await using var content = await entry.OpenAsync(cancellationToken);
        await using var file = await CsvFile.BeginAsync(
            content,
            ["file", "statement_number", "donor_id", "donor_name", "state", "problem"],
            cancellationToken
        );
        var rows =
            from item in db.Set<StatementBatchItem>()
            where item.BatchId == batchId
            join paper in db.Set<StatementPaperFile>() on item.PaperId equals paper.Id into papers
            from paper in papers.DefaultIfEmpty()
            orderby item.Position
            select new { Item = item, Number = paper == null ? "" : paper.Number };
        await foreach (var row in rows.AsNoTracking().AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            file.Text(row.Number.Length > 0 ? $"{row.Number}.pdf" : "")
                .Text(row.Number)
                .Text(row.Item.DonorId.ToWire())
                .Text(row.Item.DonorName)
                .Text(row.Item.State.ToString().ToLowerInvariant())
                .Text(row.Item.Problem);
            await file.EndRowAsync(cancellationToken);
        }
    }

    private async Task PapersAsync(ZipArchive zip, Guid batchId, CancellationToken cancellationToken)
    {
        var last = 0;
        while (true)
        {
            var papers = await (
                from item in db.Set<StatementBatchItem>()
                join paper in db.Set<StatementPaperFile>() on item.PaperId equals paper.Id
                where item.BatchId == batchId && item.Position > last
                orderby item.Position
                select new
                {
                    item.Position,
                    paper.Number,
                    paper.MadeAt,
                    paper.File,
                }
            )
                .Take(AtOnce)
                .ToListAsync(cancellationToken);
            foreach (var paper in papers)
            {
                // They are compressed in themselves already.
                var entry = zip.CreateEntry($"{paper.Number}.pdf", CompressionLevel.NoCompression);
                entry.LastWriteTime = paper.MadeAt;
                await using var content = await entry.OpenAsync(cancellationToken);
                await content.WriteAsync(paper.File, cancellationToken);
                last = paper.Position;
            }

            if (papers.Count == 0)
            {
                return;
            }
        }
    }
}
