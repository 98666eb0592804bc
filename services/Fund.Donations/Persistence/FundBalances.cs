using Fund.Donations.Domain;
using Fund.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Fund.Donations.Persistence;

/// <summary>
/// The running totals. Money that comes in is appended beside the row, so that recording contributions waits for
/// nobody; everything that takes money away locks the row, folds the additions in, decides, and changes it. The row's
/// CHECK is the second line of defence. See services/decisions/0009-running-totals.md.
/// </summary>
public static class FundBalances
{
    internal const string FoldSql = """
        with gone as (delete from fund_balance_additions returning *),
        sums as (
            select coalesce(sum(received), 0)::bigint as received,
                coalesce(sum(support_costs_set_aside), 0)::bigint as support_costs_set_aside,
                coalesce(sum(support_costs_charged), 0)::bigint as support_costs_charged,
                coalesce(sum(held_back), 0)::bigint as held_back,
                coalesce(sum(reserved), 0)::bigint as reserved,
                coalesce(sum(committed), 0)::bigint as committed,
                coalesce(sum(disbursed), 0)::bigint as disbursed,
                coalesce(sum(refunded), 0)::bigint as refunded
            from gone
        )
        update fund_balance b
        set received = b.received + s.received,
            support_costs_set_aside = b.support_costs_set_aside + s.support_costs_set_aside,
            support_costs_charged = b.support_costs_charged + s.support_costs_charged,
            held_back = b.held_back + s.held_back,
            reserved = b.reserved + s.reserved,
            committed = b.committed + s.committed,
            disbursed = b.disbursed + s.disbursed,
            refunded = b.refunded + s.refunded
        from sums s
        where b.id = 1
        """;

    /// <summary>Locks the totals for the running transaction and gives them with all additions folded in.</summary>
    public static async Task<FundTotals> LockTotalsAsync(this DonationsDb db, CancellationToken cancellationToken)
    {
        // The lock first, in a statement of its own: the next one then sees every addition committed until now.
        await db.Database.ExecuteSqlAsync($"select 1 from fund_balance where id = 1 for update", cancellationToken);
        await db.Database.ExecuteSqlRawAsync(FoldSql, cancellationToken);
        var row = await db.Balances.AsNoTracking().SingleAsync(cancellationToken);
        return row.Totals;
    }

    /// <summary>Changes totals that the running transaction has locked.</summary>
    /// <param name="db">The context that locked them.</param>
    /// <param name="totals">As locked.</param>
    /// <param name="change">What is added, above or below zero.</param>
    /// <param name="what">For the refusal: "The award", "The correction".</param>
    /// <param name="cancellationToken">Rolls back.</param>
    /// <exception cref="RefusedException">WOULD_UNCOVER_OBLIGATIONS when more would be obliged than was received.</exception>
    public static async Task ApplyAsync(
        this DonationsDb db,
        FundTotals totals,
        FundTotals change,
        string what,
        CancellationToken cancellationToken
    )
    {
        var after = Covered(totals, change, what);
        await db.Database.ExecuteSqlAsync(
            $"""
            update fund_balance
            set received = {after.Received}, support_costs_set_aside = {after.SupportCostsSetAside},
                support_costs_charged = {after.SupportCostsCharged}, held_back = {after.HeldBack},
                reserved = {after.Reserved}, committed = {after.Committed}, disbursed = {after.Disbursed},
                refunded = {after.Refunded}
            where id = 1
            """,
            cancellationToken
        );
    }

    /// <summary>Totals after a change that leaves everything obliged covered by money received.</summary>
    /// <exception cref="RefusedException">WOULD_UNCOVER_OBLIGATIONS.</exception>
    internal static FundTotals Covered(FundTotals totals, FundTotals change, string what)
    {
        var after = totals + change;
        if (after.Free < 0)
        {
            throw DonationRefusals
                .WouldUncover(what, Money.UsdCents(-change.Free), Money.UsdCents(totals.Free))
                .AsException();
        }

        // What is charged already for what was paid out cannot be taken back with the money it was set aside from.
        return after.SupportCostsSetAside >= 0
            ? after
            : throw DonationRefusals
                .WouldUncover(
                    what,
                    Money.UsdCents(-change.SupportCostsSetAside),
                    Money.UsdCents(totals.SupportCostsSetAside)
                )
                .AsException();
    }

    /// <summary>The totals as they are now, in one consistent look.</summary>
    public static async Task<FundTotals> ReadTotalsAsync(this DonationsDb db, CancellationToken cancellationToken)
    {
        var rows = await db
            .Database.SqlQueryRaw<TotalsRow>(
                """
                select sum(received)::bigint as "Received",
                    sum(support_costs_set_aside)::bigint as "SupportCostsSetAside",
                    sum(support_costs_charged)::bigint as "SupportCostsCharged",
                    sum(held_back)::bigint as "HeldBack",
                    sum(reserved)::bigint as "Reserved",
                    sum(committed)::bigint as "Committed",
                    sum(disbursed)::bigint as "Disbursed",
                    sum(refunded)::bigint as "Refunded"
                from (
                    select received, support_costs_set_aside, support_costs_charged, held_back, reserved, committed,
                        disbursed, refunded from fund_balance
                    union all
                    select received, support_costs_set_aside, support_costs_charged, held_back, reserved, committed,
                        disbursed, refunded from fund_balance_additions
                ) parts
                """
            )
            .ToListAsync(cancellationToken);
        return rows[0].ToTotals();
    }

    private sealed record TotalsRow(
        long Received,
        long SupportCostsSetAside,
        long SupportCostsCharged,
        long HeldBack,
        long Reserved,
        long Committed,
        long Disbursed,
        long Refunded
    )
    {
        public FundTotals ToTotals() =>
            new()
            {
                Received = Received,
                SupportCostsSetAside = SupportCostsSetAside,
                SupportCostsCharged = SupportCostsCharged,
                HeldBack = HeldBack,
                Reserved = Reserved,
                Committed = Committed,
                Disbursed = Disbursed,
                Refunded = Refunded,
            };
    }
}
