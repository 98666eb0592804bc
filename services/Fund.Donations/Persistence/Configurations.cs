using Fund.Donations.Domain;
using Fund.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Fund.Donations.Persistence;

internal sealed class DonorTable : IEntityTypeConfiguration<Donor>, IEntityTypeConfiguration<DonorIban>
{
    public void Configure(EntityTypeBuilder<Donor> donor)
    {
        donor.ToTable("donors");
        donor.Property(row => row.Kind).HasConversion<string>();
        donor.Property(row => row.CountryCode).HasColumnType("char(2)");
        donor.Ignore(row => row.UnDonorType);
    }

    public void Configure(EntityTypeBuilder<DonorIban> iban)
    {
        iban.ToTable("donor_ibans");
        iban.HasKey(row => new { row.DonorId, row.Iban });
        iban.HasOne<Donor>().WithMany().HasForeignKey(row => row.DonorId);
    }
}

internal sealed class PledgeTable : IEntityTypeConfiguration<Pledge>, IEntityTypeConfiguration<PledgeInstalment>
{
    public void Configure(EntityTypeBuilder<Pledge> pledge)
    {
        pledge.ToTable("pledges");
        pledge.HasMoney(row => row.Amount, "amount");
        pledge.HasOne<Donor>().WithMany().HasForeignKey(row => row.DonorId);
        pledge.Property(row => row.PlanNumber).HasColumnName("plan");
        pledge.HasMany(row => row.Instalments).WithOne().HasForeignKey(row => row.PledgeId);
        pledge
            .Navigation(row => row.Instalments)
            .HasField("_instalments")
            .UsePropertyAccessMode(PropertyAccessMode.Field);
        pledge.Ignore(row => row.IsCancelled);
    }

    public void Configure(EntityTypeBuilder<PledgeInstalment> instalment)
    {
        instalment.ToTable("pledge_instalments");
        instalment.HasKey(row => new { row.PledgeId, row.Number });
        instalment.Property(row => row.Number).ValueGeneratedNever();
    }
}

internal sealed class ContributionTable : IEntityTypeConfiguration<Contribution>, IEntityTypeConfiguration<Revaluation>
{
    public void Configure(EntityTypeBuilder<Contribution> contribution)
    {
        contribution.ToTable("contributions");
        contribution.HasMoney(row => row.Amount, "amount");
        contribution.Property(row => row.Channel).HasConversion<string>();
        contribution.Property(row => row.UnitsPerUsd).HasPrecision(20, OperationalRate.MostDecimals);
        contribution.HasOne<Donor>().WithMany().HasForeignKey(row => row.DonorId);
        contribution.HasOne<Pledge>().WithMany().HasForeignKey(row => row.PledgeId);
        contribution.HasOne<Contribution>().WithMany().HasForeignKey(row => row.CorrectsId);
        contribution.HasIndex(row => row.CorrectsId).IsUnique().HasFilter("corrects_id is not null");
        contribution.Ignore(row => row.CountsFrom);
        contribution.Ignore(row => row.IsReversed);
        contribution.Ignore(row => row.AwaitsRate);
        contribution.Ignore(row => row.UsdValue);
        contribution.Ignore(row => row.SupportCost);
    }

    public void Configure(EntityTypeBuilder<Revaluation> revaluation)
    {
        revaluation.ToTable("revaluations");
        revaluation.Property(row => row.OldUnitsPerUsd).HasPrecision(20, OperationalRate.MostDecimals);
        revaluation.Property(row => row.NewUnitsPerUsd).HasPrecision(20, OperationalRate.MostDecimals);
        revaluation.HasOne<Contribution>().WithMany().HasForeignKey(row => row.ContributionId);
    }
}

