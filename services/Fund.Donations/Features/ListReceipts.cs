using Fund.Donations.Domain;
using Fund.Donations.Grpc;
using Fund.Donations.Persistence;
using Fund.Donations.Persistence.Statements;
using Fund.Hosting;
using Microsoft.EntityFrameworkCore;

namespace Fund.Donations.Features;

/// <summary>Receipts by number, newest first; found by number or by part of the donor's name.</summary>
public sealed class ListReceipts(DonationsDb db)
{
    public async Task<V1.ListReceiptsResponse> HandleAsync(
        V1.ListReceiptsRequest request,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var check = new Check();
        var search = check.OptionalText("search", request.Search, Donor.LongestName);
        var from = check.OptionalDate("from_date", request.FromDate);
        var to = check.OptionalDate("to_date", request.ToDate);
        var contribution = check.OptionalId("contribution_id", request.ContributionId);
        if (from > to)
        {
            check.Add(DonationRefusals.RangeReversed("to_date", from.Value, to.Value));
        }

        check.ThrowIfAny();
        var donor = await db.WantedDonorAsync(caller, request.DonorId, cancellationToken);
        var receipts = Matching(search)
            .Where(row => donor == null || row.Owner == donor)
            .Where(row => contribution == null || row.Receipt.ContributionId == contribution)
            .Where(row => from == null || row.Receipt.IssuedOn >= from)
            .Where(row => to == null || row.Receipt.IssuedOn <= to);
        receipts = request.State switch
        {
            V1.ReceiptState.Valid => receipts.Where(row => row.VoidSince == null),
            V1.ReceiptState.Void => receipts.Where(row => row.VoidSince != null),
            _ => receipts,
        };
        return await PageAsync(receipts, Page.Of(request.Page), cancellationToken);
    }

    private IQueryable<KnownReceipt> Matching(string search)
    {
        var receipts = db.KnownReceipts();
        if (search.Length == 0)
        {
            return receipts;
        }

        if (Receipt.Parse(search) is var (year, number))
        {
            return receipts.Where(row => row.Receipt.Year == year && row.Receipt.Number == number);
        }

        var name = NameFolding.Fold(search);
        return receipts.Where(row => row.Receipt.DonorSearchName.Contains(name));
    }

    private async Task<V1.ListReceiptsResponse> PageAsync(
        IQueryable<KnownReceipt> receipts,
        Page page,
        CancellationToken cancellationToken
    )
    {
        if (page.After is { } after)
        {
            receipts = receipts.Where(row =>
                db.Receipts.Any(last =>
                    last.Id == after
                    && (
                        row.Receipt.Year < last.Year
                        || (row.Receipt.Year == last.Year && row.Receipt.Number < last.Number)
                    )
                )
            );
        }

        var rows = await receipts
            .OrderByDescending(row => row.Receipt.Year)
            .ThenByDescending(row => row.Receipt.Number)
            .Take(page.Size + 1)
            .ToListAsync(cancellationToken);
        var shown = rows.Take(page.Size).ToList();
        var next = rows.Count > page.Size ? Page.TokenAfter(shown[^1].Receipt.Id) : "";
        return new V1.ListReceiptsResponse
        {
            Receipts = { shown.Select(row => row.ToWire()) },
            Page = new Fund.Common.V1.PageResponse { NextPageToken = next },
        };
    }
}
