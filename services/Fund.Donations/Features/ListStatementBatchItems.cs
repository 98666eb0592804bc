using Fund.Donations.Domain.Statements;
using Fund.Donations.Grpc;
using Fund.Donations.Persistence;
using Fund.Hosting;
using Microsoft.EntityFrameworkCore;

namespace Fund.Donations.Features;

/// <summary>Donors of a batch by name, each with what became of it.</summary>
public sealed class ListStatementBatchItems(DonationsDb db)
{
    public async Task<V1.ListStatementBatchItemsResponse> HandleAsync(
        V1.ListStatementBatchItemsRequest request,
        CancellationToken cancellationToken
    )
    {
        var batch = await db.BatchAsync(request.BatchId, cancellationToken);
        var page = Page.Of(request.Page);
        var state = (BatchItemState)request.State;
        var items = db.Set<StatementBatchItem>()
            .AsNoTracking()
            .Where(item => item.BatchId == batch.Id)
            .Where(item => request.State == V1.StatementBatchItemState.Unspecified || item.State == state);
        if (page.After is { } after)
        {
            items = items.Where(item =>
                db.Set<StatementBatchItem>()
                    .Any(last => last.BatchId == batch.Id && last.DonorId == after && item.Position > last.Position)
            );
        }

        var rows = await (
            from item in items
            join paper in db.Set<StatementPaperFile>() on item.PaperId equals paper.Id into papers
            from paper in papers.DefaultIfEmpty()
            orderby item.Position
            select new { Item = item, Number = paper == null ? "" : paper.Number }
        )
            .Take(page.Size + 1)
            .ToListAsync(cancellationToken);
        var shown = rows.Take(page.Size).ToList();
        return new V1.ListStatementBatchItemsResponse
        {
            Items = { shown.Select(row => row.Item.ToWire(row.Number)) },
            Page = new Fund.Common.V1.PageResponse
            {
                NextPageToken = rows.Count > page.Size ? Page.TokenAfter(shown[^1].Item.DonorId) : "",
            },
        };
    }
}
