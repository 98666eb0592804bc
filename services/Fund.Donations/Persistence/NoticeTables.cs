using Fund.Donations.Domain;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Fund.Donations.Persistence;

internal sealed class NoticeTables : IEntityTypeConfiguration<InstalmentNotice>
{
    public void Configure(EntityTypeBuilder<InstalmentNotice> notice)
    {
        notice.ToTable("pledge_instalment_notices");
        notice.Property(row => row.Stage).HasConversion<string>();
        notice.HasOne<Pledge>().WithMany().HasForeignKey(row => row.PledgeId);
        notice
            .HasIndex(row => new
            {
                row.PledgeId,
                row.Number,
                row.DueDate,
                row.Stage,
            })
            .IsUnique();
    }
}
