using Fund.Donations.Domain;
using Fund.Donations.Grpc;
using Fund.Donations.Persistence;
using Fund.Hosting;
using Fund.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Fund.Donations.Features;

/// <summary>Records a non-binding promise, with or without a plan of instalments that add up to it.</summary>
public sealed class RecordPledge(DonationsDb db, TimeProvider clock)
{
    public Task<V1.RecordPledgeResponse> HandleAsync(
        V1.RecordPledgeRequest request,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var check = new Check();
        var donorId = check.Id("donor_id", request.DonorId);
        var amount = check.PositiveMoney("amount", request.Amount).Bounded("amount", check);
        var pledgedOn = check.PastDate("pledged_on", request.PledgedOn, clock.Today());
        var reference = check.OptionalText("reference", request.Reference, PledgeFields.LongestReference);
        var earmark = check.OptionalText("earmark", request.Earmark, Contribution.LongestEarmark);
        var instalments = check.Instalments(request.Instalments, amount.Currency, pledgedOn);
        check.ThrowIfAny();
        return db.OnceAsync(
            caller,
            request.RequestId,
            request,
            async token =>
            {
                await db.RequireDonorAsync(donorId, token);
                var pledge = Pledge.Promise(
                    donorId,
                    amount,
                    pledgedOn,
                    reference,
                    instalments,
                    clock.GetUtcNow(),
                    earmark
                );
                db.Pledges.Add(pledge);
                var standing = await db.StandingAsync([(pledge, 0)], clock.Today(), token);
                return new V1.RecordPledgeResponse { Pledge = standing[0].ToWire() };
            },
            cancellationToken
        );
    }
}
