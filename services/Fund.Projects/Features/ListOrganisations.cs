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
        var check = new Check();
        var search = check.OptionalText("search", request.Search, 200);
        var only = check.OptionalId("organisation_id", request.OrganisationId);
        check.ThrowIfAny();
        return db.ReadAsync(token => ReadAsync(page, Wanted(search, only), caller, token), cancellationToken);
    }

    private IQueryable<Organisation> Wanted(string search, Guid? only)
    {
        var all = db.WholeOrganisations().AsNoTracking();
        if (only is { } id)
        {
            all = all.Where(row => row.Id == id);
        }

        var like = $"%{search.Replace("\\", "\\\\").Replace("%", "\\%").Replace("_", "\\_")}%";
        return search.Length == 0 ? all : all.Where(row => EF.Functions.ILike(row.Name, like, "\\"));
    }

    private async Task<ListOrganisationsResponse> ReadAsync(
        Page page,
        IQueryable<Organisation> wanted,
        Caller caller,
        CancellationToken token
    )
    {
        var query = await AfterAsync(wanted, page.After, token);
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
