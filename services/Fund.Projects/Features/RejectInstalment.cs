using Fund.Hosting;
using Fund.Projects.Domain;
using Fund.Projects.Grpc;
using Fund.Projects.Persistence;
using Fund.Projects.V1;

namespace Fund.Projects.Features;

/// <summary>Somebody else sends a requested or approved instalment back, with a reason.</summary>
public sealed class RejectInstalment(ProjectsDb db, TimeProvider clock)
{
    private const int MaxReasonLength = 1_000;

    public Task<RejectInstalmentResponse> HandleAsync(
        RejectInstalmentRequest request,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var check = new Check();
        var id = check.Id("instalment_id", request.InstalmentId);
        var reason = check.Text("reason", request.Reason, MaxReasonLength);
        check.ThrowIfAny();
        return db.OnceAsync(
            caller,
            request.RequestId,
            request,
            async token =>
            {
                var file = await db.OpenByInstalmentAsync(id, token);
                var now = clock.GetUtcNow();
                file.Agreement.RejectInstalment(id, reason, caller.Subject, now);
                return new RejectInstalmentResponse { Agreement = file.ToWire(clock.Today()) };
            },
            cancellationToken
        );
    }
}
