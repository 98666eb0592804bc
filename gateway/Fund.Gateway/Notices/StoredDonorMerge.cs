using Fund.Gateway.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Fund.Gateway.Notices;

/// <summary>That a donor was merged into another, as donations told it.</summary>
internal sealed class StoredDonorMerge
{
    private StoredDonorMerge() { }

    public Guid MergeId { get; private set; }

    /// <summary>Donor that stays.</summary>
    public Guid DonorId { get; private set; }

    /// <summary>The duplicate.</summary>
    public Guid MergedDonorId { get; private set; }

    public bool Undone { get; private set; }
}

internal static class DonorMerges
{
    /// <summary>
    /// Every id that the donor has or had: its own, those merged into it, and those it was merged into. Events of
    /// different merges come in any order, so a circle is possible for a moment; <c>union</c> ends it.
    /// </summary>
    public static Task<List<Guid>> IdsOfDonorAsync(
        this GatewayDb db,
        Guid donorId,
        CancellationToken cancellationToken
    ) =>
        db
            .Database.SqlQuery<Guid>(
                $"""
                with recursive same (id) as (
                    select {donorId}
                    union
                    select case merge.donor_id when same.id then merge.merged_donor_id else merge.donor_id end
                    from same
                    join donor_merges merge on not merge.undone and same.id in (merge.donor_id, merge.merged_donor_id)
                )
                select id as "Value" from same
                """
            )
            .ToListAsync(cancellationToken);
}
