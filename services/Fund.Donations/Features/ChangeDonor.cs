using Fund.Donations.Domain;
using Fund.Donations.Persistence;
using Fund.Hosting;
using Fund.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Fund.Donations.Features;

/// <summary>
/// States a donor anew, contacts included. Whoever saw an older version is refused, so that nobody's change is lost
/// without a word.
/// </summary>
public sealed class ChangeDonor(DonationsDb db, GetDonor get)
{
    public Task<V1.ChangeDonorResponse> HandleAsync(
        V1.ChangeDonorRequest request,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var check = new Check();
        var id = check.Id("donor_id", request.DonorId);
        var seen = check.SeenVersion("expected_version", request.ExpectedVersion);
        var stated = check.Particulars(
            request.Kind,
            request.Name,
            request.CountryCode,
            request.Language,
            request.PubliclyAnonymous,
            request.UnDonorType
        );
        var contacts = check.Contacts(request.Contacts, stated.Language);
        check.ThrowIfAny();
        return db.OnceAsync(
            caller,
            request.RequestId,
            request,
            async token =>
            {
                var donor = await db.LockDonorAsync(id, token);
                donor.Change(stated, seen);
                var former = await db.Set<DonorContact>()
                    .Where(contact => contact.DonorId == id)
                    .ExecuteDeleteAsync(token);
                db.Audit.Counted("donor_contact", AuditVerb.Removed, former);
                db.AddRange(contacts.Select((contact, i) => new DonorContact(id, i, contact)));
                await db.SaveChangesAsync(token);
                return new V1.ChangeDonorResponse { Donor = await get.ShowAsync(donor, caller, token) };
            },
            cancellationToken
        );
    }
}

internal static class DonorLock
{
    /// <summary>Locks a donor against changes, merges and new records; payments of others go on.</summary>
    /// <exception cref="RefusedException">NOT_FOUND.</exception>
    public static async Task<Donor> LockDonorAsync(
        this DonationsDb db,
        Guid donorId,
        CancellationToken cancellationToken
    )
    {
        await db.Database.ExecuteSqlAsync(
            $"select 1 from donors where id = {donorId} for no key update",
            cancellationToken
        );
        return await db.Donors.SingleOrDefaultAsync(donor => donor.Id == donorId, cancellationToken)
            ?? throw Refusals.NotFound("donor", donorId.ToWire()).AsException();
    }
}