internal sealed class BooksTables
    : IEntityTypeConfiguration<LedgerEntry>,
        IEntityTypeConfiguration<FundBalance>,
        IEntityTypeConfiguration<FundBalanceAddition>,
        IEntityTypeConfiguration<PublishedTotal>,
        IEntityTypeConfiguration<PolicySetting>,
        IEntityTypeConfiguration<OperationalRate>,
        IEntityTypeConfiguration<ReferenceVersion>
{
    public void Configure(EntityTypeBuilder<LedgerEntry> entry)
    {
        entry.ToTable("ledger_entries");
        entry.HasMoney(row => row.Amount, "amount");
    }

    public void Configure(EntityTypeBuilder<FundBalance> balance)
    {
        balance.ToTable("fund_balance");
        balance.Property(row => row.Id).ValueGeneratedNever();
        balance.ComplexProperty(row => row.Totals, Columns);
    }

    public void Configure(EntityTypeBuilder<FundBalanceAddition> addition)
    {
        addition.ToTable("fund_balance_additions");
        addition.ComplexProperty(row => row.Change, Columns);
    }

    public void Configure(EntityTypeBuilder<PublishedTotal> total)
    {
        total.ToTable("published_totals");
        total.Property(row => row.Kind).HasConversion<string>();
        total.HasIndex(row => new { row.Kind, row.AsOf }).IsUnique();
    }

    public void Configure(EntityTypeBuilder<PolicySetting> setting)
    {
        setting.ToTable("policy_settings");
        setting.HasIndex(row => new { row.Name, row.EffectiveDate }).IsUnique().HasFilter("superseded_at is null");

        // Those whose place another took are shown in the history only.
        setting.HasQueryFilter(row => row.SupersededAt == null);
    }

    public void Configure(EntityTypeBuilder<OperationalRate> rate)
    {
        rate.ToTable("operational_rates");
        rate.Property(row => row.CurrencyCode).HasColumnType("char(3)");
        rate.Property(row => row.UnitsPerUsd).HasPrecision(20, OperationalRate.MostDecimals);
        rate.HasIndex(row => new { row.CurrencyCode, row.EffectiveDate }).IsUnique().HasFilter("superseded_at is null");
        rate.HasQueryFilter(row => row.SupersededAt == null);
    }

    public void Configure(EntityTypeBuilder<ReferenceVersion> version)
    {
        version.ToTable("reference_version");
        version.Property(row => row.Id).ValueGeneratedNever();
    }

    private static void Columns(ComplexPropertyBuilder<FundTotals> totals)
    {
        totals.Property(value => value.Received).HasColumnName("received");
        totals.Property(value => value.SupportCostsSetAside).HasColumnName("support_costs_set_aside");
        totals.Property(value => value.SupportCostsCharged).HasColumnName("support_costs_charged");
        totals.Property(value => value.HeldBack).HasColumnName("held_back");
        totals.Property(value => value.Reserved).HasColumnName("reserved");
        totals.Property(value => value.Committed).HasColumnName("committed");
        totals.Property(value => value.Disbursed).HasColumnName("disbursed");
        totals.Property(value => value.Refunded).HasColumnName("refunded");
        totals.Ignore(value => value.Free);
        totals.Ignore(value => value.IsSound);
    }
}

internal sealed class ReservationTables
    : IEntityTypeConfiguration<Reservation>,
        IEntityTypeConfiguration<Award>,
        IEntityTypeConfiguration<AwardShare>,
        IEntityTypeConfiguration<Disbursement>,
        IEntityTypeConfiguration<ProjectFact>,
        IEntityTypeConfiguration<PublishedFigureFact>
{
    public void Configure(EntityTypeBuilder<Reservation> reservation)
    {
        reservation.ToTable("reservations");
        reservation.HasKey(row => row.CallId);
        reservation.Property(row => row.CallId).ValueGeneratedNever();
        reservation.Ignore(row => row.Envelope);
        reservation.Ignore(row => row.Left);
    }

    public void Configure(EntityTypeBuilder<Award> award)
    {
        award.ToTable("awards");
        award.HasKey(row => row.AwardId);
        award.Property(row => row.AwardId).ValueGeneratedNever();
        award.HasOne<Reservation>().WithMany().HasForeignKey(row => row.CallId);
        award.Ignore(row => row.Committed);
        award.Ignore(row => row.Disbursed);
    }

    public void Configure(EntityTypeBuilder<AwardShare> share)
    {
        share.ToTable("award_shares");
        share.HasKey(row => new { row.AwardId, row.DonorId });
        share.HasOne<Award>().WithMany().HasForeignKey(row => row.AwardId);
        share.HasOne<Donor>().WithMany().HasForeignKey(row => row.DonorId);
    }

    public void Configure(EntityTypeBuilder<Disbursement> disbursement)
    {
        disbursement.ToTable("disbursements");
        disbursement.HasKey(row => row.InstalmentId);
        disbursement.Property(row => row.InstalmentId).ValueGeneratedNever();
        disbursement.HasOne<Award>().WithMany().HasForeignKey(row => row.AwardId);
    }

    public void Configure(EntityTypeBuilder<ProjectFact> project)
    {
        project.ToTable("project_facts");
        project.HasKey(row => row.AgreementId);
        project.Property(row => row.AgreementId).ValueGeneratedNever();
        project.HasIndex(row => row.AwardId).IsUnique();
    }

    public void Configure(EntityTypeBuilder<PublishedFigureFact> figure)
    {
        figure.ToTable("published_figures");
        figure.HasKey(row => new { row.ReleaseId, row.Position });
    }
}

internal sealed class StatementNumberTable : IEntityTypeConfiguration<StatementNumber>
{
    public void Configure(EntityTypeBuilder<StatementNumber> number)
    {
        number.ToTable("statement_numbers");
        number.HasKey(row => new
        {
            row.DonorId,
            row.FromDate,
            row.ToDate,
        });
        number.HasOne<Donor>().WithMany().HasForeignKey(row => row.DonorId);
        number.HasIndex(row => new { row.Year, row.Number }).IsUnique();
    }
}
