using Fund.Hosting;
using Fund.Projects.Domain;
using Microsoft.EntityFrameworkCore;

namespace Fund.Projects.Persistence;

/// <summary>The projects service's own database.</summary>
public sealed class ProjectsDb(DbContextOptions<ProjectsDb> options) : FundDbContext(options)
{
    public DbSet<Organisation> Organisations => Set<Organisation>();

    public DbSet<Agreement> Agreements => Set<Agreement>();

    public DbSet<Instalment> Instalments => Set<Instalment>();

    public DbSet<Report> Reports => Set<Report>();

    public DbSet<Setting> Settings => Set<Setting>();

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        base.ConfigureConventions(configurationBuilder);
        configurationBuilder.Properties<Flag>().HaveConversion<SnakeCaseEnum<Flag>>();
        configurationBuilder.Properties<AgreementState>().HaveConversion<SnakeCaseEnum<AgreementState>>();
        configurationBuilder.Properties<AgreementStepKind>().HaveConversion<SnakeCaseEnum<AgreementStepKind>>();
        configurationBuilder.Properties<InstalmentState>().HaveConversion<SnakeCaseEnum<InstalmentState>>();
        configurationBuilder.Properties<InstalmentStepKind>().HaveConversion<SnakeCaseEnum<InstalmentStepKind>>();
        configurationBuilder.Properties<ReportStage>().HaveConversion<SnakeCaseEnum<ReportStage>>();
        configurationBuilder.Properties<ReportStepKind>().HaveConversion<SnakeCaseEnum<ReportStepKind>>();
    }
}
