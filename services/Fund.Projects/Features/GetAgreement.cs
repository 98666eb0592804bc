using Fund.Hosting;
using Fund.Kernel;
using Fund.Projects.Domain;
using Fund.Projects.Grpc;
using Fund.Projects.Persistence;
using Fund.Projects.V1;
using Microsoft.EntityFrameworkCore;

namespace Fund.Projects.Features;

/// <summary>One agreement with its instalments, what holds each of them, and its reports.</summary>
public sealed class GetAgreement(ProjectsDb db, TimeProvider clock)
{
    public Task<GetAgreementResponse> HandleAsync(
        GetAgreementRequest request,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var id = request.AgreementId.ToId("agreement_id");
        return db.ReadAsync(token => ReadAsync(id, caller, token), cancellationToken);
    }

    private async Task<GetAgreementResponse> ReadAsync(Guid id, Caller caller, CancellationToken token)
    {
        var agreement =
            await db.WholeAgreements().AsNoTracking().SingleOrDefaultAsync(row => row.Id == id, token)
            ?? throw Refusals.NotFound("agreement", id.ToWire()).AsException();
        caller.RequireSight(agreement.OrganisationId, "agreement", id.ToWire());
        var organisation = await db.WholeOrganisations()
            .AsNoTracking()
            .SingleAsync(row => row.Id == agreement.OrganisationId, token);
        var file = new AgreementFile(agreement, organisation, await db.PolicyAsync(token));
        return new GetAgreementResponse { Agreement = file.ToWire(clock.Today()) };
    }
}
