using Fund.Hosting;
using Fund.Kernel;
using Fund.Projects.Grpc;
using Fund.Projects.Persistence;
using Fund.Projects.V1;
using Microsoft.EntityFrameworkCore;

namespace Fund.Projects.Features;

/// <summary>One organisation, for its own people, staff, auditors and services.</summary>
public sealed class GetOrganisation(ProjectsDb db)
{
    public async Task<GetOrganisationResponse> HandleAsync(
        GetOrganisationRequest request,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var id = request.OrganisationId.ToId("organisation_id");
        caller.RequireSight(id, "organisation", request.OrganisationId);
        var organisation = await db.ReadAsync(
            token => db.WholeOrganisations().AsNoTracking().SingleOrDefaultAsync(row => row.Id == id, token),
            cancellationToken
        );
        return organisation is null
            ? throw Refusals.NotFound("organisation", request.OrganisationId).AsException()
            : new GetOrganisationResponse { Organisation = organisation.ToWire(caller) };
    }
}
