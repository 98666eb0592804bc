using Fund.Donations.Domain;
using Fund.Donations.Persistence;
using Fund.Events;
using Fund.Hosting;
using Fund.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Fund.Donations.Features;

/// <summary>
/// Merges a duplicate into the donor that it is. Whatever refers to the duplicate by a foreign key follows, in one
/// transaction; the ledger is not touched. See services/decisions/0020-merging-donors.md.
/// </summary>
public sealed class MergeDonors(DonationsDb db, GetDonor get, TimeProvider clock)
{
    private const int LongestReason = 500;

    public Task<V1.MergeDonorsResponse> HandleAsync(
        V1.MergeDonorsRequest request,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var check = new Check();
        var survivorId = check.Id("donor_id", request.DonorId);
        var duplicateId = check.Id("duplicate_id", request.DuplicateId);
        var reason = check.Text("reason", request.Reason, LongestReason);
        if (check.IsFine && survivorId == duplicateId)
        {
            check.Add(DonationRefusals.MergeIntoItself(duplicateId));
        }

        check.ThrowIfAny();
        return db.OnceAsync(
            caller,
            request.RequestId,
            request,
            async token =>
            {
                var survivor = await MergeAsync(survivorId, duplicateId, reason, caller, token);
                return new V1.MergeDonorsResponse { Donor = await get.ShowAsync(survivor, caller, token) };
            },
            cancellationToken
        );
    }

    private async Task<Donor> MergeAsync(
        Guid survivorId,
        Guid duplicateId,
        string reason,
        Caller caller,
        CancellationToken token
    )
    {
        var (survivor, duplicate) = await db.LockBothAsync(survivorId, duplicateId, token);
        var now = clock.Moment();
        duplicate.MergeInto(survivor, now);
        var merge = new DonorMerge(survivorId, duplicateId, reason, caller.Subject, now);
        db.Add(merge);
        db.Enqueue(new DonorsMerged(merge.Id, survivorId, duplicateId));
        await db.SaveChangesAsync(token);
        await db.Database.ExecuteSqlAsync($"select move_donor_rows({merge.Id}, {duplicateId}, {survivorId})", token);
        await db.Database.ExecuteSqlAsync(
            $"""
            insert into donor_merge_crossings (merge_id, table_name, row_key)
            select {merge.Id}, table_name, row_key from find_merge_crossings({merge.Id}, {survivorId})
            """,
            token
        );
        return survivor;
    }
}

internal static class DonorPairs
{
    /// <summary>
    /// Locks two donors, the pledges of both, and everybody out who records money meanwhile: they look again who the
    /// donor is afterwards. In the order in which everybody locks: donors, pledges, rates.
    /// </summary>
    /// <exception cref="RefusedException">NOT_FOUND.</exception>
    public static async Task<(Donor First, Donor Second)> LockBothAsync(
        this DonationsDb db,
        Guid first,
        Guid second,
        CancellationToken cancellationToken
    )
    {
        var (lower, higher) = first.CompareTo(second) < 0 ? (first, second) : (second, first);
        var one = await db.LockDonorAsync(lower, cancellationToken);
        var other = await db.LockDonorAsync(higher, cancellationToken);
        await db.Database.ExecuteSqlAsync(
            $"select 1 from pledges where donor_id in ({first}, {second}) order by id for update",
            cancellationToken
        );
        await db.LockReferencesAsync(cancellationToken);
        await db.Database.ExecuteSqlAsync(
            $"update reference_version set version = version + 1 where id = 1",
            cancellationToken
        );
        return one.Id == first ? (one, other) : (other, one);
    }
}
