using Fund.Donations.Domain;
using Fund.Donations.Persistence;
using Fund.Hosting;
using Microsoft.EntityFrameworkCore;

namespace Fund.Donations.Features;

/// <summary>Clock work: writes down what every account moved in the months that were closed since, once and for good.</summary>
public sealed class SumClosedMonths(DonationsDb db, TimeProvider clock) : IClockWork
{
    public static string Name => "donations.sum-closed-months";

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var waiting = await db.Set<AccountingPeriod>()
            .Where(period => period.ClosedAt != null && period.SummedAt == null)
            .OrderBy(period => period.Month)
            .ToListAsync(cancellationToken);
        foreach (var period in waiting)
        {
            await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
            var after = await db.SummedThroughAsync(DateOnly.MaxValue, cancellationToken);
            var last = AccountingPeriod.LastDayOf(period.Month);
            await db.Database.ExecuteSqlAsync(
                $"""
                insert into ledger_month_sums (month, account, currency_code, debit_minor, credit_minor, entries)
                select date_trunc('month', entry_date)::date, account, amount_currency,
                    sum(greatest(amount_minor, 0))::bigint, sum(greatest(-amount_minor, 0))::bigint, count(*)
                from ledger_entries
                where entry_date > {after} and entry_date <= {last}
                group by 1, 2, 3
                """,
                cancellationToken
            );
            period.MarkSummed(clock.GetUtcNow());
            await db.SaveChangesAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }
    }
}
