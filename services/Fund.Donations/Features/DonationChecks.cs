using Fund.Donations.Domain;
using Fund.Donations.Persistence;
using Fund.Hosting;
using Fund.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Fund.Donations.Features;

/// <summary>Small things that several use cases check in the same way.</summary>
internal static class DonationChecks
{
    /// <summary>Notes amounts so large that sums over years would not fit.</summary>
    public static Money Bounded(this Money amount, string field, Check check)
    {
        if (amount.MinorUnits > Contribution.LargestMinorUnits)
        {
            check.Add(Refusals.AmountTooLarge(field, amount.ToString()));
        }

        return amount;
    }

    /// <summary>Passes for a donor that takes new records, and keeps it from being merged until the transaction ends.</summary>
    /// <exception cref="RefusedException">NOT_FOUND or DONOR_MERGED.</exception>
    public static async Task RequireDonorAsync(this DonationsDb db, Guid donorId, CancellationToken cancellationToken)
    {
        var now = await db
            .Database.SqlQuery<Guid>(
                $"""select coalesce(merged_into, id) as "Value" from donors where id = {donorId} for share"""
            )
            .ToListAsync(cancellationToken);
        if (now.Count == 0)
        {
            throw Refusals.NotFound("donor", donorId.ToWire()).AsException();
        }

        if (now[0] != donorId)
        {
            throw DonationRefusals.DonorMerged("donor_id", donorId, now[0]).AsException();
        }
    }

    /// <summary>
    /// What was paid against pledges so far, in minor units of each pledge's currency; what was reversed is not paid.
    /// </summary>
    public static Task<Dictionary<Guid, long>> PaidAsync(
        this DonationsDb db,
        IReadOnlyCollection<Guid> pledges,
        CancellationToken cancellationToken
    ) =>
        db
            .Contributions.Where(contribution =>
                contribution.PledgeId != null
                && pledges.Contains(contribution.PledgeId.Value)
                && contribution.ReversedOn == null
            )
            .GroupBy(contribution => contribution.PledgeId!.Value)
            .Select(group => new { Id = group.Key, Paid = group.Sum(contribution => contribution.Amount.MinorUnits) })
            .ToDictionaryAsync(row => row.Id, row => row.Paid, cancellationToken);

    /// <summary>Locks a pledge so that it is neither cancelled nor paid by somebody else meanwhile.</summary>
    /// <exception cref="RefusedException">NOT_FOUND.</exception>
    public static async Task<Pledge> LockPledgeAsync(
        this DonationsDb db,
        Guid pledgeId,
        CancellationToken cancellationToken
    )
    {
        await db.Database.ExecuteSqlAsync($"select 1 from pledges where id = {pledgeId} for update", cancellationToken);
        return await db
                .Pledges.Include(pledge => pledge.Instalments)
                .SingleOrDefaultAsync(pledge => pledge.Id == pledgeId, cancellationToken)
            ?? throw Refusals.NotFound("pledge", pledgeId.ToWire()).AsException();
    }
}
