using Fund.Donations.Domain;
using Fund.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Fund.Donations.Persistence;

internal sealed class FormerPlanTables
    : IEntityTypeConfiguration<FormerPlan>,
        IEntityTypeConfiguration<FormerInstalment>
{
    public void Configure(EntityTypeBuilder<FormerPlan> plan)
    {
        plan.ToTable("former_plans");
        plan.HasKey(row => new { row.PledgeId, row.Plan });
        plan.Property(row => row.Plan).ValueGeneratedNever();
        plan.HasOne<Pledge>().WithMany().HasForeignKey(row => row.PledgeId);
        plan.HasMany(row => row.Instalments).WithOne().HasForeignKey(row => new { row.PledgeId, row.Plan });
        plan.Navigation(row => row.Instalments)
            .HasField("_instalments")
            .UsePropertyAccessMode(PropertyAccessMode.Field);
    }

    public void Configure(EntityTypeBuilder<FormerInstalment> instalment)
    {
        instalment.ToTable("former_instalments");
        instalment.HasKey(row => new
        {
            row.PledgeId,
            row.Plan,
            row.Number,
        });
        instalment.Property(row => row.Number).ValueGeneratedNever();
    }
}

internal sealed class MergeTables
    : IEntityTypeConfiguration<Donor>,
        IEntityTypeConfiguration<DonorContact>,
        IEntityTypeConfiguration<DonorMerge>,
        IEntityTypeConfiguration<DonorMergeRow>,
        IEntityTypeConfiguration<DonorMergeCrossing>
{
    public void Configure(EntityTypeBuilder<Donor> donor) =>
        donor.HasOne<Donor>().WithMany().HasForeignKey(row => row.MergedInto);

    public void Configure(EntityTypeBuilder<DonorContact> contact)
    {
        contact.ToTable("donor_contacts");
        contact.HasOne<Donor>().WithMany().HasForeignKey(row => row.DonorId);
    }

    public void Configure(EntityTypeBuilder<DonorMerge> merge)
    {
        merge.ToTable("donor_merges");
        merge.HasOne<Donor>().WithMany().HasForeignKey(row => row.SurvivorId);
        merge.HasOne<Donor>().WithMany().HasForeignKey(row => row.MergedId);
        merge.HasIndex(row => row.MergedId).IsUnique().HasFilter("undone_at is null");
    }

    public void Configure(EntityTypeBuilder<DonorMergeRow> row)
    {
        row.ToTable("donor_merge_rows");
        row.Property(moved => moved.Id).UseIdentityAlwaysColumn();
        row.Property(moved => moved.RowKey).HasColumnType("jsonb");
        row.HasOne<DonorMerge>().WithMany().HasForeignKey(moved => moved.MergeId);
    }

    public void Configure(EntityTypeBuilder<DonorMergeCrossing> row)
    {
        row.ToTable("donor_merge_crossings");
        row.Property(crossing => crossing.Id).UseIdentityAlwaysColumn();
        row.Property(crossing => crossing.RowKey).HasColumnType("jsonb");
        row.HasOne<DonorMerge>().WithMany().HasForeignKey(crossing => crossing.MergeId);
    }
}

internal sealed class InKindTable : IEntityTypeConfiguration<InKindGift>
{
    public void Configure(EntityTypeBuilder<InKindGift> gift)
    {
        gift.ToTable("in_kind_gifts");
        gift.HasMoney(row => row.Estimate, "estimate");
        gift.HasOne<Donor>().WithMany().HasForeignKey(row => row.DonorId);
    }
}
