using Fund.Donations.Grpc;
using Fund.Donations.Persistence;
using Fund.Hosting;

namespace Fund.Donations.Features.Importing;

/// <summary>One import with its progress.</summary>
public sealed class GetImport(DonationsDb db)
{
    public async Task<V1.GetImportResponse> HandleAsync(
        V1.GetImportRequest request,
        CancellationToken cancellationToken
    )
    {
        var check = new Check();
        var id = check.Id("import_id", request.ImportId);
        check.ThrowIfAny();
        var import = await db.FindImportAsync(id, cancellationToken);
        return new V1.GetImportResponse { Import = import.ToWire() };
    }
}
