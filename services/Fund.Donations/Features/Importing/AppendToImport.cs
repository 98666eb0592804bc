using Fund.Donations.Domain.Importing;
using Fund.Donations.Grpc;
using Fund.Donations.Persistence;
using Fund.Donations.Persistence.Importing;
using Fund.Hosting;
using Fund.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Fund.Donations.Features.Importing;

/// <summary>
/// Takes the next part of a file. The offset makes it safe to repeat: a part that is here already is answered as it was.
/// </summary>
public sealed class AppendToImport(DonationsDb db, ArrivingFiles arriving, ClockWake<RunImports> wake)
{
    public async Task<V1.AppendToImportResponse> HandleAsync(
        V1.AppendToImportRequest request,
        CancellationToken cancellationToken
    )
    {
        var check = new Check();
        var id = check.Id("import_id", request.ImportId);
        check.That(request.Offset >= 0, "offset", $"{request.Offset} is below zero.");
        if (request.Content.Length > ImportFile.LargestPart)
        {
            check.Add(ImportRefusals.PartTooLarge(request.Content.Length, ImportFile.LargestPart));
        }

        check.ThrowIfAny();
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var import = await db.LockImportAsync(id, cancellationToken);
        if (import.Receive(request.Offset, request.Content.Span, request.More) && !request.Content.IsEmpty)
        {
            var number = 1 + await db.ImportParts.CountAsync(part => part.ImportId == id, cancellationToken);
            db.ImportParts.Add(new ImportPart(id, number, request.Offset, request.Content.ToByteArray()));
        }

        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        if (arriving.PartArrived(import, request.Content.Length))
        {
            wake.Wake();
        }

        return new V1.AppendToImportResponse { Import = import.ToWire() };
    }
}

/// <summary>How features find imports.</summary>
internal static class ImportQueries
{
    /// <summary>The import, locked until the running transaction ends.</summary>
    /// <exception cref="RefusedException">NOT_FOUND.</exception>
    public static async Task<ImportFile> LockImportAsync(this DonationsDb db, Guid id, CancellationToken token)
    {
        await db.Database.ExecuteSqlAsync($"select 1 from imports where id = {id} for update", token);
        return await db.FindImportAsync(id, token);
    }

    /// <exception cref="RefusedException">NOT_FOUND.</exception>
    public static async Task<ImportFile> FindImportAsync(this DonationsDb db, Guid id, CancellationToken token) =>
        await db.Imports.SingleOrDefaultAsync(import => import.Id == id, token)
        ?? throw Refusals.NotFound("import", id.ToWire()).AsException();
}
