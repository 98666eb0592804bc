using Fund.Donations.Domain;
using Fund.Hosting;
using Fund.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Fund.Donations.Persistence;

/// <summary>
/// Takes contributions back in the running transaction: every ledger transaction of them gets an opposite one, on the
/// day of the reversal, that names it. Call it inside <see cref="TotalsDoor"/>, because money is taken away.
/// </summary>
internal static class Reversing
{
    /// <summary>Reverses contributions for good; the totals are locked until the transaction ends.</summary>
    /// <param name="db">The context.</param>
    /// <param name="ids">Which ones.</param>
    /// <param name="reason">Why, 1 to 500 characters.</param>
    /// <param name="clock">Today is the day they stop counting.</param>
    /// <param name="cancellationToken">Rolls back.</param>
    /// <exception cref="RefusedException">NOT_FOUND, CONTRIBUTION_REVERSED, or WOULD_UNCOVER_OBLIGATIONS when their money
    /// is promised or paid already.</exception>
    public static async Task<IReadOnlyList<Contribution>> ReverseAsync(
        this DonationsDb db,
        IReadOnlyCollection<Guid> ids,
        string reason,
        TimeProvider clock,
        CancellationToken cancellationToken
    )
    {
        var today = await db.PostingDateAsync(clock.Today(), cancellationToken);
        var reversed = new List<Contribution>();
        var transactions = new List<LedgerTransaction>();
        foreach (var id in ids.Order())
        {
            var (contribution, opposite) = await db.TakeBackAsync(id, reason, today, clock.Moment(), cancellationToken);
            reversed.Add(contribution);
            transactions.AddRange(opposite);
        }

        await db.PostAndApplyAsync(transactions, clock.Moment(), "The reversal", cancellationToken);
        return reversed;
    }

    /// <summary>Marks one contribution as reversed and gives the opposites of its ledger transactions, not posted yet.</summary>
    /// <param name="db">The context; <see cref="References.PostingDateAsync"/> was asked for the day.</param>
    /// <param name="id">Which one.</param>
    /// <param name="reason">Why, 1 to 500 characters.</param>
    /// <param name="today">Open day of the reversal.</param>
    /// <param name="at">Now.</param>
    /// <param name="cancellationToken">Rolls back.</param>
    /// <exception cref="RefusedException">NOT_FOUND or CONTRIBUTION_REVERSED.</exception>
    public static async Task<(Contribution Contribution, IReadOnlyList<LedgerTransaction> Opposite)> TakeBackAsync(
        this DonationsDb db,
        Guid id,
        string reason,
        DateOnly today,
        DateTimeOffset at,
        CancellationToken cancellationToken
    )
    {
        await db.Database.ExecuteSqlAsync($"select 1 from contributions where id = {id} for update", cancellationToken);
        var contribution =
            await db.Contributions.SingleOrDefaultAsync(row => row.Id == id, cancellationToken)
            ?? throw Refusals.NotFound("contribution", id.ToWire()).AsException();
        contribution.Reverse(reason, today, at);
        var on = contribution.ReversedOn ?? today;
        var posted = await db
            .LedgerEntries.AsNoTracking()
            .Where(entry => entry.CauseId == id)
            .OrderBy(entry => entry.Id)
            .ToListAsync(cancellationToken);
        return (
            contribution,
            [
                .. posted
                    .GroupBy(entry => entry.TransactionId)
                    .Select(lines =>
                        LedgerTransaction.Reversal(
                            lines.Key,
                            id,
                            on,
                            lines.Select(line => new LedgerLine(line.Account, line.Amount))
                        )
                    ),
            ]
        );
    }

    /// <summary>Posts transactions that may take money away, and changes the totals by what they add up to.</summary>
    /// <exception cref="RefusedException">WOULD_UNCOVER_OBLIGATIONS.</exception>
    public static async Task PostAndApplyAsync(
        this DonationsDb db,
        IReadOnlyList<LedgerTransaction> transactions,
        DateTimeOffset at,
        string what,
        CancellationToken cancellationToken
    )
    {
        await db.PostAsync(transactions, at, cancellationToken);
        var totals = await db.LockTotalsAsync(cancellationToken);
        await db.ApplyAsync(totals, FundTotals.Of(transactions), what, cancellationToken);
    }
}
