using Fund.Donations.Domain;
using Fund.Donations.Grpc;
using Fund.Donations.Persistence;
using Fund.Hosting;
using Fund.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Fund.Donations.Features;

/// <summary>Takes back the record of a gift in kind that was an error; it stays visible.</summary>
public sealed class WithdrawInKindGift(DonationsDb db, TimeProvider clock)
{
    public Task<V1.WithdrawInKindGiftResponse> HandleAsync(
        V1.WithdrawInKindGiftRequest request,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var check = new Check();
        var id = check.Id("in_kind_gift_id", request.InKindGiftId);
        var reason = check.Text("reason", request.Reason, 500);
        check.ThrowIfAny();
        return db.OnceAsync(
            caller,
            request.RequestId,
            request,
            async token =>
            {
                await db.Database.ExecuteSqlAsync($"select 1 from in_kind_gifts where id = {id} for update", token);
                var gift =
                    await db.Set<InKindGift>().SingleOrDefaultAsync(row => row.Id == id, token)
                    ?? throw Refusals.NotFound("gift in kind", id.ToWire()).AsException();
                gift.Withdraw(reason, clock.Moment());
                return new V1.WithdrawInKindGiftResponse { Gift = gift.ToWire() };
            },
            cancellationToken
        );
    }
}
