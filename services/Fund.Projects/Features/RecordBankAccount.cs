using Fund.Hosting;
using Fund.Kernel;
using Fund.Projects.Domain;
using Fund.Projects.Grpc;
using Fund.Projects.Persistence;
using Fund.Projects.V1;

namespace Fund.Projects.Features;

/// <summary>Records an organisation's own bank account; an account recorded before, and its verification, no longer count.</summary>
public sealed class RecordBankAccount(ProjectsDb db, TimeProvider clock)
{
    /// <summary>Room for an account number as banks print it, in groups.</summary>
    private const int MaxPrintedLength = 50;

    public Task<RecordBankAccountResponse> HandleAsync(
        RecordBankAccountRequest request,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var check = new Check();
        var id = check.Id("organisation_id", request.OrganisationId);
        var number = check.Text("account_number", request.AccountNumber, MaxPrintedLength);
        var holder = check.Text("holder_name", request.HolderName, OrganisationProfile.MaxNameLength);
        check.ThrowIfAny();
        if (!caller.Is(Role.FinanceOfficer) && !caller.MayActFor(id))
        {
            throw Refusals.NotFound("organisation", request.OrganisationId).AsException();
        }

        return db.OnceAsync(
            caller,
            request.RequestId,
            request,
            async token =>
            {
                var organisation = await db.OpenOrganisationAsync(id, token);
                organisation.RecordBankAccount(number, holder, caller.Subject, clock.GetUtcNow());
                return new RecordBankAccountResponse { Organisation = organisation.ToWire(caller) };
            },
            cancellationToken
        );
    }
}
