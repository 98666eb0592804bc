using Fund.Donations.Domain;
using Fund.Donations.Grpc;
using Fund.Donations.Persistence;
using Fund.Hosting;
using Fund.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Fund.Donations.Features;

/// <summary>
/// Pairs of donors that may be one, because their names are alike or they pay from one account. A person decides; so many
/// donors are looked at for a page that it is answered soon however many there are.
/// </summary>
public sealed class ListDuplicateDonors(DonationsDb db)
{
    /// <summary>Donors looked at for every pair that a page may have.</summary>
    private const int LookedAtForOne = 20;

    private sealed record Pair(Guid DonorId, Guid OtherId, float Likeness, bool SameAccount);

    public async Task<V1.ListDuplicateDonorsResponse> HandleAsync(
        V1.ListDuplicateDonorsRequest request,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var check = new Check();
        var only = check.OptionalId("donor_id", request.DonorId);
        check.ThrowIfAny();
        if (only is { } id)
        {
            only = (await db.SeenDonorAsync(caller, id, cancellationToken)).Id;
        }

        var page = Page.Of(request.Page);
        var after = page.After ?? Guid.Empty;
        var many = page.Size * LookedAtForOne;
        var pairs = await db
            .Database.SqlQuery<Pair>(
                $"""
                select donor_id as "DonorId", other_id as "OtherId", likeness as "Likeness",
                    same_account as "SameAccount"
                from find_duplicates({after}, {many}, {only})
                order by likeness desc, 1, 2
                """
            )
            .ToListAsync(cancellationToken);
        var next = only is null ? await NextAsync(after, many, cancellationToken) : "";
        var ids = pairs.SelectMany(pair => new[] { pair.DonorId, pair.OtherId }).ToHashSet();
        var donors = await db
            .Donors.AsNoTracking()
            .Where(donor => ids.Contains(donor.Id))
            .ToDictionaryAsync(donor => donor.Id, cancellationToken);
        return new V1.ListDuplicateDonorsResponse
        {
            Pairs = { pairs.Select(pair => ToWire(pair, donors[pair.DonorId], donors[pair.OtherId])) },
            Page = new Fund.Common.V1.PageResponse { NextPageToken = next },
        };
    }

    /// <summary>The last donor looked at, when there are more.</summary>
    private async Task<string> NextAsync(Guid after, int many, CancellationToken cancellationToken)
    {
        var last = await db
            .Donors.Where(donor => donor.MergedInto == null && donor.Id > after)
            .OrderBy(donor => donor.Id)
            .Skip(many - 1)
            .Take(2)
            .Select(donor => donor.Id)
            .ToListAsync(cancellationToken);
        return last.Count > 1 ? Page.TokenAfter(last[0]) : "";
    }

    private static V1.DuplicatePair ToWire(Pair pair, Donor donor, Donor other)
    {
        var wire = new V1.DuplicatePair
        {
            Donor = donor.ToWire([]),
            Other = other.ToWire([]),
            Likeness = (int)Math.Round(pair.Likeness * 100),
        };
        wire.Reasons.Add(Likeness(wire.Likeness, donor, other).Text);
        if (pair.SameAccount)
        {
            wire.Reasons.Add(Shared("both paid from one account"));
        }

        if (donor.CountryCode is not null && donor.CountryCode == other.CountryCode)
        {
            wire.Reasons.Add(Shared("both are of one country"));
        }

        return wire;
    }

    private static string Shared(Sentence reason) => reason.Text;

    private static Sentence Likeness(int likeness, Donor donor, Donor other)
    {
        if (donor.SearchName == other.SearchName)
        {
            return "the names are the same but for case and accents";
        }

        if (donor.NameWords.SequenceEqual(other.NameWords))
        {
            return "the names have the same words";
        }

        return $"the names are alike by {likeness} of 100";
    }
}
