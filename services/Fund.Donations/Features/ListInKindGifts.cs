using Fund.Donations.Domain;
using Fund.Donations.Grpc;
using Fund.Donations.Persistence;
using Fund.Hosting;
using Microsoft.EntityFrameworkCore;

namespace Fund.Donations.Features;

/// <summary>Gifts in kind of one donor or of all, withdrawn ones included, the newest record first.</summary>
public sealed class ListInKindGifts(DonationsDb db)
{
    public async Task<V1.ListInKindGiftsResponse> HandleAsync(
        V1.ListInKindGiftsRequest request,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var check = new Check();
        var (from, to) = check.OptionalRange(request.FromDate, request.ToDate);
        check.ThrowIfAny();
        var donorId = await db.WantedDonorAsync(caller, request.DonorId, cancellationToken);
        var gifts = db.Set<InKindGift>()
            .AsNoTracking()
            .Where(gift => donorId == null || gift.DonorId == donorId)
            .Where(gift => from == null || gift.GivenOn >= from)
            .Where(gift => to == null || gift.GivenOn <= to);
        var page = await Page.Of(request.Page).NewestFirstAsync(gifts, gift => gift.Id, cancellationToken);
        return new V1.ListInKindGiftsResponse
        {
            Gifts = { page.Items.Select(gift => gift.ToWire()) },
            Page = page.ToWire(),
        };
    }
}

internal static class InKindLookup
{
    /// <summary>Gifts by their ids, in the order given; no query for none.</summary>
    public static async Task<IReadOnlyList<InKindGift>> InKindAsync(
        this DonationsDb db,
        IReadOnlyList<Guid> ids,
        CancellationToken cancellationToken
    )
    {
        if (ids.Count == 0)
        {
            return [];
        }

        var gifts = await db.Set<InKindGift>()
            .AsNoTracking()
            .Where(gift => ids.Contains(gift.Id))
            .ToDictionaryAsync(gift => gift.Id, cancellationToken);
        return [.. ids.Select(id => gifts[id])];
    }
}
