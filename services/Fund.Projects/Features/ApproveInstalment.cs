using Fund.Hosting;
using Fund.Projects.Domain;
using Fund.Projects.Grpc;
using Fund.Projects.Persistence;
using Fund.Projects.V1;

namespace Fund.Projects.Features;

/// <summary>Somebody else approves; every condition must still hold.</summary>
public sealed class ApproveInstalment(ProjectsDb db, TimeProvider clock)
{
    public Task<ApproveInstalmentResponse> HandleAsync(
        ApproveInstalmentRequest request,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var id = request.InstalmentId.ToId("instalment_id");
        return db.OnceAsync(
            caller,
            request.RequestId,
            request,
            async token =>
            {
                var file = await db.OpenByInstalmentAsync(id, token);
                var now = clock.GetUtcNow();
                file.Agreement.ApproveInstalment(
                    id,
                    file.Organisation,
                    file.Policy,
                    caller.Subject,
                    clock.Today(),
                    now
                );
                return new ApproveInstalmentResponse { Agreement = file.ToWire(clock.Today()) };
            },
            cancellationToken
        );
    }
}
