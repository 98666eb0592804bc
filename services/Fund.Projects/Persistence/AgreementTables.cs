using Fund.Hosting;
using Fund.Projects.Domain;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Fund.Projects.Persistence;

internal sealed class AgreementTable : IEntityTypeConfiguration<Agreement>
{
    public void Configure(EntityTypeBuilder<Agreement> builder)
    {
        builder.ToTable("agreements");
        builder.HasOwnId(agreement => agreement.Id);
        builder.Property(agreement => agreement.CountryCode).HasColumnType("char(2)");
        builder.HasUsdCents(agreement => agreement.Amount, "amount_usd_cents");
        builder.HasUsdCents(agreement => agreement.Paid, "paid_usd_cents");
        builder.Property(agreement => agreement.Version).IsConcurrencyToken();
        builder.HasIndex(agreement => agreement.Number).IsUnique();
        builder.HasIndex(agreement => agreement.AwardId).IsUnique();
        builder
            .HasOne<Organisation>()
            .WithMany()
            .HasForeignKey(agreement => agreement.OrganisationId)
            .OnDelete(DeleteBehavior.Restrict);
        builder
            .HasMany(agreement => agreement.Budget)
            .WithOne()
            .HasForeignKey(line => line.AgreementId)
            .OnDelete(DeleteBehavior.Cascade);
        builder
            .HasMany(agreement => agreement.Instalments)
            .WithOne()
            .HasForeignKey(instalment => instalment.AgreementId)
            .OnDelete(DeleteBehavior.Cascade);
        builder
            .HasMany(agreement => agreement.Reports)
            .WithOne()
            .HasForeignKey(report => report.AgreementId)
            .OnDelete(DeleteBehavior.Cascade);
        builder
            .HasMany(agreement => agreement.Steps)
            .WithOne()
            .HasForeignKey(step => step.AgreementId)
            .OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class AgreementStepTable : IEntityTypeConfiguration<AgreementStep>
{
    public void Configure(EntityTypeBuilder<AgreementStep> builder)
    {
        builder.ToTable("agreement_steps");
        builder.HasOwnId(step => step.Id);
    }
}

internal sealed class BudgetLineTable : IEntityTypeConfiguration<BudgetLine>
{
    public void Configure(EntityTypeBuilder<BudgetLine> builder)
    {
        builder.ToTable("budget_lines");
        builder.HasOwnId(line => line.Id);
        builder.Property(line => line.Category).HasColumnType("char(1)");
        builder.HasUsdCents(line => line.Amount, "amount_usd_cents");
        builder.HasIndex(line => new { line.AgreementId, line.Category }).IsUnique();
    }
}

internal sealed class InstalmentTable : IEntityTypeConfiguration<Instalment>
{
    public void Configure(EntityTypeBuilder<Instalment> builder)
    {
        builder.ToTable("instalments");
        builder.HasOwnId(instalment => instalment.Id);
        builder.HasUsdCents(instalment => instalment.Amount, "amount_usd_cents");
        builder.HasIndex(instalment => new { instalment.AgreementId, instalment.Number }).IsUnique();
        builder.Ignore(instalment => instalment.RequestedBy);
        builder
            .HasMany(instalment => instalment.Steps)
            .WithOne()
            .HasForeignKey(step => step.InstalmentId)
            .OnDelete(DeleteBehavior.Restrict);
        builder
            .HasOne(instalment => instalment.Payment)
            .WithOne()
            .HasForeignKey<Payment>(payment => payment.InstalmentId)
            .OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class InstalmentStepTable : IEntityTypeConfiguration<InstalmentStep>
{
    public void Configure(EntityTypeBuilder<InstalmentStep> builder)
    {
        builder.ToTable("instalment_steps");
        builder.HasOwnId(step => step.Id);
        builder
            .HasIndex(step => new
            {
                step.InstalmentId,
                step.Round,
                step.Person,
            })
            .IsUnique()
            .HasFilter("kind in ('requested', 'approved')");
    }
}

internal sealed class PaymentTable : IEntityTypeConfiguration<Payment>
{
    public void Configure(EntityTypeBuilder<Payment> builder)
    {
        builder.ToTable("payments");
        builder.HasOwnId(payment => payment.Id);
        builder.HasUsdCents(payment => payment.Amount, "amount_usd_cents");
        builder
            .HasOne<Agreement>()
            .WithMany()
            .HasForeignKey(payment => payment.AgreementId)
            .OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class ReportTable : IEntityTypeConfiguration<Report>
{
    public void Configure(EntityTypeBuilder<Report> builder)
    {
        builder.ToTable("reports");
        builder.HasOwnId(report => report.Id);
        builder.Ignore(report => report.Narrative);
        builder.HasIndex(report => new { report.AgreementId, report.Number }).IsUnique();
        builder
            .HasMany(report => report.Spending)
            .WithOne()
            .HasForeignKey(row => row.ReportId)
            .OnDelete(DeleteBehavior.Cascade);
        builder
            .HasMany(report => report.Steps)
            .WithOne()
            .HasForeignKey(step => step.ReportId)
            .OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class ReportSpendingTable : IEntityTypeConfiguration<ReportSpending>
{
    public void Configure(EntityTypeBuilder<ReportSpending> builder)
    {
        builder.ToTable("report_spending");
        builder.HasOwnId(row => row.Id);
        builder.Property(row => row.Category).HasColumnType("char(1)");
        builder.HasMoney(row => row.Local, "local");
        builder.HasUsdCents(row => row.Usd, "usd_cents");
        builder.HasIndex(row => new { row.ReportId, row.Category }).IsUnique();
    }
}

internal sealed class ReportStepTable : IEntityTypeConfiguration<ReportStep>
{
    public void Configure(EntityTypeBuilder<ReportStep> builder)
    {
        builder.ToTable("report_steps");
        builder.HasOwnId(step => step.Id);
    }
}
