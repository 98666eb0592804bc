using Fund.Donations.Domain;
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
