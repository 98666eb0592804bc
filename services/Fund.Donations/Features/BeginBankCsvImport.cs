using Fund.Donations.Domain.Importing;
using Fund.Donations.Grpc;
using Fund.Donations.Persistence;
using Fund.Hosting;
using Fund.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Fund.Donations.Features;

/// <summary>Begins an import of a bank's CSV file, read as a profile says; from then on it is an import like any other.</summary>
public sealed class BeginBankCsvImport(DonationsDb db, TimeProvider clock)
{
    public Task<V1.BeginBankCsvImportResponse> HandleAsync(
        V1.BeginBankCsvImportRequest request,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var check = new Check();
        var id = check.Id("bank_csv_profile_id", request.BankCsvProfileId);
        var name = check.Text("file_name", request.FileName, 200);
        check.ThrowIfAny();
        return db.OnceAsync(
            caller,
            request.RequestId,
            request,
            async token =>
            {
                var profile =
                    await db.BankCsvProfiles.SingleOrDefaultAsync(
                        row => row.Id == id && row.Kind == ImportKind.BankCsv,
                        token
                    ) ?? throw Refusals.NotFound("profile", id.ToWire()).AsException();
                var import = new ImportFile(
                    ImportKind.BankCsv,
                    name,
                    profile.LayoutOfFile,
                    createMissingDonors: false,
                    defaultDonorKind: null,
                    caller.Subject,
                    clock.GetUtcNow()
                );
                db.Imports.Add(import);
                return new V1.BeginBankCsvImportResponse { Import = import.ToWire() };
            },
            cancellationToken
        );
    }
}
