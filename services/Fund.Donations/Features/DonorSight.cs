using Fund.Donations.Domain;
using Fund.Donations.Persistence;
using Fund.Donations.Persistence.Statements;
using Fund.Hosting;
using Fund.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Fund.Donations.Features;

/// <summary>
/// Who may see which donor. The id of a merged duplicate stands for the donor that it is now, in questions and in the
/// identity of its contacts.
/// </summary>
internal static class DonorSight
{
    /// <summary>Compiled once: every statement, pledge and contribution that is looked at begins with it.</summary>
    private static readonly Func<DonationsDb, Guid, CancellationToken, Task<Donor?>> Find = EF.CompileAsyncQuery(
        (DonationsDb db, Guid donorId, CancellationToken _) =>
            db.Donors.AsNoTracking().SingleOrDefault(row => row.Id == donorId)
    );

    /// <summary>The donor, if the caller may see it; for a merged one, the donor that it is now.</summary>
    /// <exception cref="RefusedException">NOT_FOUND when there is none, or it is not the caller's to see.</exception>
    public static async Task<Donor> SeenDonorAsync(
        this DonationsDb db,
        Caller caller,
        Guid donorId,
        CancellationToken cancellationToken
    )
    {
        var donor = await Find(db, donorId, cancellationToken);
        if (donor?.MergedInto is { } survivor)
        {
            donor = await Find(db, survivor, cancellationToken);
        }

        return donor is not null && await db.MaySeeDonorAsync(caller, donor.Id, cancellationToken)
            ? donor
            : throw Refusals.NotFound("donor", donorId.ToWire()).AsException();
    }

    /// <summary>The newest edition of the donor, if the caller may see it.</summary>
    /// <exception cref="RefusedException">NOT_FOUND when there is none, or it is not the caller's to see.</exception>
    public static async Task<DonorEdition> SeenEditionAsync(
        this DonationsDb db,
        DonorEditions editions,
        Caller caller,
        Guid donorId,
        CancellationToken cancellationToken
    ) =>
        await editions.OfAsync(donorId, cancellationToken) is { } edition
        && await db.MaySeeDonorAsync(caller, edition.DonorId, cancellationToken)
            ? edition
            : throw Refusals.NotFound("donor", donorId.ToWire()).AsException();

    /// <summary>A donor that is known to be there.</summary>
    public static async Task<Donor> DonorAsync(
        this DonationsDb db,
        Guid donorId,
        CancellationToken cancellationToken
    ) =>
        await Find(db, donorId, cancellationToken)
        ?? throw new InvalidOperationException($"Donor {donorId} is gone, but donors stay.");

    /// <summary>True for staff, auditors and the contacts of that donor, those of its merged duplicates included.</summary>
    public static async ValueTask<bool> MaySeeDonorAsync(
        this DonationsDb db,
        Caller caller,
        Guid donorId,
        CancellationToken cancellationToken
    ) =>
        caller.MayReadAll
        || caller.MayActForDonor(donorId)
        || (
            caller.Is(Role.DonorContact)
            && caller.DonorId is { } own
            && await db.NowAsync(own, cancellationToken) == donorId
        );

    /// <summary>
    /// The donor whose rows are wanted: staff and auditors may leave it out for all, a donor contact gets their own.
    /// </summary>
    /// <exception cref="RefusedException">NOT_FOUND for somebody else's.</exception>
    public static async Task<Guid?> WantedDonorAsync(
        this DonationsDb db,
        Caller caller,
        string donorId,
        CancellationToken cancellationToken
    )
    {
        var wanted =
            donorId.Length > 0 ? donorId.ToId("donor_id")
            : caller.MayReadAll ? (Guid?)null
            : caller.DonorId;
        var now = wanted is { } id ? await db.NowAsync(id, cancellationToken) : wanted;
        if (caller.MayReadAll || (now is { } own && await db.MaySeeDonorAsync(caller, own, cancellationToken)))
        {
            return now;
        }

        throw Refusals.NotFound("donor", donorId).AsException();
    }

    /// <summary>The donor that an id stands for now: itself, unless it was merged.</summary>
    private static async Task<Guid> NowAsync(this DonationsDb db, Guid donorId, CancellationToken cancellationToken) =>
        await db
            .Donors.Where(donor => donor.Id == donorId)
            .Select(donor => donor.MergedInto)
            .SingleOrDefaultAsync(cancellationToken)
        ?? donorId;
}
