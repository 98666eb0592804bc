using Fund.Donations.Grpc;
using Fund.Donations.Persistence;
using Fund.Hosting;

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
        var reservation = await db.RequireReservationAsync(request.CallId.ToId("call_id"), cancellationToken);
        return new V1.GetReservationResponse { Reservation = reservation.ToWire() };
    }
}
