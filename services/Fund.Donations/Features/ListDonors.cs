using Fund.Donations.Domain;
using Fund.Donations.Grpc;
using Fund.Donations.Persistence;
using Fund.Hosting;
using Microsoft.EntityFrameworkCore;

namespace Fund.Donations.Features;

/// <summary>
/// Donors by name, or by likeness to what is searched for: case, accents and small mistakes do no harm. Merged duplicates
/// are left out. Account numbers and contacts are shown with one donor only.
/// </summary>
public sealed class ListDonors(DonationsDb db)
{
    /// <summary>As many as the largest page of a list has rows.</summary>
    private const int MostIds = 500;

    private sealed record Found(Guid DonorId, long Place);

    public async Task<V1.ListDonorsResponse> HandleAsync(
        V1.ListDonorsRequest request,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var check = new Check();
        var search = NameFolding.Fold(check.OptionalText("search", request.Search, Donor.LongestName));
        var kind = check.OptionalChoice("kind", request.Kind);
        var country = check.OptionalCountry(request.CountryCode);
        var ids = Ids(request.DonorIds, check);
        check.ThrowIfAny();
        var page = Page.Of(request.Page);
        var donors = db.DonorsOf((DonorKind)kind, country);
        if (ids.Count > 0)
        {
            donors = donors.Where(donor => ids.Contains(donor.Id));
        }

        var rows =
            search.Length > 0
                ? await LikestAsync(donors, search, page, cancellationToken)
                : await ByNameAsync(donors, page, cancellationToken);
        var shown = rows.Take(page.Size).ToList();
        return new V1.ListDonorsResponse
        {
            Donors = { shown.Select(donor => donor.ToWire([])) },
            Page = new Fund.Common.V1.PageResponse
            {
                NextPageToken = rows.Count > page.Size ? Page.TokenAfter(shown[^1].Id) : "",
            },
        };
    }

    private static List<Guid> Ids(string given, Check check)
    {
        var texts = given.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        check.That(
            texts.Length <= MostIds,
            "donor_ids",
            $"There are {texts.Length} donors; at most {MostIds} can be named at once."
        );
        return [.. texts.Take(MostIds).Select(text => check.Id("donor_ids", text))];
    }

    private Task<List<Donor>> ByNameAsync(IQueryable<Donor> donors, Page page, CancellationToken cancellationToken)
    {
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

        return donors
            .OrderBy(donor => donor.SearchName)
            .ThenBy(donor => donor.Id)
            .Take(page.Size + 1)
            .ToListAsync(cancellationToken);
    }

    /// <summary>What counts for the order is how much of the search is in the name; among equals, the name.</summary>
    private async Task<List<Donor>> LikestAsync(
        IQueryable<Donor> donors,
        string search,
        Page page,
        CancellationToken cancellationToken
    )
    {
        var found = db.Database.SqlQuery<Found>(
            $"""select donor_id as "DonorId", place as "Place" from find_donors({search})"""
        );
        var from = 0L;
        if (page.After is { } after)
        {
            var last = await found
                .Where(row => row.DonorId == after)
                .Select(row => (long?)row.Place)
                .SingleOrDefaultAsync(cancellationToken);
            if (last is null)
            {
                return [];
            }

            from = last.Value;
        }

        return await found
            .Where(row => row.Place > from)
            .Join(donors, row => row.DonorId, donor => donor.Id, (row, donor) => new { row.Place, donor })
            .OrderBy(row => row.Place)
            .Select(row => row.donor)
            .Take(page.Size + 1)
            .ToListAsync(cancellationToken);
    }
}

internal static class DonorFilter
{
    /// <summary>Donors that are nobody's duplicate, of one kind and country when given.</summary>
    public static IQueryable<Donor> DonorsOf(this DonationsDb db, DonorKind kind, string? country)
    {
        var donors = db.Donors.AsNoTracking().Where(donor => donor.MergedInto == null);
        if (kind != default)
        {
            donors = donors.Where(donor => donor.Kind == kind);
        }

        return country is null ? donors : donors.Where(donor => donor.CountryCode == country);
    }
}
