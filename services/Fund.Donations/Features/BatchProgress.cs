using Fund.Donations.Domain.Statements;
using Fund.Donations.Grpc;
using Fund.Donations.Persistence;
using Fund.Hosting;
using Fund.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Fund.Donations.Features;

/// <summary>How far a batch is.</summary>
internal static class BatchProgress
{
    /// <exception cref="RefusedException">NOT_AN_ID or NOT_FOUND.</exception>
    public static async Task<StatementBatch> BatchAsync(
        this DonationsDb db,
        string batchId,
        CancellationToken cancellationToken
    )
    {
        var id = batchId.ToId("batch_id");
        return await db.Set<StatementBatch>()
                .AsNoTracking()
                .SingleOrDefaultAsync(row => row.Id == id, cancellationToken)
            ?? throw Refusals.NotFound("statement batch", batchId).AsException();
    }

    public static async Task<V1.StatementBatch> ToWireAsync(
        this DonationsDb db,
        StatementBatch batch,
        CancellationToken cancellationToken
    )
    {
        var counts = await db.Set<StatementBatchItem>()
            .Where(item => item.BatchId == batch.Id)
            .GroupBy(item => item.State)
            .Select(group => new { State = group.Key, Count = group.Count() })
            .ToDictionaryAsync(row => row.State, row => row.Count, cancellationToken);
        return batch.ToWire(counts);
    }
}
