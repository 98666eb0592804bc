using Fund.Donations.Domain.Banking;
using Fund.Kernel;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Fund.Donations.Persistence;

/// <summary>A statement as it was taken in.</summary>
/// <param name="Statement">The stored one, with its warnings.</param>
/// <param name="New">Movements that were not known.</param>
/// <param name="Known">Movements known from this or another file; left as they are.</param>
/// <param name="ProblemCount">Rows that could not be taken as they stand.</param>
/// <param name="Problems">The first of them.</param>
public sealed record TakenStatement(
    BankStatement Statement,
    int New,
    int Known,
    int ProblemCount,
    IReadOnlyList<BankRowProblem> Problems
);

/// <summary>
/// Takes in what a reader gives, in the running transaction: reading is one thread's work and writing another's, with
/// a few batches between them, so that memory does not grow with the file. Whatever ends the reading ends all of it.
/// </summary>
/// <param name="db">Its transaction must be begun; nothing is left when it is not committed.</param>
/// <param name="clock">Says when.</param>
public sealed class StatementTaker(DonationsDb db, TimeProvider clock)
{
    /// <summary>Movements written at once.</summary>
    private const int BatchSize = 4000;

    /// <summary>Batches that may wait between reading and writing.</summary>
    private const int MostWaiting = 2;

    /// <summary>Problems kept of one statement; all are counted.</summary>
    public const int MostProblems = 1000;

    private readonly List<TakenStatement> _taken = [];
    private readonly List<ReadEntry> _batch = new(BatchSize);
    private readonly List<BankRowProblem> _problems = [];
    private EntryCopy? _copy;
    private BankStatement? _statement;
    private bool _isKnown;
    private (int New, int Known, int Problems) _count;

    /// <summary>What to do after every batch: commits it with how far it came, and begins another transaction.</summary>
    /// <param name="rows">Movements of the batch, and rows that are none.</param>
    /// <param name="good">Of these, the movements without a problem.</param>
    public delegate Task AfterBatch(int rows, int good, CancellationToken cancellationToken);

    /// <summary>Takes in all statements of a file.</summary>
    /// <param name="parts">Read on another thread.</param>
    /// <param name="fileId">The kept file they come from.</param>
    /// <param name="cancellationToken">Ends both threads.</param>
    /// <param name="after">For work in committed steps; null for all in the one transaction.</param>
    /// <param name="skip">Movements and problems that were dealt with before a stop.</param>
    public async Task<IReadOnlyList<TakenStatement>> TakeInAsync(
        IEnumerable<StatementPart> parts,
        Guid fileId,
        CancellationToken cancellationToken,
        AfterBatch? after = null,
        long skip = 0
    )
    {
        var resuming = skip > 0;
        var connection = (NpgsqlConnection)db.Database.GetDbConnection();
        _copy = new EntryCopy(connection, clock);
        await foreach (
            var batch in Ahead
                .ReadAsync(parts, BatchSize, MostWaiting, cancellationToken)
                .WithCancellation(cancellationToken)
        )
        {
            var (rows, good) = (0, 0);
            foreach (var part in batch)
            {
                var count = RowCount.Of(part);
                if (skip > 0 && count.Rows > 0)
                {
                    skip--;
                    continue;
                }

                rows += count.Rows;
                good += count.Good;
                await TakeAsync(part, fileId, resuming, cancellationToken);
            }

            await FlushAsync(cancellationToken);
            if (after is not null && rows > 0)
            {
                await after(rows, good, cancellationToken);
            }
        }

        foreach (var account in _taken.Select(taken => taken.Statement.Account).Distinct(StringComparer.Ordinal))
        {
            await Reversals.LinkAsync(db, account, cancellationToken);
        }

        return _taken;
    }

    /// <summary>Adds movements to a statement that comes in batches of the caller's own, each a transaction.</summary>
    /// <param name="head">The same for every batch, but for the days it covers.</param>
    /// <param name="entries">At least one.</param>
    /// <param name="fileId">The kept file they come from.</param>
    /// <param name="cancellationToken">Rolls back.</param>
    public async Task AppendAsync(
        StatementHead head,
        IReadOnlyCollection<ReadEntry> entries,
        Guid fileId,
        CancellationToken cancellationToken
    )
    {
        _copy = new EntryCopy((NpgsqlConnection)db.Database.GetDbConnection(), clock);
        await BeginAsync(head, fileId, resuming: true, cancellationToken);
        _batch.AddRange(entries);
        await FlushAsync(cancellationToken);
        var warnings = new BalanceCheck().Warnings(new Dictionary<string, decimal>());
        _statement!.Finish(warnings, _statement.EntryCount + entries.Count);
        _statement.Cover(head.From, head.To);
        await db.SaveChangesAsync(cancellationToken);
    }

