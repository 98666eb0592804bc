using System.Threading.Channels;
using Fund.Donations.Domain;
using Fund.Donations.Domain.Importing;
using Fund.Donations.Persistence;
using Fund.Donations.Persistence.Importing;
using Fund.Hosting;
using Fund.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Fund.Donations.Features.Importing;

/// <summary>One kind of file: how it is checked and how it is taken in. Chosen by the import's kind.</summary>
public interface IImporter
{
    ImportKind Kind { get; }

    /// <summary>Reads the whole file and notes what is wrong; nothing else changes.</summary>
    Task CheckAsync(ImportFile import, CancellationToken cancellationToken);

    /// <summary>Takes in what is good from the import's position on, in committed steps.</summary>
    Task RunAsync(ImportFile import, CancellationToken cancellationToken);
}

/// <summary>A row that was read, with its number for problems found later.</summary>
internal interface IImportRow
{
    long Row { get; }
}

/// <summary>
/// A CSV file in batches: one thread reads ahead while others ask the database and write. A batch is one transaction,
/// which also moves the import's position.
/// </summary>
internal abstract class CsvImporter<TRow>(
    DonationsDb db,
    ImportFiles files,
    IServiceScopeFactory scopes,
    TimeProvider clock
) : IImporter
    where TRow : class, IImportRow
{
    /// <summary>Rows of one transaction: enough to make the commit cheap, few enough to show progress.</summary>
    private const int BatchSize = 5_000;

    /// <summary>Batches read ahead.</summary>
    private const int ReadAhead = 2;

    public abstract ImportKind Kind { get; }

    protected TimeProvider Clock => clock;

    /// <summary>Batches written side by side; one when each depends on the one before.</summary>
    protected virtual int Lanes => 1;

    /// <summary>Fields that a row may have.</summary>
    protected abstract IReadOnlyList<string> Fields { get; }

    public async Task CheckAsync(ImportFile import, CancellationToken cancellationToken)
    {
        await db.ImportProblems.Where(row => row.ImportId == import.Id).ExecuteDeleteAsync(cancellationToken);
        var tally = new ImportTally();
        await using var file = files.ToCheck(import);
        await foreach (var batch in BatchesAsync(import, file, tally, skip: 0, cancellationToken))
        {
            await ResolveAsync(db, import, batch, cancellationToken);
            tally.Count(batch, SumOf);
            await KeepAsync(db, import, batch.Problems, tally, cancellationToken);
            import.CheckedSoFar(tally.Rows, tally.BadRows);
            await db.SaveChangesAsync(cancellationToken);
            Forget(import);
        }

        if (tally.Rows == 0)
        {
            throw new UnreadableFileException("The file has no rows.", tally.Columns);
        }

        await db.WasReadAsync(
            import,
            whole => whole.WasRead(file.Sha256(), tally.Sums(), tally.Columns, tally.Preview),
            cancellationToken
        );
    }

    public async Task RunAsync(ImportFile import, CancellationToken cancellationToken)
    {
        var bad = (
            await db
                .ImportProblems.Where(row => row.ImportId == import.Id)
                .Select(row => row.RowNumber)
                .ToListAsync(cancellationToken)
        ).ToHashSet();
        var tally = new ImportTally { Problems = bad.Count };
        await using var file = files.ToTakeIn(import);
        var batches = BatchesAsync(import, file, tally, import.Position, cancellationToken);
        await using (var steps = new OrderedSteps(scopes, import, Lanes, cancellationToken))
        {
            await foreach (var batch in batches)
            {
                batch.LeaveOut(bad);
                await steps.AddAsync((lane, token) => PrepareAsync(lane, import, batch, tally, token));
            }

            await steps.CompleteAsync();
        }

        import.Finish(clock.GetUtcNow());
        await db.SaveChangesAsync(cancellationToken);
    }

    /// <summary>Reads one row; null when something is wrong with it that the reader has noted.</summary>
    protected abstract TRow? Read(CsvRows rows, CellReader cells, ImportFile import);

    /// <summary>Goes by a row that was dealt with before a stop; only whoever counts rows has to look at it.</summary>
    protected virtual void Pass(CsvRows rows, CellReader cells, ImportFile import) { }

    /// <summary>Refuses the file when it lacks a field that every row needs.</summary>
    /// <exception cref="UnreadableFileException">It does.</exception>
    protected abstract void RequireFields(CsvRows rows);

    /// <summary>Looks up what the rows name, and removes those that name what is not there.</summary>
    protected abstract Task ResolveAsync(
        DonationsDb db,
        ImportFile import,
        ImportBatch<TRow> batch,
        CancellationToken cancellationToken
    );

    /// <summary>
    /// Readies the rows in the running transaction, whose locks are taken here: donors registered, references held.
    /// </summary>
    /// <returns>Whether the next batch has to wait for this one, and what writes the rows.</returns>
    protected abstract Task<(bool StandsAlone, Func<CancellationToken, Task> WriteAsync)> ReadyAsync(
        DonationsDb db,
        ImportFile import,
        ImportBatch<TRow> batch,
        CancellationToken cancellationToken
    );

    /// <summary>What a row adds to the sums shown before anybody decides; null when nothing.</summary>
    protected abstract Money? SumOf(TRow row);

    private async Task<PreparedStep> PrepareAsync(
        DonationsDb lane,
        ImportFile import,
        ImportBatch<TRow> batch,
        ImportTally tally,
        CancellationToken cancellationToken
    )
    {
        await ResolveAsync(lane, import, batch, cancellationToken);

        // Problems of cells were kept by the check; these are new, because something changed since.
        await KeepAsync(lane, import, batch.ResolvedProblems, tally, cancellationToken);
        var (standsAlone, write) =
            batch.Rows.Count > 0 ? await ReadyAsync(lane, import, batch, cancellationToken) : (false, Nothing);
        return new PreparedStep(batch.Count, batch.Rows.Count, standsAlone, write);
    }

    private static Task Nothing(CancellationToken cancellationToken) => Task.CompletedTask;

    private static async Task KeepAsync(
        DonationsDb db,
        ImportFile import,
        IReadOnlyList<CellProblem> problems,
        ImportTally tally,
        CancellationToken cancellationToken
    )
    {
        var kept = problems.Take(Math.Max(0, ImportFile.MostProblems - tally.Problems)).ToList();
        tally.Problems += kept.Count;
        db.ImportProblems.AddRange(
            kept.Select(problem => new ImportProblem(
                import.Id,
                problem.Row,
                problem.Column,
                problem.Value,
                problem.Problem.Text
            ))
        );
        await db.SaveChangesAsync(cancellationToken);
    }

    /// <summary>Memory stays that of one batch.</summary>
    private void Forget(ImportFile import)
    {
        db.ChangeTracker.Clear();
        db.Attach(import);
    }

    private async IAsyncEnumerable<ImportBatch<TRow>> BatchesAsync(
        ImportFile import,
        ImportFileStream file,
        ImportTally tally,
        long skip,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var channel = System.Threading.Channels.Channel.CreateBounded<ImportBatch<TRow>>(ReadAhead);
        var reading = Task.Run(() => ReadAsync(import, file, tally, skip, channel.Writer, stop.Token), stop.Token);
        try
        {
            await foreach (var batch in channel.Reader.ReadAllAsync(cancellationToken))
            {
                yield return batch;
            }
        }
        finally
        {
            // The file's connection is used by the reader until it has ended.
            await stop.CancelAsync();
            await reading.ContinueWith(
                _ => { },
                CancellationToken.None,
                TaskContinuationOptions.None,
                TaskScheduler.Default
            );
        }
    }

    private async Task ReadAsync(
        ImportFile import,
        ImportFileStream file,
        ImportTally tally,
        long skip,
        ChannelWriter<ImportBatch<TRow>> batches,
        CancellationToken cancellationToken
    )
    {
        try
        {
            using var rows = await CsvRows.OpenAsync(file, import.Layout, Fields, cancellationToken);
            RequireFields(rows);
            tally.Columns = rows.Columns;
            var today = clock.Today();
            var batch = new ImportBatch<TRow>();
            while (await rows.ReadAsync(cancellationToken))
            {
                var cells = new CellReader(rows, import.Layout, today);
                if (skip > 0)
                {
                    skip--;
                    Pass(rows, cells, import);
                    continue;
                }

                var row = rows.Problem is null ? Read(rows, cells, import) : null;
                if (rows.Problem is { } problem)
                {
                    cells.RefuseRow(problem);
                }

                tally.Show(rows);
                batch.Add(row, cells.Problems);
                if (batch.Count == BatchSize)
                {
                    await batches.WriteAsync(batch, cancellationToken);
                    batch = new ImportBatch<TRow>();
                }
            }

            if (batch.Count > 0)
            {
                await batches.WriteAsync(batch, cancellationToken);
            }

            batches.Complete();
        }
        catch (Exception e)
        {
            // Thrown again where the batches are read.
            batches.Complete(e);
        }
    }
}
