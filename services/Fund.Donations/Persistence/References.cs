using Fund.Donations.Domain;
using Microsoft.EntityFrameworkCore;

namespace Fund.Donations.Persistence;

/// <summary>Rates and policy settings as they are read for valuing money.</summary>
public sealed record ReferenceData(long Version, RateTable Rates, PolicyHistory Policy);

/// <summary>Reads rates and settings, and keeps them from changing while money is valued by them.</summary>
public static class References
{
    /// <summary>Advisory lock: shared by those who value money, exclusive to those who change rates or settings.</summary>
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
            await db.ReadPolicyAsync(cancellationToken)
        );
    }

    public static async Task<PolicyHistory> ReadPolicyAsync(this DonationsDb db, CancellationToken cancellationToken) =>
        new(await db.PolicySettings.AsNoTracking().ToListAsync(cancellationToken));
}
