using Fund.Common.V1;
using Fund.Donations.Persistence;
using Fund.Donations.Persistence.Importing;
using Fund.Hosting;
using Grpc.Core;
using Npgsql;

namespace Fund.Donations.Features.Importing;

/// <summary>The file as it was uploaded.</summary>
public sealed class DownloadImport(DonationsDb db, NpgsqlDataSource source)
{
    public async Task HandleAsync(
        V1.DownloadImportRequest request,
        IServerStreamWriter<FilePart> parts,
        CancellationToken cancellationToken
    )
    {
        var check = new Check();
        var id = check.Id("import_id", request.ImportId);
        check.ThrowIfAny();
        var import = await db.FindImportAsync(id, cancellationToken);
        await using var file = new ImportFileStream(source, id, hashed: false);
        await using var output = new FilePartStream(
            parts,
            import.FileName,
            "application/octet-stream",
            cancellationToken
        );
        await file.CopyToAsync(output, cancellationToken);
        await output.CompleteAsync();
    }
}
