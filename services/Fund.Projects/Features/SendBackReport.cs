using Fund.Hosting;
using Fund.Projects.Domain;
using Fund.Projects.Grpc;
using Fund.Projects.Persistence;
using Fund.Projects.V1;

namespace Fund.Projects.Features;

/// <summary>Sends a submitted report back with what is missing; it may be submitted again.</summary>
public sealed class SendBackReport(ProjectsDb db, TimeProvider clock)
{
    private const int MaxReasonLength = 2_000;

    public Task<SendBackReportResponse> HandleAsync(
        SendBackReportRequest request,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var check = new Check();
        var id = check.Id("report_id", request.ReportId);
        var reason = check.Text("reason", request.Reason, MaxReasonLength);
        check.ThrowIfAny();
        return db.OnceAsync(
            caller,
            request.RequestId,
            request,
            async token =>
            {
                var file = await db.OpenByReportAsync(id, token);
                await db.LoadStepsAsync(file.Agreement.Report(id), token);
                var now = clock.GetUtcNow();
                file.Agreement.SendReportBack(id, reason, caller.Subject, clock.Today(), now);
                return new SendBackReportResponse { Report = file.Agreement.Report(id).ToWire(clock.Today()) };
            },
            cancellationToken
        );
    }
}