    private async ValueTask TakeAsync(
        StatementPart part,
        Guid fileId,
        bool resuming,
        CancellationToken cancellationToken
    )
    {
        switch (part)
        {
            case ReadEntry entry:
                _batch.Add(entry);
                break;
            case RowProblem problem:
                _count.Problems++;
                if (_problems.Count < MostProblems)
                {
                    _problems.Add(new BankRowProblem(_statement!.Id, _problems.Count + 1, problem));
                }

                break;
            case StatementHead head:
                await BeginAsync(head, fileId, resuming, cancellationToken);
                break;
            case StatementEnd end:
                await FlushAsync(cancellationToken);
                await EndAsync(end, cancellationToken);
                break;
        }
    }

    /// <summary>Two files of one account wait for each other, so that an entry in both is new in one of them only.</summary>
    private Task LockAsync(string account, CancellationToken cancellationToken) =>
        db.Database.ExecuteSqlAsync(
            $"select pg_advisory_xact_lock(hashtextextended({"bank account " + account}, 0))",
            cancellationToken
        );

    private async Task BeginAsync(StatementHead head, Guid fileId, bool resuming, CancellationToken cancellationToken)
    {
        await LockAsync(head.Account, cancellationToken);
        _statement = await db.BankStatements.SingleOrDefaultAsync(
            row =>
                row.Account == head.Account
                && row.BankReference == head.BankReference
                && row.ElectronicSequence == head.ElectronicSequence
                && row.PageNumber == head.PageNumber,
            cancellationToken
        );
        _count = default;
        _problems.Clear();
        _isKnown = false;
        if (_statement is null)
        {
            _statement = new BankStatement(head, clock.GetUtcNow());
            db.BankStatements.Add(_statement);
            db.BankBalances.AddRange(
                head.Balances.Select((balance, i) => new BankBalance(_statement.Id, i + 1, balance))
            );
        }
        else
        {
            _isKnown = true;
        }

        if (await db.StatementFiles.FindAsync([_statement.Id, fileId], cancellationToken) is null)
        {
            db.StatementFiles.Add(new StatementFile(_statement.Id, fileId));
        }
        else if (resuming)
        {
            // This very import began it before it was stopped.
            _isKnown = false;
        }

        await db.SaveChangesAsync(cancellationToken);
    }

    private async Task EndAsync(StatementEnd end, CancellationToken cancellationToken)
    {
        var statement = _statement!;
        List<Sentence> warnings =
        [
            .. end.Balances.Warnings(await ClosedBeforeAsync(statement, cancellationToken)),
            .. end.Warnings,
        ];
        if (_isKnown)
        {
            warnings.Add("This statement was taken in before; entries known already are left as they are.");
        }

        statement.Finish(warnings, end.Entries);
        await db
            .BankRowProblems.Where(row => row.BankStatementId == statement.Id)
            .ExecuteDeleteAsync(cancellationToken);
        db.BankRowProblems.AddRange(_problems);
        await db.SaveChangesAsync(cancellationToken);
        _taken.Add(new TakenStatement(statement, _count.New, _count.Known, _count.Problems, [.. _problems]));
    }

    private async Task FlushAsync(CancellationToken cancellationToken)
    {
        if (_batch.Count == 0)
        {
            return;
        }

        await LockAsync(_statement!.Account, cancellationToken);
        var added = await _copy!.WriteAsync(_statement.Id, _statement.Account, _batch, cancellationToken);
        _count.New += added;
        _count.Known += _batch.Count - added;
        _batch.Clear();
    }

    /// <summary>Closing balances of the statement just before this one by the bank's own numbers, by currency.</summary>
    private async Task<IReadOnlyDictionary<string, decimal>> ClosedBeforeAsync(
        BankStatement statement,
        CancellationToken cancellationToken
    )
    {
        if (statement.ElectronicSequence < 2)
        {
            return new Dictionary<string, decimal>();
        }

        var before = statement.ElectronicSequence - 1;
        var rows = await (
            from balance in db.BankBalances.AsNoTracking()
            join other in db.BankStatements on balance.BankStatementId equals other.Id
            where other.Account == statement.Account && other.ElectronicSequence == before && balance.Code == "CLBD"
            select new { balance.CurrencyCode, balance.Amount }
        ).ToListAsync(cancellationToken);
        return rows.GroupBy(row => row.CurrencyCode)
            .Where(group => group.Count() == 1)
            .ToDictionary(group => group.Key, group => group.Single().Amount);
    }
}

/// <summary>How the parts of a statement count as rows of its file: a movement is one, and so is what could not become one.</summary>
internal static class RowCount
{
    public static (int Rows, int Good) Of(StatementPart part) =>
        part switch
        {
            ReadEntry { Problem: null } => (1, 1),
            RowProblem => (1, 0),
            _ => (0, 0),
        };
}
