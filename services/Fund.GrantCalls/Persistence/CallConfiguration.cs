using Fund.GrantCalls.Domain;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Fund.GrantCalls.Persistence;

internal sealed class CallConfiguration : IEntityTypeConfiguration<Call>, IEntityTypeConfiguration<CallForm>
{
    public void Configure(EntityTypeBuilder<CallForm> form)
    {
        form.ToTable("call_forms");
        form.HasKey(row => new { row.CallId, row.Number });
        form.Property(row => row.Number).ValueGeneratedNever();
        form.Property(row => row.Form).IsJson();
        form.HasOne<Call>().WithMany().HasForeignKey(row => row.CallId).OnDelete(DeleteBehavior.NoAction);
    }

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
        call.Property(row => row.Extensions).IsJson();
        call.Property(row => row.EnvelopeChanges).IsJson();
        call.Property(row => row.EnvelopeChanging!).IsJson();
        call.Property(row => row.Priorities).IsJson();
        call.Property(row => row.Ceilings).IsJson();
        call.Ignore(row => row.Left);
        call.Ignore(row => row.IsPublic);
        call.HasIndex(row => row.Stage).HasFilter("stage = 'publishing'");
        call.HasIndex(row => row.ReleasePending).HasFilter("release_pending");
    }
}
