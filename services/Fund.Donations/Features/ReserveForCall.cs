using Fund.Donations.Domain;
using Fund.Donations.Grpc;
using Fund.Donations.Persistence.Deciding;
using Fund.Hosting;
using Fund.Kernel;

namespace Fund.Donations.Features;

/// <summary>
/// Sets a call's envelope aside. One reservation per call: the same envelope again changes nothing. Refused when less
/// is available, or when less is available than the policy asks for before a new call.
/// </summary>
public sealed class ReserveForCall(DecisionWriter decisions)
{
    public Task<V1.ReserveForCallResponse> HandleAsync(
        V1.ReserveForCallRequest request,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var check = new Check();
        var callId = check.Id("call_id", request.CallId);
        var envelope = check.PositiveMoney("envelope", request.Envelope, Currency.Usd).Bounded("envelope", check);
        check.ThrowIfAny();
        var wanted = new Wanted(callId, envelope);
        return decisions.DecideAsync(wanted, caller, request.RequestId, request, cancellationToken);
    }

    private sealed record Wanted(Guid CallId, Money Envelope) : IDecision<V1.ReserveForCallResponse>
    {
        public Guid? AwardId => null;

        public V1.ReserveForCallResponse Decide(MoneyAtHand money) => new() { Reservation = Reserve(money).ToWire() };

        private Reservation Reserve(MoneyAtHand money)
        {
            if (money.FindReservation(CallId) is { } known)
            {
                return Same(known, Envelope);
            }

            RequireAvailable(money.Policy.PositionOn(money.Today, money.Totals, 0), Envelope);
            var reservation = new Reservation(CallId, Envelope, money.Now);
            money.Post(Postings.Reserved(CallId, money.PostedOn, Envelope), "The call");
            money.Add(reservation);
            return reservation;
        }
    }

    private static void RequireAvailable(Position position, Money envelope)
    {
        if (envelope > position.Available)
        {
            throw DonationRefusals.InsufficientFunds(envelope, position.Available).AsException();
        }

        if (position.Available < position.MinimumForNewCall)
        {
            throw DonationRefusals.BelowMinimum(position.Available, position.MinimumForNewCall).AsException();
        }
    }

    private static Reservation Same(Reservation known, Money envelope)
    {
        if (known.ReleasedAt is not null)
        {
            throw DonationRefusals.ReservationReleased(known.CallId).AsException();
        }

        return known.Envelope == envelope
            ? known
            : throw DonationRefusals.AlreadyReserved(known.CallId, known.Envelope).AsException();
    }
}
