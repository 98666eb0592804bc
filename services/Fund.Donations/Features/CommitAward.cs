using Fund.Donations.Domain;
using Fund.Donations.Grpc;
using Fund.Donations.Persistence;
using Fund.Hosting;
using Fund.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Fund.Donations.Features;

/// <summary>
/// Commits an award from a call's envelope. One commitment per award: the same amount again changes nothing. Refused
/// when less is left of the envelope.
/// </summary>
public sealed class CommitAward(DonationsDb db, TotalsDoor door, TimeProvider clock)
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
        return door.PassAsync(
            () =>
                db.OnceAsync(
                    caller,
                    request.RequestId,
                    request,
                    async token =>
                    {
                        var reservation = await CommitAsync(callId, awardId, amount, token);
                        return new V1.CommitAwardResponse { Reservation = reservation.ToWire() };
                    },
                    cancellationToken
                ),
            cancellationToken
        );
    }

    private async Task<Reservation> CommitAsync(Guid callId, Guid awardId, Money amount, CancellationToken token)
    {
        // The lock on the totals is the one door: whoever has it is alone with every reservation and award.
        var totals = await db.LockTotalsAsync(token);
        var reservation = await db.RequireReservationAsync(callId, token);
        var known = await db.Awards.SingleOrDefaultAsync(row => row.AwardId == awardId, token);
        if (known is not null)
        {
            return known.CallId == callId && known.Committed == amount
                ? reservation
                : throw DonationRefusals.AwardAlreadyCommitted(awardId, known.Committed).AsException();
        }

        reservation.Commit(amount);
        var today = clock.Today();
        var transaction = Postings.Committed(awardId, today, amount);
        db.Awards.Add(new Award(awardId, callId, amount, today, clock.GetUtcNow(), totals.Received));
        await db.PostAsync([transaction], clock.GetUtcNow(), token);
        await db.ApplyAsync(totals, FundTotals.Of([transaction]), "The award", token);
        return reservation;
    }
}

internal static class ReservationLookup
{
    /// <exception cref="RefusedException">NOT_FOUND.</exception>
    public static async Task<Reservation> RequireReservationAsync(
        this DonationsDb db,
        Guid callId,
        CancellationToken cancellationToken
    ) =>
        await db.Reservations.SingleOrDefaultAsync(row => row.CallId == callId, cancellationToken)
        ?? throw Refusals.NotFound("reservation for the call", callId.ToWire()).AsException();
}
