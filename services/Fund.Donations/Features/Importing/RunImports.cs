using System.Security.Cryptography;
using Fund.Donations.Domain.Importing;
using Fund.Donations.Persistence;
using Fund.Donations.Persistence.Importing;
using Fund.Hosting;
using Microsoft.EntityFrameworkCore;

namespace Fund.Donations.Features.Importing;

/// <summary>
/// Carries imports forward: checks what has arrived, takes in what was started. Every step is committed with how far it
/// came, so that a stop at any moment only means that the next start, on any instance, goes on.
/// </summary>
public sealed class RunImports(
    DonationsDb db,
    ArrivingFiles arriving,
    IServiceScopeFactory scopes,
    ILogger<RunImports> log
) : IClockWork
{
    public static string Name => "run imports";

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while ((await NextAsync(cancellationToken) ?? arriving.Next()) is { } id)
        {
            // A scope each: what was looked up for one file is nothing to the next.
            await using var scope = scopes.CreateAsyncScope();
            await CarryAsync(scope.ServiceProvider, id, cancellationToken);
        }
    }

    /// <summary>Checks come first, because somebody waits for them; then the oldest; then what is still arriving.</summary>
    private Task<Guid?> NextAsync(CancellationToken cancellationToken) =>
        db
            .Imports.Where(import => import.State == ImportState.Checking || import.State == ImportState.Running)
            .OrderBy(import => import.State == ImportState.Running)
            .ThenBy(import => import.Failures)
            .ThenBy(import => import.Id)
            .Select(import => (Guid?)import.Id)
            .FirstOrDefaultAsync(cancellationToken);

    private async Task CarryAsync(IServiceProvider services, Guid id, CancellationToken cancellationToken)
    {
        var own = services.GetRequiredService<DonationsDb>();
        var import = await own.FindImportAsync(id, cancellationToken);
        var importer = services.GetServices<IImporter>().Single(importer => importer.Kind == import.Kind);
        try
        {
            switch (import.State)
            {
                case ImportState.Receiving or ImportState.Checking:
                    await importer.CheckAsync(import, cancellationToken);
                    break;
                case ImportState.Running:
                    await importer.RunAsync(import, cancellationToken);
                    break;
            }
        }
        catch (Exception e) when (import.State == ImportState.Receiving && !cancellationToken.IsCancellationRequested)
        {
            // Whatever it was, it is met again when the file is whole, and counts then.
            log.LogInformation("Import {Import} is checked when it is whole ({Reason})", id, e.GetType().Name);
        }
        catch (UnreadableFileException e)
        {
            await ChangeAsync(own, id, changed => changed.CannotBeRead(e.Message, e.Columns), cancellationToken);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            // Not the file's fault. It is tried again, and stops for a person after a few times.
            var reference = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6));
            log.LogError(e, "Import {Import} failed at a step, reference {Reference}", id, reference);
            await ChangeAsync(own, id, changed => changed.Failed(reference), cancellationToken);
        }
    }

    /// <summary>Changes the import as it is stored, whatever the failed step had in mind.</summary>
    private static async Task ChangeAsync(
        DonationsDb db,
        Guid id,
        Action<ImportFile> change,
        CancellationToken cancellationToken
    )
    {
        db.ChangeTracker.Clear();
        change(await db.FindImportAsync(id, cancellationToken));
        await db.SaveChangesAsync(cancellationToken);
    }
}
