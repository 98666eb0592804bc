using Fund.Donations.Domain;
using Fund.Donations.Grpc;
using Fund.Donations.Persistence.Deciding;
using Fund.Hosting;
using Fund.Kernel;

namespace Fund.Donations.Features;

/// <summary>
/// Raises or lowers the envelope of a running call, and posts the difference. Refused when less is available, and below
/// what is committed. The same change again changes nothing, and one that comes after a later one is refused: whoever
/// asked for the later one did not mean this any more.
/// </summary>
public sealed class ChangeReservation(DecisionWriter decisions)
{
    public Task<V1.ChangeReservationResponse> HandleAsync(
        V1.ChangeReservationRequest request,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var check = new Check();
        var callId = check.Id("call_id", request.CallId);
        var envelope = check.PositiveMoney("envelope", request.Envelope, Currency.Usd).Bounded("envelope", check);
        check.That(request.Number > 0, "number", $"{request.Number} is not above zero.");
        check.ThrowIfAny();
        var change = new Change(callId, envelope, request.Number);
        return decisions.DecideAsync(change, caller, request.RequestId, request, cancellationToken);
    }

    private sealed record Change(Guid CallId, Money Envelope, int Number) : IDecision<V1.ChangeReservationResponse>
    {
        public Guid? AwardId => null;

        public V1.ChangeReservationResponse Decide(MoneyAtHand money)
        {
            var reservation = money.RequireReservation(CallId);
            if (!reservation.IsChangedTo(Envelope, Number))
            {
                reservation.RequireChange(Envelope, Number);
                Post(money, reservation.Envelope);
                reservation.Change(Envelope, Number);
                money.Changed(reservation);
            }

            return new V1.ChangeReservationResponse { Reservation = reservation.ToWire() };
        }

        private void Post(MoneyAtHand money, Money before)
        {
            if (Envelope < before)
            {
                money.Post(Postings.Released(CallId, money.PostedOn, before - Envelope), "The lowered envelope");
            }
            else if (Envelope > before)
            {
                var available = money.Policy.PositionOn(money.Today, money.Totals, 0).Available;
                if (Envelope - before > available)
                {
                    throw DonationRefusals.NotEnoughToRaise(Envelope - before, available).AsException();
                }

                money.Post(Postings.Reserved(CallId, money.PostedOn, Envelope - before), "The raised envelope");
            }
        }
    }
}
