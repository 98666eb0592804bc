using Fund.Donations.Grpc;
using Fund.Donations.Persistence;
using Fund.Hosting;
using Fund.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Fund.Donations.Features;

/// <summary>How the files of one profile are read.</summary>
public sealed class GetBankCsvProfile(DonationsDb db)
{
    /// <exception cref="RefusedException">NOT_FOUND.</exception>
    public async Task<V1.GetBankCsvProfileResponse> HandleAsync(
        V1.GetBankCsvProfileRequest request,
        CancellationToken cancellationToken
    )
    {
        var id = request.BankCsvProfileId.ToId("bank_csv_profile_id");
        var profile =
            await db.BankCsvProfiles.AsNoTracking().SingleOrDefaultAsync(row => row.Id == id, cancellationToken)
            ?? throw Refusals.NotFound("profile", id.ToWire()).AsException();
        return new V1.GetBankCsvProfileResponse { Profile = profile.ToWire() };
    }
}
