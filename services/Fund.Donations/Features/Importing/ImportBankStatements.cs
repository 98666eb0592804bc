using System.Globalization;
using Fund.Donations.Domain.Banking;
using Fund.Donations.Domain.Importing;
using Fund.Donations.Persistence;
using Fund.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Fund.Donations.Features.Importing;

/// <summary>
/// Bank statements of any size. The check reads the whole file and stores nothing of it, so that a file that goes wrong
/// at its end leaves nothing; then batches are taken in, each committed with how far it came. After a stop the file is
/// read again from its start and what was taken in is gone by.
/// </summary>
internal sealed class ImportBankStatements(DonationsDb db, ImportFiles files, TimeProvider clock) : IImporter
{
    /// <summary>Parts read between two looks at the progress.</summary>
    private const int BatchSize = 20_000;

    public ImportKind Kind => ImportKind.BankStatement;

    public async Task CheckAsync(ImportFile import, CancellationToken cancellationToken)
    {
        await db.ImportProblems.Where(row => row.ImportId == import.Id).ExecuteDeleteAsync(cancellationToken);
        await using var file = files.ToCheck(import);
        using var reader = new Camt053(file, ImportFile.LargestFile, fingerprints: false);
        var tally = new Tally();
        try
        {
            await foreach (var batch in Ahead.ReadAsync(reader.Read(), BatchSize, 1, cancellationToken))
            {
                Count(import, batch, tally);
                import.CheckedSoFar(tally.Rows, tally.Bad);
                await db.SaveChangesAsync(cancellationToken);
                db.ChangeTracker.Clear();
                db.Attach(import);
            }
        }
        catch (RefusedException e)
        {
            throw new UnreadableFileException(e.Refusal.Sentence, []);
        }

        await db.WasReadAsync(
            import,
            whole => whole.WasRead(file.Sha256(), tally.Sums(), [], tally.Preview),
            cancellationToken
        );
    }

    public async Task RunAsync(ImportFile import, CancellationToken cancellationToken)
    {
        var kept = await db.KeptForAsync(import, "application/xml", clock.GetUtcNow(), cancellationToken);
        await using var file = files.ToTakeIn(import);
        using var reader = new Camt053(file, ImportFile.LargestFile);
        var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        try
        {
            await new StatementTaker(db, clock).TakeInAsync(
                reader.Read(),
                kept.Id,
                cancellationToken,
                async (rows, good, token) =>
                {
                    import.Step(rows, good);
                    await db.SaveChangesAsync(token);
                    await transaction.CommitAsync(token);
                    await transaction.DisposeAsync();
                    transaction = await db.Database.BeginTransactionAsync(token);
                },
                import.Position
            );
            import.Finish(clock.GetUtcNow());
            await db.SaveChangesAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }
        finally
        {
            await transaction.DisposeAsync();
        }
    }

    private void Count(ImportFile import, IReadOnlyList<StatementPart> batch, Tally tally)
    {
        foreach (var part in batch)
        {
            tally.Add(part);
            if (part is RowProblem problem && tally.Bad <= ImportFile.MostProblems)
            {
                db.ImportProblems.Add(
                    new ImportProblem(import.Id, problem.Place.Line, problem.Field, problem.Given, problem.Rule.Text)
                );
            }
        }
    }

    /// <summary>What was counted of the file.</summary>
    private sealed class Tally
    {
        private readonly SortedDictionary<string, long> _sums = new(StringComparer.Ordinal);
        private readonly List<PreviewRow> _preview = [];

        public long Rows { get; private set; }

        public long Bad { get; private set; }

        public IReadOnlyList<PreviewRow> Preview => _preview;

        /// <summary>What waits for a person, per currency.</summary>
        public IReadOnlyList<ImportSum> Sums() => [.. _sums.Select(sum => new ImportSum(sum.Key, sum.Value))];

        public void Add(StatementPart part)
        {
            var (rows, good) = RowCount.Of(part);
            Rows += rows;
            Bad += rows - good;
            if (part is not ReadEntry entry)
            {
                return;
            }

            if (entry.IsCandidate && entry.Amount is { } amount)
            {
                var code = amount.Currency.Code;
                _sums[code] = checked(_sums.GetValueOrDefault(code) + amount.MinorUnits);
            }

            if (_preview.Count < ImportFile.PreviewRows)
            {
                _preview.Add(new PreviewRow(entry.Line, Cells(entry)));
            }
        }

        private static Dictionary<string, string> Cells(ReadEntry entry) =>
            new(StringComparer.Ordinal)
            {
                ["amount"] = entry.RawAmount,
                ["currency"] = entry.CurrencyCode,
                ["direction"] = entry.IsCredit ? "credit" : "debit",
                ["status"] = entry.Status,
                ["date"] = (entry.ValueDate ?? entry.BookingDate)?.ToString("O", CultureInfo.InvariantCulture) ?? "",
                ["remitterName"] = entry.RemitterName,
                ["reference"] = ImportProblem.Shown(entry.Reference),
            };
    }
}
