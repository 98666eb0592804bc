using Fund.Donations.Grpc;
using Fund.Donations.Persistence;
using Fund.Hosting;
using Microsoft.EntityFrameworkCore;

namespace Fund.Donations.Features.Importing;

/// <summary>Gives up an import that has not started; the file is deleted.</summary>
public sealed class CancelImport(DonationsDb db, TimeProvider clock)
{
    public Task<V1.CancelImportResponse> HandleAsync(
        V1.CancelImportRequest request,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var check = new Check();
        var id = check.Id("import_id", request.ImportId);
        check.ThrowIfAny();
        return db.OnceAsync(
            caller,
            request.RequestId,
            request,
            async token =>
            {
                var import = await db.LockImportAsync(id, token);
                import.Cancel(clock.GetUtcNow());
                await db.ImportParts.Where(part => part.ImportId == id).ExecuteDeleteAsync(token);
                await db.ImportProblems.Where(problem => problem.ImportId == id).ExecuteDeleteAsync(token);
                return new V1.CancelImportResponse { Import = import.ToWire() };
            },
            cancellationToken
        );
    }
}
