using Fund.Beneficiaries.Domain;
using Fund.Beneficiaries.Persistence;
using Fund.Beneficiaries.V1;
using Fund.Hosting;
using Fund.Kernel;
using Microsoft.EntityFrameworkCore;
using ReturnState = Fund.Beneficiaries.Domain.ReturnState;

namespace Fund.Beneficiaries.Features;

/// <summary>
/// Unique people and services over all accepted returns of a project, for the organisation's own people and programme
/// staff. One person helped in two periods counts once; a table adds its new people, in the first period everybody.
/// </summary>
public sealed class GetProjectCounts(BeneficiariesDb db, AuditTrail trail)
{
    public async Task<GetProjectCountsResponse> HandleAsync(
        GetProjectCountsRequest request,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var id = request.AgreementId.ToId("agreement_id");
        var project =
            await db.Projects.AsNoTracking().SingleOrDefaultAsync(p => p.AgreementId == id, cancellationToken)
            ?? throw Refusals.NotFound("agreement", request.AgreementId).AsException();
        caller.RequireSight(project.OrganisationId, "agreement", request.AgreementId);
        var returns = await db
            .Returns.AsNoTracking()
            .Include(row => row.Cells)
            .Where(row => row.AgreementId == id && row.State == ReturnState.Accepted)
            .ToListAsync(cancellationToken);
        var tables = returns.Select(row => row.Table()).ToList();
        var services = Htcds
            .SupportType.Codes.Select(Measures.Service)
            .Select(measure => new AggregateCell
            {
                Measure = measure,
                Count = checked((int)tables.Sum(table => table.AtLeast(new CellKey(measure)))),
            });
        await trail.ReadAsync(returns.Select(row => row.Reference()), cancellationToken);
        return new GetProjectCountsResponse
        {
            PeopleAssisted = checked((int)await db.CountPeopleAsync(returns, cancellationToken)),
            Services = { services.Where(cell => cell.Count > 0) },
            ReturnsAccepted = returns.Count,
        };
    }
}
