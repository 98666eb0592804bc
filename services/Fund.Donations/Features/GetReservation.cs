using Fund.Donations.Grpc;
using Fund.Donations.Persistence;
using Fund.Hosting;
using Fund.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Fund.Donations.Features;

/// <summary>A call's envelope: reserved, committed, released, left.</summary>
public sealed class GetReservation(DonationsDb db)
{
    public async Task<V1.GetReservationResponse> HandleAsync(
        V1.GetReservationRequest request,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var callId = request.CallId.ToId("call_id");
        var reservation =
            await db.Reservations.AsNoTracking().SingleOrDefaultAsync(row => row.CallId == callId, cancellationToken)
            ?? throw Refusals.NotFound("reservation for the call", callId.ToWire()).AsException();
        return new V1.GetReservationResponse { Reservation = reservation.ToWire() };
    }
}
