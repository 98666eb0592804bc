using Fund.Beneficiaries.Domain;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Fund.Beneficiaries.Persistence;

internal sealed class ProjectModel : IEntityTypeConfiguration<Project>, IEntityTypeConfiguration<ReportPeriod>
{
    public void Configure(EntityTypeBuilder<Project> builder)
    {
        builder.ToTable("projects");
        builder.HasKey(project => project.AgreementId);
        builder.Property(project => project.AgreementId).ValueGeneratedNever();
        builder.HasMany(project => project.Periods).WithOne().HasForeignKey(period => period.AgreementId);
        builder.Navigation(project => project.Periods).UsePropertyAccessMode(PropertyAccessMode.Field);
    }

    public void Configure(EntityTypeBuilder<ReportPeriod> builder)
    {
        builder.ToTable("report_periods");
        builder.HasKey(period => period.ReportId);
        builder.Property(period => period.ReportId).ValueGeneratedNever();
        builder.Ignore(period => period.IsFirst);
    }
}

internal sealed class ReturnModel
    : IEntityTypeConfiguration<BeneficiaryReturn>,
        IEntityTypeConfiguration<ReturnCell>,
        IEntityTypeConfiguration<CaseRecord>
{
    public void Configure(EntityTypeBuilder<BeneficiaryReturn> builder)
    {
        builder.ToTable("returns");
        builder.HasKey(row => row.Id);
        builder.Property(row => row.Id).ValueGeneratedNever();
        builder.Property(row => row.Kind).HasConversion<string>();
        builder.Property(row => row.State).HasConversion<string>();
        builder.Ignore(row => row.Increment);
        builder.HasOne<ReportPeriod>().WithMany().HasForeignKey(row => row.ReportId);
        builder.HasIndex(row => row.ReportId).IsUnique();
        builder.HasIndex(row => row.AgreementId);
        builder.HasIndex(row => row.OrganisationId);
        builder.HasMany(row => row.Cells).WithOne().HasForeignKey(cell => cell.ReturnId);
        builder.Navigation(row => row.Cells).UsePropertyAccessMode(PropertyAccessMode.Field);
    }

    public void Configure(EntityTypeBuilder<ReturnCell> builder)
    {
        builder.ToTable("return_cells");
        builder.HasKey(cell => new
        {
            cell.ReturnId,
            cell.Measure,
            cell.Gender,
            cell.AgeGroup,
            cell.Exploitation,
        });
        builder.Ignore(cell => cell.Key);
    }

    public void Configure(EntityTypeBuilder<CaseRecord> builder)
    {
        builder.ToTable("case_records");
        builder.HasKey(record => record.Id);
        builder.Property(record => record.Id).ValueGeneratedNever();
        builder.Ignore(record => record.PrincipalExploitation);
        builder.Ignore(record => record.AgeGroup);
        builder.HasOne<BeneficiaryReturn>().WithMany().HasForeignKey(record => record.ReturnId);
        builder.HasIndex(record => new { record.ReturnId, record.PersonHash }).IsUnique();
        builder.HasIndex(record => record.PersonHash);
    }
}

internal sealed class ReleaseModel
    : IEntityTypeConfiguration<Release>,
        IEntityTypeConfiguration<ReleaseFigure>,
        IEntityTypeConfiguration<PublishedCell>,
        IEntityTypeConfiguration<DisclosureSetting>
{
    public void Configure(EntityTypeBuilder<Release> builder)
    {
        builder.ToTable("releases");
        builder.HasKey(release => release.Id);
        builder.Property(release => release.Id).ValueGeneratedNever();
        builder.Ignore(release => release.Rule);
        builder.HasIndex(release => release.Number).IsUnique();
        builder.HasMany(release => release.Figures).WithOne().HasForeignKey(figure => figure.ReleaseId);
        builder.HasMany(release => release.Cells).WithOne().HasForeignKey(cell => cell.ReleaseId);
        builder.Navigation(release => release.Figures).UsePropertyAccessMode(PropertyAccessMode.Field);
        builder.Navigation(release => release.Cells).UsePropertyAccessMode(PropertyAccessMode.Field);
    }

    public void Configure(EntityTypeBuilder<ReleaseFigure> builder)
    {
        builder.ToTable("release_figures");
        builder.HasKey(figure => new { figure.ReleaseId, figure.Key });
    }

    public void Configure(EntityTypeBuilder<PublishedCell> builder)
    {
        builder.ToTable("published_cells");
        builder.HasKey(cell => new { cell.ReleaseId, cell.Position });
    }

    public void Configure(EntityTypeBuilder<DisclosureSetting> builder)
    {
        builder.ToTable("disclosure_settings");
        builder.HasKey(setting => setting.Name);
    }
}
