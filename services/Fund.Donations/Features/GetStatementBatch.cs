using Fund.Donations.Persistence;

namespace Fund.Donations.Features;

/// <summary>How far a batch is.</summary>
public sealed class GetStatementBatch(DonationsDb db)
{
    public async Task<V1.GetStatementBatchResponse> HandleAsync(
        V1.GetStatementBatchRequest request,
        CancellationToken cancellationToken
    )
    {
        var batch = await db.BatchAsync(request.BatchId, cancellationToken);
        return new V1.GetStatementBatchResponse { Batch = await db.ToWireAsync(batch, cancellationToken) };
    }
}
