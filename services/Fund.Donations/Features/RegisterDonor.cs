using Fund.Donations.Domain;
using Fund.Donations.Grpc;
using Fund.Donations.Persistence;
using Fund.Hosting;
using Fund.Kernel;

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
        var kind = check.Choice("kind", request.Kind);
        var name = check.Text("name", request.Name, Donor.LongestName);
        var country = request.CountryCode;
        if (country.Length > 0 && !Countries.Exists(country))
        {
            check.Add(DonationRefusals.UnknownCountry("country_code", Shown(country)));
        }
        else if (country.Length == 0 && kind == V1.DonorKind.MemberState)
        {
            check.Add(DonationRefusals.CountryRequired());
        }

        var language = request.Language.Length == 0 ? "en" : request.Language;
        if (!Donor.Languages.Contains(language))
        {
            check.Add(DonationRefusals.UnknownLanguage("language", Shown(language)));
        }

        check.ThrowIfAny();
        return db.OnceAsync(
            caller,
            request.RequestId,
            request,
            _ =>
            {
                var donor = new Donor(
                    (DonorKind)kind,
                    name,
                    country.Length == 0 ? null : country,
                    language,
                    request.PubliclyAnonymous,
                    clock.GetUtcNow()
                );
                db.Donors.Add(donor);
                return Task.FromResult(new V1.RegisterDonorResponse { Donor = donor.ToWire([]) });
            },
            cancellationToken
        );
    }

    private static string Shown(string text) => text.Length <= 20 ? text : text[..20] + "…";
}
