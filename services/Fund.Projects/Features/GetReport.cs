using Fund.Hosting;
using Fund.Kernel;
using Fund.Projects.Domain;
using Fund.Projects.Grpc;
using Fund.Projects.Persistence;
using Fund.Projects.V1;
using Microsoft.EntityFrameworkCore;

namespace Fund.Projects.Features;

/// <summary>One report.</summary>
public sealed class GetReport(ProjectsDb db, TimeProvider clock)
{
    public Task<GetReportResponse> HandleAsync(
        GetReportRequest request,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var id = request.ReportId.ToId("report_id");
        return db.ReadAsync(token => ReadAsync(id, caller, token), cancellationToken);
    }

    private async Task<GetReportResponse> ReadAsync(Guid id, Caller caller, CancellationToken token)
    {
        var report =
            await db
                .Reports.Include(row => row.Spending)
                .AsNoTracking()
                .SingleOrDefaultAsync(row => row.Id == id, token)
            ?? throw Refusals.NotFound("report", id.ToWire()).AsException();
        var organisationId = await db
            .Agreements.Where(agreement => agreement.Id == report.AgreementId)
            .Select(agreement => agreement.OrganisationId)
            .SingleAsync(token);
        caller.RequireSight(organisationId, "report", id.ToWire());
        return new GetReportResponse { Report = report.ToWire(clock.Today()) };
    }
}
