using Fund.Donations.Domain.Banking;
using Fund.Donations.Grpc;
using Fund.Donations.Persistence;
using Fund.Hosting;

namespace Fund.Donations.Features;

/// <summary>Profiles for CSV files that hold one kind of thing, of one account or of all.</summary>
public sealed class ListBankCsvProfiles(DonationsDb db)
{
    public async Task<V1.ListBankCsvProfilesResponse> HandleAsync(
        V1.ListBankCsvProfilesRequest request,
        CancellationToken cancellationToken
    )
    {
        var check = new Check();
        var account = CamtTransaction.Compact(check.OptionalText("account", request.Account, 60));
        var kind = SaveBankCsvProfile.KindOf(request.Kind, check);
        check.ThrowIfAny();
        var profiles = db.BankCsvProfiles.Where(profile => profile.Kind == kind);
        if (account.Length > 0)
        {
            profiles = profiles.Where(profile => profile.Account == account);
        }

        var page = await Page.Of(request.Page).NewestFirstAsync(profiles, profile => profile.Id, cancellationToken);
        return new V1.ListBankCsvProfilesResponse
        {
            Profiles = { page.Items.Select(profile => profile.ToWire()) },
            Page = page.ToWire(),
        };
    }
}
