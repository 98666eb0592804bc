using Fund.Donations.Domain;
using Fund.Donations.Grpc;
using Fund.Donations.Persistence.Deciding;
using Fund.Hosting;
using Fund.Kernel;

namespace Fund.Donations.Features;

/// <summary>
/// Commits an award from a call's envelope. One commitment per award: the same amount again changes nothing. Refused
/// when less is left of the envelope.
/// </summary>
public sealed class CommitAward(DecisionWriter decisions)
{
    public Task<V1.CommitAwardResponse> HandleAsync(
        V1.CommitAwardRequest request,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var check = new Check();
        var callId = check.Id("call_id", request.CallId);
        var awardId = check.Id("award_id", request.AwardId);
        var amount = check.PositiveMoney("amount", request.Amount, Currency.Usd).Bounded("amount", check);
        check.ThrowIfAny();
        var commitment = new Commitment(callId, awardId, amount);
        return decisions.DecideAsync(commitment, caller, request.RequestId, request, cancellationToken);
    }

    private sealed record Commitment(Guid CallId, Guid Id, Money Amount) : IDecision<V1.CommitAwardResponse>
    {
        public Guid? AwardId => Id;

        public V1.CommitAwardResponse Decide(MoneyAtHand money)
        {
            var reservation = money.RequireReservation(CallId);
            if (money.FindAward(Id) is { } known)
            {
                return known.CallId == CallId && known.Committed == Amount
                    ? new V1.CommitAwardResponse { Reservation = reservation.ToWire() }
                    : throw DonationRefusals.AwardAlreadyCommitted(Id, known.Committed).AsException();
            }

            reservation.Commit(Amount);
            money.Changed(reservation);
            money.Add(new Award(Id, CallId, Amount, money.Today, money.Now, money.Totals.Received));
            money.Post(Postings.Committed(Id, money.PostedOn, Amount), "The award");
            return new V1.CommitAwardResponse { Reservation = reservation.ToWire() };
        }
    }
}
