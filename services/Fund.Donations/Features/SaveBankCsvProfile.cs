using Fund.Donations.Domain;
using Fund.Donations.Domain.Banking;
using Fund.Donations.Domain.Importing;
using Fund.Donations.Features.Importing;
using Fund.Donations.Grpc;
using Fund.Donations.Persistence;
using Fund.Hosting;
using Microsoft.EntityFrameworkCore;

namespace Fund.Donations.Features;

/// <summary>Keeps how CSV files are read, under a name; the same name is saved over.</summary>
public sealed class SaveBankCsvProfile(DonationsDb db, TimeProvider clock)
{
    public Task<V1.SaveBankCsvProfileResponse> HandleAsync(
        V1.SaveBankCsvProfileRequest request,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var check = new Check();
        var kind = KindOf(request.Kind, check);
        var account = AccountOf(kind, request.Account, check);
        var name = check.Text("name", request.Name, BankCsvProfile.LongestName);
        var layout = BeginImport.LayoutOf(request.Layout, check);
        RequireFields(layout, kind, check);
        check.ThrowIfAny();
        return db.OnceAsync(
            caller,
            request.RequestId,
            request,
            async token =>
            {
                await db.Database.ExecuteSqlAsync(
                    $"select pg_advisory_xact_lock(hashtextextended({$"bank csv profile {kind} {account} {name}"}, 0))",
                    token
                );
                var profile = await db.BankCsvProfiles.SingleOrDefaultAsync(
                    row => row.Kind == kind && row.Account == account && row.Name == name,
                    token
                );
                if (profile is null)
                {
                    profile = new BankCsvProfile(kind, account, name);
                    db.BankCsvProfiles.Add(profile);
                }

                profile.Save(layout, caller.Subject, clock.Moment());
                return new V1.SaveBankCsvProfileResponse { Profile = profile.ToWire() };
            },
            cancellationToken
        );
    }

    /// <summary>What the files hold; those of a bank unless something else is said.</summary>
    internal static ImportKind KindOf(V1.ImportKind given, Check check)
    {
        var kind = (ImportKind)check.OptionalChoice("kind", given);
        check.That(
            kind != ImportKind.BankStatement,
            "kind",
            "BANK_STATEMENT is XML and needs no layout; layouts are for BANK_CSV, CONTRIBUTIONS and DONORS."
        );
        return kind == default ? ImportKind.BankCsv : kind;
    }

    /// <summary>Notes every column whose field files of this kind do not have.</summary>
    internal static void RequireFields(CsvLayout layout, ImportKind kind, Check check)
    {
        var fields = FieldsOf(kind);
        foreach (var column in layout.Columns.Where(column => !fields.Contains(column.Field)))
        {
            check.That(
                false,
                "layout.columns",
                $"There is no field '{CamtCursor.Cut(column.Field, 40)}'; fields are {string.Join(", ", fields)}."
            );
        }
    }

    private static string AccountOf(ImportKind kind, string given, Check check)
    {
        if (kind == ImportKind.BankCsv)
        {
            return CamtTransaction.Compact(check.Text("account", given, 60));
        }

        check.That(given.Trim().Length == 0, "account", "Only the files of a bank are of one account; leave it empty.");
        return "";
    }

    private static IReadOnlyList<string> FieldsOf(ImportKind kind) =>
        kind switch
        {
            ImportKind.Contributions => ImportContributions.AllFields,
            ImportKind.Donors => ImportDonors.AllFields,
            _ => BankCsvFields.All,
        };
}
