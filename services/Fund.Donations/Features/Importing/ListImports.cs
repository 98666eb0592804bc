using Fund.Donations.Domain.Importing;
using Fund.Donations.Grpc;
using Fund.Donations.Persistence;
using Fund.Hosting;
using Microsoft.EntityFrameworkCore;

namespace Fund.Donations.Features.Importing;

/// <summary>Imports, newest first.</summary>
public sealed class ListImports(DonationsDb db)
{
    public async Task<V1.ListImportsResponse> HandleAsync(
        V1.ListImportsRequest request,
        CancellationToken cancellationToken
    )
    {
        var check = new Check();
        var state =
            request.State == V1.ImportState.Unspecified ? null : (ImportState?)check.Choice("state", request.State);
        check.ThrowIfAny();
        var imports = db.Imports.AsNoTracking();
        if (state is { } only)
        {
            imports = imports.Where(import => import.State == only);
        }

        var page = await Page.Of(request.Page).NewestFirstAsync(imports, import => import.Id, cancellationToken);
        return new V1.ListImportsResponse
        {
            Imports = { page.Items.Select(import => import.ToWire()) },
            Page = page.ToWire(),
        };
    }
}
