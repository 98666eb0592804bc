using Fund.Donations.Domain;
using Fund.Donations.Features.Importing;
using Fund.Donations.Grpc;
using Fund.Donations.Persistence;
using Fund.Hosting;
using Fund.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Fund.Donations.Features;

/// <summary>
/// Changes how the files of a profile are read. Whoever saw an older version is refused, so that nobody's change is lost
/// without a word.
/// </summary>
public sealed class ChangeBankCsvProfile(DonationsDb db, TimeProvider clock)
{
    public Task<V1.ChangeBankCsvProfileResponse> HandleAsync(
        V1.ChangeBankCsvProfileRequest request,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var check = new Check();
        var id = check.Id("bank_csv_profile_id", request.BankCsvProfileId);
        var seen = check.SeenVersion("expected_version", request.ExpectedVersion);
        var layout = BeginImport.LayoutOf(request.Layout, check);
        check.ThrowIfAny();
        return db.OnceAsync(
            caller,
            request.RequestId,
            request,
            async token =>
            {
                await db.Database.ExecuteSqlAsync(
                    $"select 1 from bank_csv_profiles where id = {id} for no key update",
                    token
                );
                var profile =
                    await db.BankCsvProfiles.SingleOrDefaultAsync(row => row.Id == id, token)
                    ?? throw Refusals.NotFound("profile", id.ToWire()).AsException();
                var fields = new Check();
                SaveBankCsvProfile.RequireFields(layout, profile.Kind, fields);
                fields.ThrowIfAny();
                profile.Change(layout, seen, caller.Subject, clock.Moment());
                return new V1.ChangeBankCsvProfileResponse { Profile = profile.ToWire() };
            },
            cancellationToken
        );
    }
}
