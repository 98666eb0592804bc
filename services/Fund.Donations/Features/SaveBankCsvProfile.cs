using Fund.Donations.Domain;
using Fund.Donations.Domain.Banking;
using Fund.Donations.Features.Importing;
using Fund.Donations.Grpc;
using Fund.Donations.Persistence;
using Fund.Hosting;
using Microsoft.EntityFrameworkCore;

namespace Fund.Donations.Features;

/// <summary>Keeps how the CSV files of an account are read, under a name; the same name is saved over.</summary>
public sealed class SaveBankCsvProfile(DonationsDb db, TimeProvider clock)
{
    public Task<V1.SaveBankCsvProfileResponse> HandleAsync(
        V1.SaveBankCsvProfileRequest request,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var check = new Check();
        var account = CamtTransaction.Compact(check.Text("account", request.Account, 60));
        var name = check.Text("name", request.Name, BankCsvProfile.LongestName);
        var layout = BeginImport.LayoutOf(request.Layout, check);
        foreach (var column in layout.Columns.Where(column => !BankCsvFields.All.Contains(column.Field)))
        {
            check.That(
                false,
                "layout.columns",
                $"There is no field '{CamtCursor.Cut(column.Field, 40)}'; fields are {string.Join(", ", BankCsvFields.All)}."
            );
        }

        check.ThrowIfAny();
        return db.OnceAsync(
            caller,
            request.RequestId,
            request,
            async token =>
            {
                await db.Database.ExecuteSqlAsync(
                    $"select pg_advisory_xact_lock(hashtextextended({"bank csv profile " + account + " " + name}, 0))",
                    token
                );
                var profile = await db.BankCsvProfiles.SingleOrDefaultAsync(
                    row => row.Account == account && row.Name == name,
                    token
                );
                if (profile is null)
                {
                    profile = new BankCsvProfile(account, name);
                    db.BankCsvProfiles.Add(profile);
                }

                profile.Save(layout, caller.Subject, clock.Moment());
                return new V1.SaveBankCsvProfileResponse { Profile = profile.ToWire() };
            },
            cancellationToken
        );
    }
}
