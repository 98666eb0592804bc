using Fund.GrantCalls.Domain;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Fund.GrantCalls.Persistence;

internal sealed class ClarificationConfiguration : IEntityTypeConfiguration<Clarification>
{
    public void Configure(EntityTypeBuilder<Clarification> clarification)
    {
        clarification.ToTable("clarifications");
        clarification.Property(row => row.Id).ValueGeneratedNever();
        clarification.HasOne<Call>().WithMany().HasForeignKey(row => row.CallId).OnDelete(DeleteBehavior.NoAction);
    }
}
