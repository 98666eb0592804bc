using Fund.Beneficiaries.Grpc;
using Fund.Beneficiaries.Persistence;
using Fund.Beneficiaries.V1;
using Fund.Events;
using Fund.Hosting;

namespace Fund.Beneficiaries.Features;

/// <summary>
/// Accepts a return, which locks it and lets its figures count. Warnings do not stop it: whoever accepts has seen them
/// with the return.
/// </summary>
public sealed class AcceptReturn(BeneficiariesDb db, TimeProvider clock)
{
    public Task<AcceptReturnResponse> HandleAsync(
        AcceptReturnRequest request,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var id = request.ReturnId.ToId("return_id");
        return db.OnceAsync(
            caller,
            request.RequestId,
            request,
            async token =>
            {
                var row = await db.OpenReturnAsync(id, token);
                row.Accept(caller.Subject, clock.GetUtcNow());
                db.Enqueue(new BeneficiaryReturnAccepted(row.Id, row.AgreementId, row.ReportId));
                return new AcceptReturnResponse { BeneficiaryReturn = row.ToWire() };
            },
            cancellationToken
        );
    }
}
