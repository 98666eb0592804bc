using Fund.Donations.Domain;
using Fund.Donations.Grpc;
using Fund.Donations.Persistence;
using Fund.Hosting;

namespace Fund.Donations.Features;

/// <summary>Registers a donor. A Member State has a country; others may have one.</summary>
public sealed class RegisterDonor(DonationsDb db, TimeProvider clock)
{
    public Task<V1.RegisterDonorResponse> HandleAsync(
        V1.RegisterDonorRequest request,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var check = new Check();
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
            _ =>
            {
                var donor = new Donor(
                    stated.Kind,
                    stated.Name,
                    stated.CountryCode,
                    stated.Language,
                    stated.PubliclyAnonymous,
                    clock.GetUtcNow()
                );
                donor.State(stated.UnType);
                db.Donors.Add(donor);
                var known = contacts.Select((contact, i) => new DonorContact(donor.Id, i, contact)).ToList();
                db.AddRange(known);
                return Task.FromResult(new V1.RegisterDonorResponse { Donor = donor.ToWire([], known) });
            },
            cancellationToken
        );
    }
}
