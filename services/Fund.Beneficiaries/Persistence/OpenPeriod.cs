using Fund.Beneficiaries.Domain;
using Fund.Hosting;
using Fund.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Fund.Beneficiaries.Persistence;

/// <summary>A reporting period that is being reported on, locked until the transaction ends.</summary>
/// <param name="Return">New or sent back, and empty; tracked.</param>
/// <param name="EarlierReturns">Returns of earlier periods of the project, whatever their state, with their cells.</param>
public sealed record OpenPeriod(
    Project Project,
    ReportPeriod Period,
    BeneficiaryReturn Return,
    IReadOnlyList<BeneficiaryReturn> EarlierReturns
)
{
    /// <summary>Ids of the earlier returns.</summary>
    public IReadOnlyList<Guid> EarlierReturnIds => [.. EarlierReturns.Select(row => row.Id)];

    /// <summary>What warnings need to know of the earlier periods.</summary>
    public async Task<EarlierPeriods> EarlierAsync(BeneficiariesDb db, CancellationToken cancellationToken)
    {
        var people = await db.CountPeopleAsync(EarlierReturns, cancellationToken);
        var missing = Project.Periods.Count(period =>
            period.Number < Period.Number && EarlierReturns.All(row => row.ReportId != period.ReportId)
        );
        return new EarlierPeriods(people, missing, EarlierReturns.Any(row => row.Kind == ReturnKind.Aggregate));
    }
}

/// <summary>Opening periods and returns, with the lock that makes two requests about one of them take turns.</summary>
public static class ReturnOpening
{
    /// <summary>Opens a period of the caller's own organisation for its return.</summary>
    /// <exception cref="RefusedException">NOT_FOUND for somebody else's project or an unknown report;
    /// PERIOD_NOT_BEGUN; RETURN_ALREADY_SUBMITTED; RETURN_ACCEPTED.</exception>
    public static async Task<OpenPeriod> OpenPeriodAsync(
        this BeneficiariesDb db,
        Caller caller,
        Guid agreementId,
        Guid reportId,
        DateOnly today,
        CancellationToken cancellationToken
    )
    {
        var project = await db
            .Projects.AsNoTracking()
            .Include(project => project.Periods)
            .SingleOrDefaultAsync(project => project.AgreementId == agreementId, cancellationToken);
        if (project is null || !caller.MayActFor(project.OrganisationId))
        {
            throw Refusals.NotFound("agreement", agreementId.ToWire()).AsException();
        }

        var period =
            project.Periods.SingleOrDefault(period => period.ReportId == reportId)
            ?? throw Refusals.NotFound("report", reportId.ToWire()).AsException();
        if (period.PeriodFrom > today)
        {
            throw BeneficiaryRefusals.PeriodNotBegun(period.Number, period.PeriodFrom).AsException();
        }

        await db.Database.ExecuteSqlAsync(
            $"select 1 from report_periods where report_id = {reportId} for update",
            cancellationToken
        );
        var earlier = await db
            .Returns.AsNoTracking()
            .Include(row => row.Cells)
            .Where(row => row.AgreementId == agreementId && row.PeriodNumber < period.Number)
            .ToListAsync(cancellationToken);
        return new OpenPeriod(project, period, await EmptyReturnAsync(db, project, period, cancellationToken), earlier);
    }

    /// <summary>A return with its cells, locked until the transaction ends.</summary>
    /// <exception cref="RefusedException">NOT_FOUND.</exception>
    public static async Task<BeneficiaryReturn> OpenReturnAsync(
        this BeneficiariesDb db,
        Guid returnId,
        CancellationToken cancellationToken
    )
    {
        await db.Database.ExecuteSqlAsync($"select 1 from returns where id = {returnId} for update", cancellationToken);
        return await db
                .Returns.Include(row => row.Cells)
                .SingleOrDefaultAsync(row => row.Id == returnId, cancellationToken)
            ?? throw Refusals.NotFound("return", returnId.ToWire()).AsException();
    }

    /// <summary>Unique people over returns of one project: persons by their hashes, and what each table adds.</summary>
    public static async Task<long> CountPeopleAsync(
        this BeneficiariesDb db,
        IReadOnlyCollection<BeneficiaryReturn> returns,
        CancellationToken cancellationToken
    )
    {
        var ids = returns.Where(row => row.Kind == ReturnKind.Cases).Select(row => row.Id).ToList();
        long people =
            ids.Count == 0
                ? 0
                : await db
                    .CaseRecords.Where(record => ids.Contains(record.ReturnId))
                    .Select(record => record.PersonHash)
                    .Distinct()
                    .CountAsync(cancellationToken);
        return people
            + returns
                .Where(row => row.Kind == ReturnKind.Aggregate)
                .Sum(row => row.Table().AtLeast(new CellKey(row.Increment)));
    }

    private static async Task<BeneficiaryReturn> EmptyReturnAsync(
        BeneficiariesDb db,
        Project project,
        ReportPeriod period,
        CancellationToken cancellationToken
    )
    {
        var existing = await db.Returns.SingleOrDefaultAsync(row => row.ReportId == period.ReportId, cancellationToken);
        if (existing is null)
        {
            var made = BeneficiaryReturn.For(project, period);
            db.Add(made);
            return made;
        }

        existing.RequireOpen();
        var cells = await db
            .ReturnCells.Where(cell => cell.ReturnId == existing.Id)
            .ExecuteDeleteAsync(cancellationToken);
        var records = await db
            .CaseRecords.Where(record => record.ReturnId == existing.Id)
            .ExecuteDeleteAsync(cancellationToken);
        db.Audit.Counted("return_cell", AuditVerb.Removed, cells).Counted("case_record", AuditVerb.Removed, records);
        return existing;
    }
}
