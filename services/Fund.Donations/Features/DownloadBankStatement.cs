using Fund.Common.V1;
using Fund.Donations.Domain.Banking;
using Fund.Donations.Persistence;
using Fund.Donations.Persistence.Importing;
using Fund.Hosting;
using Fund.Kernel;
using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Fund.Donations.Features;

/// <summary>The file a statement was read from first, byte for byte; one part of it in memory at a time.</summary>
public sealed class DownloadBankStatement(DonationsDb db, NpgsqlDataSource source)
{
    public async Task HandleAsync(
        V1.DownloadBankStatementRequest request,
        IServerStreamWriter<FilePart> parts,
        CancellationToken cancellationToken
    )
    {
        var id = request.BankStatementId.ToId("bank_statement_id");
        var file =
            await (
                from link in db.StatementFiles
                join kept in db.BankFiles on link.BankFileId equals kept.Id
                where link.BankStatementId == id
                orderby kept.Id
                select kept
            ).FirstOrDefaultAsync(cancellationToken)
            ?? throw Refusals.NotFound("file of the bank statement", id.ToWire()).AsException();
        await using var stream = new FilePartStream(parts, file.FileName, file.MediaType, cancellationToken);
        if (file.ImportId is { } importId)
        {
            await using var uploaded = new ImportFileStream(source, importId, hashed: false);
            await uploaded.CopyToAsync(stream, cancellationToken);
            await stream.CompleteAsync();
            return;
        }

        // Part by part, and nothing of the database is held while one is sent.
        var parted = db.Set<BankFilePart>().AsNoTracking().Where(part => part.BankFileId == file.Id);
        foreach (var number in await parted.Select(part => part.Number).Order().ToListAsync(cancellationToken))
        {
            var content = await parted
                .Where(part => part.Number == number)
                .Select(part => part.Content)
                .SingleAsync(cancellationToken);
            await stream.WriteAsync(content, cancellationToken);
        }

        await stream.CompleteAsync();
    }
}
