using Fund.Donations.Grpc;
using Fund.Donations.Persistence;
using Fund.Hosting;

namespace Fund.Donations.Features.Importing;

/// <summary>A person decides to take in the good rows of a checked file.</summary>
public sealed class StartImport(DonationsDb db, ClockWake<RunImports> wake)
{
    public async Task<V1.StartImportResponse> HandleAsync(
        V1.StartImportRequest request,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var check = new Check();
        var id = check.Id("import_id", request.ImportId);
        check.ThrowIfAny();
        var response = await db.OnceAsync(
            caller,
            request.RequestId,
            request,
            async token =>
            {
                var import = await db.LockImportAsync(id, token);
                import.Start(request.LeaveOutBadRows, request.TakeInAgain);
                return new V1.StartImportResponse { Import = import.ToWire() };
            },
            cancellationToken
        );
        wake.Wake();
        return response;
    }
}
