using Fund.Donations.Domain;
using Fund.Donations.Grpc;
using Fund.Donations.Persistence;
using Fund.Hosting;
using Microsoft.EntityFrameworkCore;

namespace Fund.Donations.Features;

/// <summary>
/// One donor; the id of a merged duplicate answers with the donor that it is now. A donor contact sees their own only,
/// and never account numbers or contacts.
/// </summary>
public sealed class GetDonor(DonationsDb db)
{
    public async Task<V1.GetDonorResponse> HandleAsync(
        V1.GetDonorRequest request,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var donor = await db.SeenDonorAsync(caller, request.DonorId.ToId("donor_id"), cancellationToken);
        return new V1.GetDonorResponse { Donor = await ShowAsync(donor, caller, cancellationToken) };
    }

    /// <summary>A donor with everything the caller may see of it.</summary>
    internal async Task<V1.Donor> ShowAsync(Donor donor, Caller caller, CancellationToken cancellationToken)
    {
        if (!caller.IsStaff)
        {
            return donor.ToWire([]);
        }

        var ibans = await db
            .DonorIbans.Where(known => known.DonorId == donor.Id)
            .OrderBy(known => known.Iban)
            .Select(known => known.Iban)
            .ToListAsync(cancellationToken);
        var contacts = await db.Set<DonorContact>()
            .AsNoTracking()
            .Where(contact => contact.DonorId == donor.Id)
            .OrderBy(contact => contact.Position)
            .ThenBy(contact => contact.Id)
            .ToListAsync(cancellationToken);
        var merges = await (
            from merge in db.Set<DonorMerge>()
            join merged in db.Donors on merge.MergedId equals merged.Id
            where merged.MergedInto == donor.Id && merge.UndoneAt == null
            orderby merge.Id
            select new { merge, merged }
        )
            .AsNoTracking()
            .ToListAsync(cancellationToken);
        return donor.ToWire(ibans, contacts, merges.Select(row => row.merge.ToWire(row.merged)));
    }
}
