using Fund.Donations.Domain;
using Fund.Donations.Grpc;
using Fund.Donations.Persistence;
using Fund.Hosting;

namespace Fund.Donations.Features;

/// <summary>Gives back what is left of a call's envelope; the second time there is nothing left to give.</summary>
public sealed class ReleaseReservation(DonationsDb db, TotalsDoor door, TimeProvider clock)
{
    public Task<V1.ReleaseReservationResponse> HandleAsync(
        V1.ReleaseReservationRequest request,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var check = new Check();
        var callId = check.Id("call_id", request.CallId);
        check.ThrowIfAny();
        return door.PassAsync(
            () =>
                db.OnceAsync(
                    caller,
                    request.RequestId,
                    request,
                    async token =>
                    {
                        var totals = await db.LockTotalsAsync(token);
                        var reservation = await db.RequireReservationAsync(callId, token);
                        var left = reservation.Release(clock.GetUtcNow());
                        if (left.IsPositive)
                        {
                            var transaction = Postings.Released(callId, clock.Today(), left);
                            await db.PostAsync([transaction], clock.GetUtcNow(), token);
                            await db.ApplyAsync(totals, FundTotals.Of([transaction]), "The release", token);
                        }

                        return new V1.ReleaseReservationResponse { Reservation = reservation.ToWire() };
                    },
                    cancellationToken
                ),
            cancellationToken
        );
    }
}
