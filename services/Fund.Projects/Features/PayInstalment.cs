using Fund.Events;
using Fund.Hosting;
using Fund.Projects.Domain;
using Fund.Projects.Grpc;
using Fund.Projects.Persistence;
using Fund.Projects.V1;

namespace Fund.Projects.Features;

/// <summary>Records that the bank paid an approved instalment, and tells the ledger in the same transaction.</summary>
public sealed class PayInstalment(ProjectsDb db, TimeProvider clock)
{
    private const int MaxReferenceLength = 100;

    public Task<PayInstalmentResponse> HandleAsync(
        PayInstalmentRequest request,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var check = new Check();
        var id = check.Id("instalment_id", request.InstalmentId);
        var reference = check.Text("payment_reference", request.PaymentReference, MaxReferenceLength);
        var paidOn = check.PastDate("paid_on", request.PaidOn, clock.Today());
        check.ThrowIfAny();
        return db.OnceAsync(
            caller,
            request.RequestId,
            request,
            async token =>
            {
                var file = await db.OpenByInstalmentAsync(id, token);
                var now = clock.GetUtcNow();
                file.Agreement.PayInstalment(
                    id,
                    file.Organisation,
                    reference,
                    paidOn,
                    caller.Subject,
                    clock.Today(),
                    now
                );
                var instalment = file.Agreement.Instalment(id);
                db.Enqueue(
                    new InstalmentPaid(
                        instalment.Id,
                        file.Agreement.Id,
                        file.Agreement.AwardId,
                        instalment.Number,
                        instalment.Amount.MinorUnits,
                        paidOn
                    )
                );
                return new PayInstalmentResponse { Agreement = file.ToWire(clock.Today()) };
            },
            cancellationToken
        );
    }
}
