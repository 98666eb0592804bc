using Fund.Beneficiaries.Domain;
using Fund.Hosting;
using Microsoft.EntityFrameworkCore;

namespace Fund.Beneficiaries.Persistence;

/// <summary>The database of beneficiary reporting. No table of it has room for an identity.</summary>
public sealed class BeneficiariesDb(DbContextOptions<BeneficiariesDb> options) : FundDbContext(options)
{
    public DbSet<Project> Projects => Set<Project>();

    public DbSet<ReportPeriod> ReportPeriods => Set<ReportPeriod>();

    public DbSet<BeneficiaryReturn> Returns => Set<BeneficiaryReturn>();

    public DbSet<ReturnCell> ReturnCells => Set<ReturnCell>();

    public DbSet<CaseRecord> CaseRecords => Set<CaseRecord>();

    public DbSet<Release> Releases => Set<Release>();

    public DbSet<ReleaseFigure> ReleaseFigures => Set<ReleaseFigure>();

    public DbSet<PublishedCell> PublishedCells => Set<PublishedCell>();

    public DbSet<DisclosureSetting> DisclosureSettings => Set<DisclosureSetting>();
}
