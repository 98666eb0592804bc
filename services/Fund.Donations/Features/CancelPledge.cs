using Fund.Donations.Domain;
using Fund.Donations.Grpc;
using Fund.Donations.Persistence;
using Fund.Hosting;
using Fund.Kernel;

namespace Fund.Donations.Features;

/// <summary>Cancels what is outstanding of a pledge, with a reason; the pledge stays visible.</summary>
public sealed class CancelPledge(DonationsDb db, TimeProvider clock)
{
    public Task<V1.CancelPledgeResponse> HandleAsync(
        V1.CancelPledgeRequest request,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var check = new Check();
        var id = check.Id("pledge_id", request.PledgeId);
        var reason = check.Text("reason", request.Reason, 500);
        check.ThrowIfAny();
        return db.OnceAsync(
            caller,
            request.RequestId,
            request,
            async token =>
            {
                var pledge = await db.LockPledgeAsync(id, token);
                var sums = await db.PaidAsync([id], token);
                var paid = new Money(sums.GetValueOrDefault(id), pledge.Amount.Currency);
                pledge.Cancel(paid, reason, clock.Today());
                var on = pledge.CancelledOn ?? clock.Today();
                var standing = await db.StandingAsync([(pledge, paid.MinorUnits)], on, token);
                return new V1.CancelPledgeResponse { Pledge = standing[0].ToWire() };
            },
            cancellationToken
        );
    }
}
