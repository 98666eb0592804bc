using Fund.Hosting;
using Fund.Projects.Grpc;
using Fund.Projects.Persistence;
using Fund.Projects.V1;

namespace Fund.Projects.Features;

/// <summary>One of two different people, neither the one who recorded it, verifies a bank account.</summary>
public sealed class VerifyBankAccount(ProjectsDb db, TimeProvider clock)
{
    public Task<VerifyBankAccountResponse> HandleAsync(
        VerifyBankAccountRequest request,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var id = request.OrganisationId.ToId("organisation_id");
        return db.OnceAsync(
            caller,
            request.RequestId,
            request,
            async token =>
            {
                var organisation = await db.OpenOrganisationAsync(id, token);
                organisation.VerifyBankAccount(caller.Subject, clock.GetUtcNow());
                return new VerifyBankAccountResponse { Organisation = organisation.ToWire(caller) };
            },
            cancellationToken
        );
    }
}
