using Fund.Donations.Domain;
using Fund.Donations.Grpc;
using Fund.Donations.Persistence;
using Fund.Hosting;
using Fund.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Fund.Donations.Features;

/// <summary>One pledge, today or at the end of any day since it was made. A donor contact sees their own donor's only.</summary>
public sealed class GetPledge(DonationsDb db, TimeProvider clock)
{
    public async Task<V1.GetPledgeResponse> HandleAsync(
        V1.GetPledgeRequest request,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var check = new Check();
        var id = check.Id("pledge_id", request.PledgeId);
        var asOf = check.AsOf(request.AsOf, clock.Today());
        check.ThrowIfAny();
        var pledge = await db
            .Pledges.AsNoTracking()
            .Include(row => row.Instalments)
            .SingleOrDefaultAsync(row => row.Id == id, cancellationToken);
        if (pledge is null || !await db.MaySeeDonorAsync(caller, pledge.DonorId, cancellationToken))
        {
            throw Refusals.NotFound("pledge", id.ToWire()).AsException();
        }

        if (asOf < pledge.PledgedOn)
        {
            throw DonationRefusals.BeforePledge("as_of", asOf, pledge.PledgedOn).AsException();
        }

        var standing = await db.StandingAsync(pledge, asOf, cancellationToken);
        return new V1.GetPledgeResponse { Pledge = standing.ToWire() };
    }
}
