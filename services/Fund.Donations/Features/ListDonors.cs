using Fund.Donations.Domain;
using Fund.Donations.Grpc;
using Fund.Donations.Persistence;
using Fund.Hosting;
using Microsoft.EntityFrameworkCore;

namespace Fund.Donations.Features;

/// <summary>Donors by name, case and accents ignored. Account numbers are shown with one donor only.</summary>
public sealed class ListDonors(DonationsDb db)
{
    public async Task<V1.ListDonorsResponse> HandleAsync(
        V1.ListDonorsRequest request,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var check = new Check();
        var search = NameFolding.Fold(check.OptionalText("search", request.Search, Donor.LongestName));
        check.ThrowIfAny();
        var page = Page.Of(request.Page);
        var donors = db.Donors.AsNoTracking();
        if (search.Length > 0)
        {
            donors = donors.Where(donor => donor.SearchName.Contains(search));
        }

        if (page.After is { } after)
        {
            donors = donors.Where(donor =>
                db.Donors.Any(last =>
                    last.Id == after
                    && (
                        string.Compare(donor.SearchName, last.SearchName) > 0
                        || (donor.SearchName == last.SearchName && donor.Id > last.Id)
                    )
                )
            );
        }

        var rows = await donors
            .OrderBy(donor => donor.SearchName)
            .ThenBy(donor => donor.Id)
            .Take(page.Size + 1)
            .ToListAsync(cancellationToken);
        var shown = rows.Take(page.Size).ToList();
        var next = rows.Count > page.Size ? Page.TokenAfter(shown[^1].Id) : "";
        return new V1.ListDonorsResponse
        {
            Donors = { shown.Select(donor => donor.ToWire([])) },
            Page = new Fund.Common.V1.PageResponse { NextPageToken = next },
        };
    }
}
