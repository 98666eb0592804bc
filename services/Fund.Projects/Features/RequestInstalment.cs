using Fund.Hosting;
using Fund.Projects.Domain;
using Fund.Projects.Grpc;
using Fund.Projects.Persistence;
using Fund.Projects.V1;

namespace Fund.Projects.Features;

/// <summary>One person asks for an instalment to be paid; every condition must hold.</summary>
public sealed class RequestInstalment(ProjectsDb db, TimeProvider clock)
{
    public Task<RequestInstalmentResponse> HandleAsync(
        RequestInstalmentRequest request,
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
                file.Agreement.RequestInstalment(id, file.Organisation, caller.Subject, clock.Today(), now);
                return new RequestInstalmentResponse { Agreement = file.ToWire(clock.Today()) };
            },
            cancellationToken
        );
    }
}
