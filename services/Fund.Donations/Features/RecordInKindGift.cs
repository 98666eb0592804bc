using Fund.Donations.Domain;
using Fund.Donations.Grpc;
using Fund.Donations.Persistence;
using Fund.Hosting;

namespace Fund.Donations.Features;

/// <summary>Records a gift that is not money. It counts nowhere as money, whatever it is said to be worth.</summary>
public sealed class RecordInKindGift(DonationsDb db, TimeProvider clock)
{
    public Task<V1.RecordInKindGiftResponse> HandleAsync(
        V1.RecordInKindGiftRequest request,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var check = new Check();
        var donorId = check.Id("donor_id", request.DonorId);
        var description = check.Text("description", request.Description, InKindGift.LongestDescription);
        var estimate = request.EstimatedValue is null
            ? (Kernel.Money?)null
            : check.PositiveMoney("estimated_value", request.EstimatedValue).Bounded("estimated_value", check);
        var givenOn = check.PastDate("given_on", request.GivenOn, clock.Today());
        check.ThrowIfAny();
        return db.OnceAsync(
            caller,
            request.RequestId,
            request,
            async token =>
            {
                await db.RequireDonorAsync(donorId, token);
                var gift = new InKindGift(donorId, description, estimate, givenOn, clock.Moment());
                db.Add(gift);
                return new V1.RecordInKindGiftResponse { Gift = gift.ToWire() };
            },
            cancellationToken
        );
    }
}
