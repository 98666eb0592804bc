using Fund.Hosting;
using Fund.Projects.Domain;
using Fund.Projects.Grpc;
using Fund.Projects.Persistence;
using Fund.Projects.V1;
using Microsoft.EntityFrameworkCore;

namespace Fund.Projects.Features;

/// <summary>All agreements for those who may read everything, their own organisation's for its people; newest first.</summary>
public sealed class ListAgreements(ProjectsDb db, TimeProvider clock)
{
    public Task<ListAgreementsResponse> HandleAsync(
        ListAgreementsRequest request,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var page = Page.Of(request.Page);
        return db.ReadAsync(token => ReadAsync(page, caller, token), cancellationToken);
    }

    private async Task<ListAgreementsResponse> ReadAsync(Page page, Caller caller, CancellationToken token)
    {
        var query = db.WholeAgreements().AsNoTracking();
        if (!caller.MayReadAll && !caller.IsService)
        {
            query = query.Where(agreement => agreement.OrganisationId == caller.OrganisationId);
        }

        var found = await page.NewestFirstAsync(query, agreement => agreement.Id, token);
        var ids = found.Items.Select(agreement => agreement.OrganisationId).Distinct().ToList();
        var organisations = await db.WholeOrganisations()
            .AsNoTracking()
            .Where(organisation => ids.Contains(organisation.Id))
            .ToDictionaryAsync(organisation => organisation.Id, token);
        var policy = await db.PolicyAsync(token);
        var today = clock.Today();
        var files = found.Items.Select(item => new AgreementFile(item, organisations[item.OrganisationId], policy));
        return new ListAgreementsResponse
        {
            Agreements = { files.Select(file => file.ToWire(today)) },
            Page = found.ToWire(),
        };
    }
}
