using Fund.Donations.Domain;
using Fund.Donations.Persistence;
using Fund.Hosting;
using Microsoft.EntityFrameworkCore;

namespace Fund.Donations.Features;

/// <summary>
/// Works out every donor's share of an award, once: pro rata by USD received before it, in whole cents that add up to
/// the award. Money from published totals has a share too, but nobody's name on it.
/// </summary>
public sealed class ShareOutAwards(DonationsDb db, TimeProvider clock) : IClockWork
{
    public static string Name => "donations.share-out-awards";

    /// <summary>Shares out every award that was not yet.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var waiting = await db
            .Awards.Where(award => award.SharedOutAt == null)
            .OrderBy(award => award.CommittedAt)
            .Select(award => award.AwardId)
            .ToListAsync(cancellationToken);
        foreach (var awardId in waiting)
        {
            await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);

            // Donors are not merged meanwhile: their shares would be left behind.
            await db.HoldReferencesAsync(cancellationToken);
            await db.Database.ExecuteSqlAsync(
                $"select 1 from awards where award_id = {awardId} for update",
                cancellationToken
            );
            var award = await db.Awards.SingleAsync(row => row.AwardId == awardId, cancellationToken);
            if (award.SharedOutAt is null)
            {
                await ShareOutAsync(award, cancellationToken);
                await db.SaveChangesAsync(cancellationToken);
            }

            await transaction.CommitAsync(cancellationToken);
            db.ChangeTracker.Clear();
        }
    }

    private async Task ShareOutAsync(Award award, CancellationToken cancellationToken)
    {
        var given = await db
            .Contributions.Where(row =>
                row.UsdCents != null
                && row.ValuedAt <= award.CommittedAt
                && (row.ReversedAt == null || row.ReversedAt > award.CommittedAt)
            )
            .GroupBy(row => row.DonorId)
            .Select(group => new { DonorId = group.Key, Cents = group.Sum(row => row.UsdCents ?? 0) })
            .OrderBy(row => row.DonorId)
            .ToListAsync(cancellationToken);
        var known = given.Sum(row => row.Cents);
        var nameless = Math.Max(0, award.PoolCents - known);
        if (known + nameless > 0)
        {
            long[] weights = [.. given.Select(row => row.Cents), nameless];
            var shares = LargestRemainder.Divide(award.CommittedCents, weights);
            var points = given.Select(row => (int)((Int128)row.Cents * 10_000 / (known + nameless)));
            db.AwardShares.AddRange(
                given
                    .Zip(points, (row, basisPoints) => (row.DonorId, basisPoints))
                    .Select((row, i) => new AwardShare(award.AwardId, row.DonorId, shares[i], row.basisPoints))
                    .Where(share => share.ShareCents > 0)
            );
        }

        award.MarkSharedOut(clock.GetUtcNow());
    }
}
