using Fund.GrantCalls.Domain;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Fund.GrantCalls.Persistence;

internal sealed class CallConfiguration : IEntityTypeConfiguration<Call>
{
    public void Configure(EntityTypeBuilder<Call> call)
    {
        call.ToTable("calls");
        call.Property(row => row.Id).ValueGeneratedNever();
        call.Property(row => row.Stage).IsWord();
        call.Property(row => row.Version).IsConcurrencyToken();
        call.Property(row => row.Titles).IsJson();
        call.Property(row => row.Descriptions).IsJson();
        call.Property(row => row.OpensAtLocal).HasColumnType("timestamp");
        call.Property(row => row.ClosesAtLocal).HasColumnType("timestamp");
        call.Property(row => row.Envelope).IsUsd();
        call.Property(row => row.MinimumGrant).IsUsd();
        call.Property(row => row.MaximumGrant).IsUsd();
        call.Property(row => row.Awarded).IsUsd();
        call.Property(row => row.Criteria).IsJson();
        call.Property(row => row.Questions).IsJson();
        call.Property(row => row.Grid).IsJson();
        call.Ignore(row => row.Left);
        call.Ignore(row => row.IsPublic);
        call.HasIndex(row => row.Stage).HasFilter("stage = 'publishing'");
        call.HasIndex(row => row.ReleasePending).HasFilter("release_pending");
    }
}
