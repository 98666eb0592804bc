using Fund.Donations.Domain.Statements;
using Fund.Donations.Persistence;
using Fund.Hosting;
using Microsoft.EntityFrameworkCore;

namespace Fund.Donations.Features;

/// <summary>Batches, newest first.</summary>
public sealed class ListStatementBatches(DonationsDb db)
{
    public async Task<V1.ListStatementBatchesResponse> HandleAsync(
        V1.ListStatementBatchesRequest request,
        CancellationToken cancellationToken
    )
    {
        var batches = db.Set<StatementBatch>()
            .AsNoTracking()
            .Where(batch => request.Year == 0 || batch.Year == request.Year);
        var page = await Page.Of(request.Page).NewestFirstAsync(batches, batch => batch.Id, cancellationToken);
        var response = new V1.ListStatementBatchesResponse { Page = page.ToWire() };
        foreach (var batch in page.Items)
        {
            response.Batches.Add(await db.ToWireAsync(batch, cancellationToken));
        }

        return response;
    }
}
