using Fund.Common.V1;
using Fund.Hosting;
using Fund.Projects.Grpc;
using Fund.Projects.Persistence;
using Fund.Projects.V1;
using Microsoft.EntityFrameworkCore;
using Organisation = Fund.Projects.Domain.Organisation;

namespace Fund.Projects.Features;

/// <summary>Organisations by name.</summary>
public sealed class ListOrganisations(ProjectsDb db)
{
    public Task<ListOrganisationsResponse> HandleAsync(
        ListOrganisationsRequest request,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var page = Page.Of(request.Page);
        return db.ReadAsync(token => ReadAsync(page, caller, token), cancellationToken);
    }

    private async Task<ListOrganisationsResponse> ReadAsync(Page page, Caller caller, CancellationToken token)
    {
        var query = await AfterAsync(db.WholeOrganisations().AsNoTracking(), page.After, token);
        var rows = await query
            .OrderBy(organisation => organisation.Name)
            .ThenBy(organisation => organisation.Id)
            .Take(page.Size + 1)
            .ToListAsync(token);
        var next = rows.Count > page.Size ? Page.TokenAfter(rows[page.Size - 1].Id) : "";
        return new ListOrganisationsResponse
        {
            Organisations = { rows.Take(page.Size).Select(organisation => organisation.ToWire(caller)) },
            Page = new PageResponse { NextPageToken = next },
        };
    }

    /// <summary>A token names the last row of the page before; the list goes on behind its name.</summary>
    private async Task<IQueryable<Organisation>> AfterAsync(
        IQueryable<Organisation> query,
        Guid? after,
        CancellationToken token
    )
    {
        if (after is not { } id)
        {
            return query;
        }

        var name = await db
            .Organisations.Where(row => row.Id == id)
            .Select(row => row.Name)
            .SingleOrDefaultAsync(token);
        return query.Where(row =>
            string.Compare(row.Name, name ?? "") > 0 || (row.Name == (name ?? "") && row.Id > id)
        );
    }
}
