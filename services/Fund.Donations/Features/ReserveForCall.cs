using Fund.Donations.Domain;
using Fund.Donations.Grpc;
using Fund.Donations.Persistence;
using Fund.Hosting;
using Fund.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Fund.Donations.Features;

/// <summary>
/// Sets a call's envelope aside. One reservation per call: the same envelope again changes nothing. Refused when less
/// is available, or when less is available than the policy asks for before a new call.
/// </summary>
public sealed class ReserveForCall(DonationsDb db, TotalsDoor door, TimeProvider clock)
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
        return door.PassAsync(
            () =>
                db.OnceAsync(
                    caller,
                    request.RequestId,
                    request,
                    async token =>
                    {
                        var reservation = await ReserveAsync(callId, envelope, token);
                        return new V1.ReserveForCallResponse { Reservation = reservation.ToWire() };
                    },
                    cancellationToken
                ),
            cancellationToken
        );
    }

    private async Task<Reservation> ReserveAsync(Guid callId, Money envelope, CancellationToken cancellationToken)
    {
        var totals = await db.LockTotalsAsync(cancellationToken);
        var known = await db.Reservations.SingleOrDefaultAsync(row => row.CallId == callId, cancellationToken);
        if (known is not null)
        {
            return Same(known, envelope);
        }

        var today = clock.Today();
        var policy = await db.ReadPolicyAsync(cancellationToken);
        RequireAvailable(policy.PositionOn(today, totals, 0), envelope);
        var reservation = new Reservation(callId, envelope, clock.GetUtcNow());
        var transaction = Postings.Reserved(callId, today, envelope);
        db.Reservations.Add(reservation);
        await db.PostAsync([transaction], clock.GetUtcNow(), cancellationToken);
        await db.ApplyAsync(totals, FundTotals.Of([transaction]), "The call", cancellationToken);
        return reservation;
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
