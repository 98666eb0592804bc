using Fund.Hosting;
using Fund.Projects.Domain;
using Fund.Projects.Grpc;
using Fund.Projects.Persistence;
using Fund.Projects.V1;

namespace Fund.Projects.Features;

/// <summary>Resumes a suspended agreement.</summary>
public sealed class ResumeAgreement(ProjectsDb db, TimeProvider clock)
{
    public Task<ResumeAgreementResponse> HandleAsync(
        ResumeAgreementRequest request,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var id = request.AgreementId.ToId("agreement_id");
        return db.OnceAsync(
            caller,
            request.RequestId,
            request,
            async token =>
            {
                var file = await db.OpenAgreementAsync(id, token);
                var now = clock.GetUtcNow();
                file.Agreement.Resume(caller.Subject, now);
                return new ResumeAgreementResponse { Agreement = file.ToWire(clock.Today()) };
            },
            cancellationToken
        );
    }
}
