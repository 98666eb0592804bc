using Fund.Hosting;
using Fund.Projects.Domain;
using Fund.Projects.Grpc;
using Fund.Projects.Persistence;
using Fund.Projects.V1;

namespace Fund.Projects.Features;

/// <summary>Accepts a submitted report whose beneficiary return is accepted.</summary>
public sealed class AcceptReport(ProjectsDb db, TimeProvider clock)
{
    public Task<AcceptReportResponse> HandleAsync(
        AcceptReportRequest request,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var id = request.ReportId.ToId("report_id");
        return db.OnceAsync(
            caller,
            request.RequestId,
            request,
            async token =>
            {
                var file = await db.OpenByReportAsync(id, token);
                await db.LoadStepsAsync(file.Agreement.Report(id), token);
                var now = clock.GetUtcNow();
                file.Agreement.AcceptReport(id, caller.Subject, clock.Today(), now);
                return new AcceptReportResponse { Report = file.Agreement.Report(id).ToWire(clock.Today()) };
            },
            cancellationToken
        );
    }
}
