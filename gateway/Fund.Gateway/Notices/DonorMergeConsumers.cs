using Fund.Events;
using Fund.Gateway.Persistence;
using MassTransit;
using Microsoft.EntityFrameworkCore;

namespace Fund.Gateway.Notices;

/// <summary>Two donors are one from now on, unless it was heard already that they are two again.</summary>
internal sealed class DonorsMergedConsumer(GatewayDb db) : IConsumer<DonorsMerged>
{
    public Task Consume(ConsumeContext<DonorsMerged> context)
    {
        var fact = context.Message;
        return db.Database.ExecuteSqlAsync(
            $"""
            insert into donor_merges (merge_id, donor_id, merged_donor_id, undone)
            values ({fact.MergeId}, {fact.DonorId}, {fact.MergedDonorId}, false)
            on conflict (merge_id) do nothing
            """,
            context.CancellationToken
        );
    }
}

/// <summary>Two donors are two again, whether or not it was heard before that they had been one.</summary>
internal sealed class DonorMergeUndoneConsumer(GatewayDb db) : IConsumer<DonorMergeUndone>
{
    public Task Consume(ConsumeContext<DonorMergeUndone> context)
    {
        var fact = context.Message;
        return db.Database.ExecuteSqlAsync(
            $"""
            insert into donor_merges (merge_id, donor_id, merged_donor_id, undone)
            values ({fact.MergeId}, {fact.DonorId}, {fact.MergedDonorId}, true)
            on conflict (merge_id) do update set undone = true
            """,
            context.CancellationToken
        );
    }
}
