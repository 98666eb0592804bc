using Fund.Donations.Grpc;
using Fund.Donations.Persistence;
using Fund.Hosting;
using Fund.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Fund.Donations.Features;

/// <summary>Pledges of one donor or of all, newest first, with what was paid against them.</summary>
public sealed class ListPledges(DonationsDb db)
{
    public async Task<V1.ListPledgesResponse> HandleAsync(
        V1.ListPledgesRequest request,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var donorId = caller.WantedDonor(request.DonorId);
        var pledges = db.Pledges.AsNoTracking().Include(pledge => pledge.Instalments).AsQueryable();
        if (donorId is { } wanted)
        {
            pledges = pledges.Where(pledge => pledge.DonorId == wanted);
        }

        var page = await Page.Of(request.Page).NewestFirstAsync(pledges, pledge => pledge.Id, cancellationToken);
        var paid = await db.PaidAsync([.. page.Items.Select(pledge => pledge.Id)], cancellationToken);
        return new V1.ListPledgesResponse
        {
            Pledges =
            {
                page.Items.Select(pledge =>
                    pledge.ToWire(new Money(paid.GetValueOrDefault(pledge.Id), pledge.Amount.Currency))
                ),
            },
            Page = page.ToWire(),
        };
    }
}
