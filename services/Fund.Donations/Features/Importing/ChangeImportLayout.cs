using Fund.Donations.Grpc;
using Fund.Donations.Persistence;
using Fund.Hosting;

namespace Fund.Donations.Features.Importing;

/// <summary>Says anew how a file is to be read; it is checked again.</summary>
public sealed class ChangeImportLayout(DonationsDb db, ClockWake<RunImports> wake)
{
    public async Task<V1.ChangeImportLayoutResponse> HandleAsync(
        V1.ChangeImportLayoutRequest request,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var check = new Check();
        var id = check.Id("import_id", request.ImportId);
        var layout = BeginImport.LayoutOf(request.Layout, check);
        var donorKind = BeginImport.DonorKindOf(request.DefaultDonorKind, check);
        check.ThrowIfAny();
        var response = await db.OnceAsync(
            caller,
            request.RequestId,
            request,
            async token =>
            {
                var import = await db.LockImportAsync(id, token);
                import.ReadAs(layout, request.CreateMissingDonors, donorKind);
                return new V1.ChangeImportLayoutResponse { Import = import.ToWire() };
            },
            cancellationToken
        );
        wake.Wake();
        return response;
    }
}
