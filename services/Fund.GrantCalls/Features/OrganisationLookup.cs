using Fund.GrantCalls.Domain;
using Fund.Hosting;
using Fund.Projects.V1;

namespace Fund.GrantCalls.Features;

/// <summary>Asks the projects service about an organisation, with this service's own identity.</summary>
public sealed class OrganisationLookup(ProjectsService.ProjectsServiceClient projects)
{
    /// <summary>The organisation as it is now. Never call it inside a transaction.</summary>
    /// <exception cref="RefusedException">NOT_FOUND when the projects service does not know it.</exception>
    public async Task<OrganisationSnapshot> GetAsync(Guid id, CancellationToken cancellationToken)
    {
        var response = await projects.GetOrganisationAsync(
            new GetOrganisationRequest { OrganisationId = id.ToWire() },
            cancellationToken: cancellationToken
        );
        var organisation = response.Organisation;
        return new OrganisationSnapshot(
            organisation.Name,
            organisation.RegisteredOn.ToDate("registered_on"),
            organisation.AssistingSinceYear,
            organisation.BankAccountVerified,
            organisation.Flag == Flag.Red,
            organisation.VerifiedUntil.Length == 0 ? null : organisation.VerifiedUntil.ToDate("verified_until"),
            organisation.CountryCode,
            organisation.HasPseaPolicy
        );
    }
}
