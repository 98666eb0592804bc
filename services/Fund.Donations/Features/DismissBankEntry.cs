using Fund.Donations.Grpc;
using Fund.Donations.Persistence;
using Fund.Hosting;

namespace Fund.Donations.Features;

/// <summary>A person sets a credit aside with a reason; nothing is booked.</summary>
public sealed class DismissBankEntry(DonationsDb db)
{
    public Task<V1.DismissBankEntryResponse> HandleAsync(
        V1.DismissBankEntryRequest request,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var check = new Check();
        var id = check.Id("bank_entry_id", request.BankEntryId);
        var reason = check.Text("reason", request.Reason, 500);
        check.ThrowIfAny();
        return db.OnceAsync(
            caller,
            request.RequestId,
            request,
            async token =>
            {
                var entry = await db.LockEntryAsync(id, token);
                entry.Dismiss(reason);
                return new V1.DismissBankEntryResponse { Entry = entry.ToWire([], []) };
            },
            cancellationToken
        );
    }
}
