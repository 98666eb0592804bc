using Fund.Beneficiaries.Persistence;
using Fund.Beneficiaries.V1;
using Fund.Hosting;
using Microsoft.EntityFrameworkCore;

namespace Fund.Beneficiaries.Features;

/// <summary>Which releases there are, newest first; for everybody, as each was published for everybody.</summary>
public sealed class ListPublishedReleases(BeneficiariesDb db)
{
    public async Task<ListPublishedReleasesResponse> HandleAsync(
        ListPublishedReleasesRequest request,
        CancellationToken cancellationToken
    )
    {
        var page = Page.Of(request.Page);
        var found = await page.NewestFirstAsync(db.Releases.AsNoTracking(), release => release.Id, cancellationToken);
        var releases = found.Items.Select(release => new PublishedRelease
        {
            ReleaseId = release.Id.ToWire(),
            Number = release.Number,
            UpTo = release.UpTo.ToWire(),
            PublishedAt = release.PublishedAt.ToWire(),
        });
        return new ListPublishedReleasesResponse { Releases = { releases }, Page = found.ToWire() };
    }
}
