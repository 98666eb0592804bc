using Fund.Donations.Domain;
using Microsoft.EntityFrameworkCore;

namespace Fund.Donations.Persistence;

/// <summary>Rates, policy settings and the closing line as they are read for valuing and posting money.</summary>
/// <param name="Version">Raised by every change of any of them.</param>
/// <param name="Rates">All rates.</param>
/// <param name="Policy">All settings.</param>
/// <param name="ClosedThrough">Last day of the last closed month; null before the first closing.</param>
public sealed record ReferenceData(long Version, RateTable Rates, PolicyHistory Policy, DateOnly? ClosedThrough)
{
    /// <summary>
    /// The day that something of a date is posted on: the date itself, or the first open day when its month is closed.
    /// </summary>
    public DateOnly PostingDate(DateOnly date) => References.PostingDate(date, ClosedThrough);
}

/// <summary>Reads rates, settings and the closing line, and keeps them from changing while money is posted by them.</summary>
public static class References
{
    /// <summary>
    /// Advisory lock: shared by those who value or post money, exclusive to those who change rates, settings or the
    /// closing line. Taken before the lock on the totals, by everybody, so that nobody waits in a circle.
    /// </summary>
    public const long Lock = 724_610;

    /// <summary>Lets nobody change rates or settings until the running transaction ends.</summary>
    public static Task HoldReferencesAsync(this DonationsDb db, CancellationToken cancellationToken) =>
        db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock_shared({Lock})", cancellationToken);

    /// <summary>Waits for everybody who values money, and keeps them out until the running transaction ends.</summary>
    public static Task LockReferencesAsync(this DonationsDb db, CancellationToken cancellationToken) =>
        db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock({Lock})", cancellationToken);

    public static async Task<ReferenceData> ReadReferencesAsync(
        this DonationsDb db,
        CancellationToken cancellationToken
    )
    {
        // The version first: should the rest be newer, the next look only reads it once more.
        var version = await db.Set<ReferenceVersion>().Select(row => row.Version).SingleAsync(cancellationToken);
        var rates = await db
            .Rates.AsNoTracking()
            .Select(rate => new
            {
                rate.CurrencyCode,
                rate.UnitsPerUsd,
                rate.EffectiveDate,
            })
            .ToListAsync(cancellationToken);
        return new ReferenceData(
            version,
            new RateTable(
                rates.Select(rate => (rate.CurrencyCode, new RateInForce(rate.UnitsPerUsd, rate.EffectiveDate)))
            ),
            await db.ReadPolicyAsync(cancellationToken),
            await db.ClosedThroughAsync(cancellationToken)
        );
    }

    /// <summary>Last day of the last closed month; null before the first closing.</summary>
    public static async Task<DateOnly?> ClosedThroughAsync(this DonationsDb db, CancellationToken cancellationToken) =>
        await db.Set<AccountingPeriod>()
            .Where(period => period.ClosedAt != null)
            .MaxAsync(period => (DateOnly?)period.Month, cancellationToken)
            is { } month
            ? AccountingPeriod.LastDayOf(month)
            : null;

    /// <summary>
    /// The day that something of a date is posted on, which no closing can overtake until the running transaction ends.
    /// Call it before locking the totals.
    /// </summary>
    public static async Task<DateOnly> PostingDateAsync(
        this DonationsDb db,
        DateOnly date,
        CancellationToken cancellationToken
    )
    {
        await db.HoldReferencesAsync(cancellationToken);
        return PostingDate(date, await db.ClosedThroughAsync(cancellationToken));
    }

    internal static DateOnly PostingDate(DateOnly date, DateOnly? closedThrough) =>
        closedThrough is { } closed && date <= closed ? closed.AddDays(1) : date;

    public static async Task<PolicyHistory> ReadPolicyAsync(this DonationsDb db, CancellationToken cancellationToken) =>
        new(await db.PolicySettings.AsNoTracking().ToListAsync(cancellationToken));
}
