using Fund.Hosting;
using Fund.Projects.Domain;
using Fund.Projects.Grpc;
using Fund.Projects.Persistence;
using Fund.Projects.V1;

namespace Fund.Projects.Features;

/// <summary>Sends a draft agreement to the organisation for signature.</summary>
public sealed class SendAgreement(ProjectsDb db, TimeProvider clock)
{
    public Task<SendAgreementResponse> HandleAsync(
        SendAgreementRequest request,
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
                file.Agreement.Send(caller.Subject, now);
                return new SendAgreementResponse { Agreement = file.ToWire(clock.Today()) };
            },
            cancellationToken
        );
    }
}
