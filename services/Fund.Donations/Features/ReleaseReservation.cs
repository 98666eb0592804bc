using Fund.Donations.Domain;
using Fund.Donations.Grpc;
using Fund.Donations.Persistence.Deciding;
using Fund.Hosting;

namespace Fund.Donations.Features;

/// <summary>Gives back what is left of a call's envelope; the second time there is nothing left to give.</summary>
public sealed class ReleaseReservation(DecisionWriter decisions)
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
        return decisions.DecideAsync(new Release(callId), caller, request.RequestId, request, cancellationToken);
    }

    private sealed record Release(Guid CallId) : IDecision<V1.ReleaseReservationResponse>
    {
        public Guid? AwardId => null;

        public V1.ReleaseReservationResponse Decide(MoneyAtHand money)
        {
            var reservation = money.RequireReservation(CallId);
            var left = reservation.Release(money.Now);
            money.Changed(reservation);
            if (left.IsPositive)
            {
                money.Post(Postings.Released(CallId, money.PostedOn, left), "The release");
            }

            return new V1.ReleaseReservationResponse { Reservation = reservation.ToWire() };
        }
    }
}
