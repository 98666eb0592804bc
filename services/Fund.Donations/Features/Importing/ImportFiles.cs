using Fund.Donations.Domain.Importing;
using Fund.Donations.Persistence;
using Fund.Donations.Persistence.Importing;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Fund.Donations.Features.Importing;

/// <summary>Opens the uploaded files that importers read.</summary>
internal sealed class ImportFiles(NpgsqlDataSource source, ArrivingFiles arriving)
{
    /// <summary>Hashed, and waiting for parts that are still to come.</summary>
    public ImportFileStream ToCheck(ImportFile import) =>
        new(source, import.Id, hashed: true, import.State == ImportState.Receiving ? arriving : null);

    /// <summary>A whole file.</summary>
    public ImportFileStream ToTakeIn(ImportFile import) => new(source, import.Id, hashed: false);
}

/// <summary>The end of a check.</summary>
internal static class Checks
{
    /// <summary>Notes what was read, unless somebody gave the import up meanwhile.</summary>
    /// <param name="db">Its changes are saved.</param>
    /// <param name="import">As the check saw it.</param>
    /// <param name="note">Notes hash, sums and first rows.</param>
    /// <param name="cancellationToken">Rolls back; the file is checked again.</param>
    public static async Task WasReadAsync(
        this DonationsDb db,
        ImportFile import,
        Action<ImportFile> note,
        CancellationToken cancellationToken
    )
    {
        db.ChangeTracker.Clear();
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var whole = await db.LockImportAsync(import.Id, cancellationToken);
        if (whole.State == ImportState.Checking)
        {
            note(whole);
            whole.CheckedSoFar(import.Rows, import.BadRows);
            whole.IsTheSameAs(await SameFileAsync(db, whole, cancellationToken));
            await db.SaveChangesAsync(cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
    }

    private static Task<Guid?> SameFileAsync(DonationsDb db, ImportFile import, CancellationToken cancellationToken) =>
        db
            .Imports.Where(other =>
                other.Sha256 == import.Sha256
                && other.Kind == import.Kind
                && other.Id != import.Id
                && (other.State == ImportState.Done || other.State == ImportState.Running)
            )
            .OrderBy(other => other.Id)
            .Select(other => (Guid?)other.Id)
            .FirstOrDefaultAsync(cancellationToken);
}
