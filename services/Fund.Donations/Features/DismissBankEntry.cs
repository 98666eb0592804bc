using Fund.Donations.Domain;
using Fund.Donations.Domain.Banking;
using Fund.Donations.Grpc;
using Fund.Donations.Persistence;
using Fund.Hosting;

namespace Fund.Donations.Features;

/// <summary>A person sets a credit aside with a reason; nothing is booked. The remitter is proposed for it from then on.</summary>
public sealed class DismissBankEntry(DonationsDb db, TimeProvider clock)
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
                entry.Dismiss(reason, clock.Moment());
                db.BankDecisions.Add(
                    new BankDecision(id, BankDecisionKind.Dismissed, reason, caller.Subject, clock.Moment())
                );
                await db.TeachDismissalAsync(entry, reason, clock.Moment(), token);
                return new V1.DismissBankEntryResponse { Entry = entry.ToWire([], []) };
            },
            cancellationToken
        );
    }
}
