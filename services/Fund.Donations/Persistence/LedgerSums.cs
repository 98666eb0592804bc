using Fund.Donations.Domain;
using Fund.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Fund.Donations.Persistence;

/// <summary>What one account moved in one currency.</summary>
/// <param name="Account">Code of the account.</param>
/// <param name="CurrencyCode">ISO 4217.</param>
/// <param name="Debit">Minor units.</param>
/// <param name="Credit">Minor units, above zero.</param>
/// <param name="Entries">Entries it is the sum of.</param>
public sealed record AccountSum(string Account, string CurrencyCode, long Debit, long Credit, long Entries)
{
    /// <summary>Debit above zero.</summary>
    public long BalanceMinor => Debit - Credit;

    public Money Balance => In(BalanceMinor);

    public Money In(long minorUnits) => new(minorUnits, Currency.Parse(CurrencyCode));
}

/// <summary>
/// Sums of the ledger. Months that are closed can no longer change and were added up once; only what came after the
/// last of them is added up entry by entry.
/// </summary>
internal static class LedgerSums
{
    /// <summary>Every account and currency at the end of a date, by account and currency.</summary>
    public static async Task<IReadOnlyList<AccountSum>> SumsAsync(
        this DonationsDb db,
        DateOnly asOf,
        CancellationToken cancellationToken
    )
    {
        var after = await db.SummedThroughAsync(asOf, cancellationToken);
        var rows = await db
            .Database.SqlQuery<AccountSum>(
                $"""
                select account as "Account", currency_code as "CurrencyCode", sum(debit)::bigint as "Debit",
                    sum(credit)::bigint as "Credit", sum(entries)::bigint as "Entries"
                from (
                    select account, currency_code, debit_minor as debit, credit_minor as credit, entries
                    from ledger_month_sums where month <= {after}
                    union all
                    select account, amount_currency, greatest(amount_minor, 0), greatest(-amount_minor, 0), 1
                    from ledger_entries where entry_date > {after} and entry_date <= {asOf}
                ) parts
                group by account, currency_code
                """
            )
            .ToListAsync(cancellationToken);
        return
        [
            .. rows.OrderBy(row => row.Account, StringComparer.Ordinal)
                .ThenBy(row => row.CurrencyCode, StringComparer.Ordinal),
        ];
    }

    /// <summary>What every USD account moved month by month up to a date: the first day of the month, and the sum.</summary>
    public static async Task<IReadOnlyList<(DateOnly Month, string Account, long BalanceMinor)>> UsdByMonthAsync(
        this DonationsDb db,
        DateOnly until,
        CancellationToken cancellationToken
    )
    {
        var after = await db.SummedThroughAsync(until, cancellationToken);
        var rows = await db
            .Database.SqlQuery<MonthRow>(
                $"""
                select month as "Month", account as "Account", (debit_minor - credit_minor) as "BalanceMinor"
                from ledger_month_sums where month <= {after} and currency_code = 'USD'
                union all
                select date_trunc('month', entry_date)::date, account, sum(amount_minor)::bigint
                from ledger_entries
                where entry_date > {after} and entry_date <= {until} and amount_currency = 'USD'
                group by 1, 2
                """
            )
            .ToListAsync(cancellationToken);
        return [.. rows.Select(row => (row.Month, row.Account, row.BalanceMinor))];
    }

    /// <summary>The last day, not after a date, up to which whole months were added up.</summary>
    public static async Task<DateOnly> SummedThroughAsync(
        this DonationsDb db,
        DateOnly asOf,
        CancellationToken cancellationToken
    )
    {
        // The last month that ends on or before the date.
        var last = AccountingPeriod.MonthOf(asOf);
        if (AccountingPeriod.LastDayOf(last) != asOf)
        {
            last = last > AccountingPeriod.MonthOf(DateOnly.MinValue) ? last.AddMonths(-1) : last;
        }

        var summed = await db.Set<AccountingPeriod>()
            .Where(period => period.SummedAt != null)
            .MaxAsync(period => (DateOnly?)period.Month, cancellationToken);
        return summed is { } month ? AccountingPeriod.LastDayOf(month < last ? month : last) : DateOnly.MinValue;
    }

    private sealed record MonthRow(DateOnly Month, string Account, long BalanceMinor);
}
