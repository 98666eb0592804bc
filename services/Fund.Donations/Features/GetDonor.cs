using Fund.Donations.Domain;
using Fund.Donations.Grpc;
using Fund.Donations.Persistence;
using Fund.Hosting;
using Fund.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Fund.Donations.Features;

/// <summary>One donor. A donor contact sees their own only, and never account numbers.</summary>
public sealed class GetDonor(DonationsDb db)
{
    public async Task<V1.GetDonorResponse> HandleAsync(
        V1.GetDonorRequest request,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var id = request.DonorId.ToId("donor_id");
        var donor = await db.SeenDonorAsync(caller, id, cancellationToken);
        var ibans = caller.IsStaff
            ? await db
                .DonorIbans.Where(known => known.DonorId == id)
                .OrderBy(known => known.Iban)
                .Select(known => known.Iban)
                .ToListAsync(cancellationToken)
            : [];
        return new V1.GetDonorResponse { Donor = donor.ToWire(ibans) };
    }
}

/// <summary>Who may see which donor.</summary>
internal static class DonorSight
{
    /// <summary>The donor, if the caller may see it.</summary>
    /// <exception cref="RefusedException">NOT_FOUND when there is none, or it is not the caller's to see.</exception>
    public static async Task<Donor> SeenDonorAsync(
        this DonationsDb db,
        Caller caller,
        Guid donorId,
        CancellationToken cancellationToken
    )
    {
        var donor = caller.MaySeeDonor(donorId)
            ? await db.Donors.AsNoTracking().SingleOrDefaultAsync(row => row.Id == donorId, cancellationToken)
            : null;
        return donor ?? throw Refusals.NotFound("donor", donorId.ToWire()).AsException();
    }

    public static bool MaySeeDonor(this Caller caller, Guid donorId) =>
        caller.MayReadAll || caller.MayActForDonor(donorId);

    /// <summary>
    /// The donor whose rows are wanted: staff and auditors may leave it out for all, a donor contact gets their own.
    /// </summary>
    /// <exception cref="RefusedException">NOT_FOUND for somebody else's.</exception>
    public static Guid? WantedDonor(this Caller caller, string donorId)
    {
        var wanted =
            donorId.Length > 0 ? donorId.ToId("donor_id")
            : caller.MayReadAll ? (Guid?)null
            : caller.DonorId;
        if (caller.MayReadAll || (wanted is { } own && caller.MayActForDonor(own)))
        {
            return wanted;
        }

        throw Refusals.NotFound("donor", donorId).AsException();
    }
}
