using Fund.Hosting;
using Fund.Projects.Domain;
using Fund.Projects.Grpc;
using Fund.Projects.Persistence;
using Fund.Projects.V1;

namespace Fund.Projects.Features;

/// <summary>Suspends an active agreement; nothing is paid meanwhile.</summary>
public sealed class SuspendAgreement(ProjectsDb db, TimeProvider clock)
{
    private const int MaxReasonLength = 1_000;

    public Task<SuspendAgreementResponse> HandleAsync(
        SuspendAgreementRequest request,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var check = new Check();
        var id = check.Id("agreement_id", request.AgreementId);
        var reason = check.Text("reason", request.Reason, MaxReasonLength);
        check.ThrowIfAny();
        return db.OnceAsync(
            caller,
            request.RequestId,
            request,
            async token =>
            {
                var file = await db.OpenAgreementAsync(id, token);
                var now = clock.GetUtcNow();
                file.Agreement.Suspend(reason, caller.Subject, now);
                return new SuspendAgreementResponse { Agreement = file.ToWire(clock.Today()) };
            },
            cancellationToken
        );
    }
}
