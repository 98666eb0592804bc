using System.Globalization;
using Fund.Donations.Domain;
using Fund.Hosting;
using Fund.Kernel;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Fund.Donations.Persistence;

/// <summary>Posts transactions. All lines go in one statement, in which the database checks that they balance.</summary>
public static class Ledger
{
    /// <summary>The one way into the ledger: an array for every column.</summary>
    public const string InsertSql = """
        insert into ledger_entries (id, transaction_id, account, amount_minor, amount_currency, entry_date, kind, cause_id,
            corrects_transaction_id, posted_at)
        select id, transaction_id, account, amount_minor, amount_currency, entry_date, kind, cause_id, corrects, {0}
        from unnest({1}, {2}, {3}, {4}, {5}, {6}, {7}, {8}, {9})
            as line (id, transaction_id, account, amount_minor, amount_currency, entry_date, kind, cause_id, corrects)
        """;

    /// <summary>SQLSTATE of the ledger when an entry is dated in a closed month.</summary>
    public const string MonthClosed = "FD002";

    /// <summary>Posts in the running transaction of the context.</summary>
    /// <exception cref="RefusedException">MONTH_CLOSED, with the month and the first open day.</exception>
    public static async Task PostAsync(
        this DonationsDb db,
        IReadOnlyList<LedgerTransaction> transactions,
        DateTimeOffset postedAt,
        CancellationToken cancellationToken
    )
    {
        if (transactions.Count == 0)
        {
            return;
        }

        var columns = LedgerColumns.Of(transactions);
        db.Audit.Counted("ledger_entry", AuditVerb.Added, columns.Ids.Length);
        try
        {
            await db.Database.ExecuteSqlRawAsync(
                InsertSql,
                [
                    postedAt,
                    columns.Ids,
                    columns.TransactionIds,
                    columns.Accounts,
                    columns.Amounts,
                    columns.Currencies,
                    columns.Dates,
                    columns.Kinds,
                    columns.CauseIds,
                    columns.Corrects,
                ],
                cancellationToken
            );
        }
        catch (PostgresException e) when (e.SqlState == MonthClosed)
        {
            // The hint is "day asked for, first open day".
            var days = e.Hint!.Split(' ').Select(day => DateOnly.Parse(day, CultureInfo.InvariantCulture)).ToArray();
            throw PeriodRefusals.EntryInClosedMonth(days[0], days[1]).AsException();
        }
    }
}

/// <summary>Lines of transactions, column by column.</summary>
internal sealed class LedgerColumns(int lines)
{
    public Guid[] Ids { get; } = new Guid[lines];

    public Guid[] TransactionIds { get; } = new Guid[lines];

    public string[] Accounts { get; } = new string[lines];

    public long[] Amounts { get; } = new long[lines];

    public string[] Currencies { get; } = new string[lines];

    public DateOnly[] Dates { get; } = new DateOnly[lines];

    public string[] Kinds { get; } = new string[lines];

    public Guid[] CauseIds { get; } = new Guid[lines];

    public Guid?[] Corrects { get; } = new Guid?[lines];

    public static LedgerColumns Of(IReadOnlyList<LedgerTransaction> transactions)
    {
        var columns = new LedgerColumns(transactions.Sum(transaction => transaction.Lines.Count));
        var row = 0;
        foreach (var transaction in transactions)
        {
            foreach (var line in transaction.Lines)
            {
                columns.Ids[row] = OrderedIds.Next();
                columns.TransactionIds[row] = transaction.Id;
                columns.Accounts[row] = line.Account;
                columns.Amounts[row] = line.Amount.MinorUnits;
                columns.Currencies[row] = line.Amount.Currency.Code;
                columns.Dates[row] = transaction.EntryDate;
                columns.Kinds[row] = transaction.Kind;
                columns.CauseIds[row] = transaction.CauseId;
                columns.Corrects[row++] = transaction.Corrects;
            }
        }

        return columns;
    }
}
