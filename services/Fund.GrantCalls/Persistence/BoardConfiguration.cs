using Fund.GrantCalls.Domain;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Fund.GrantCalls.Persistence;

internal sealed class BoardConfiguration
    : IEntityTypeConfiguration<BoardSession>,
        IEntityTypeConfiguration<BoardDecision>,
        IEntityTypeConfiguration<Award>,
        IEntityTypeConfiguration<Setting>
{
    public void Configure(EntityTypeBuilder<BoardSession> session)
    {
        session.ToTable("board_sessions");
        session.Property(row => row.Id).ValueGeneratedNever();
        session.Property(row => row.Present).IsJson();
        session.Ignore(row => row.HasQuorum);
        session.HasOne<Call>().WithMany().HasForeignKey(row => row.CallId).OnDelete(DeleteBehavior.NoAction);
    }

    public void Configure(EntityTypeBuilder<BoardDecision> decision)
    {
        decision.ToTable("board_decisions");
        decision.Property(row => row.Id).ValueGeneratedNever();
        decision.Property(row => row.Kind).IsWord();
        decision.Property(row => row.Amount).IsUsd();
        decision.Property(row => row.Recused).IsJson();
        decision
            .HasOne<BoardSession>()
            .WithMany()
            .HasForeignKey(row => row.BoardSessionId)
            .OnDelete(DeleteBehavior.NoAction);
        decision.HasOne<Proposal>().WithMany().HasForeignKey(row => row.ProposalId).OnDelete(DeleteBehavior.NoAction);
    }

    public void Configure(EntityTypeBuilder<Award> award)
    {
        award.ToTable("awards");
        award.Property(row => row.Id).ValueGeneratedNever();
        award.Property(row => row.Amount).IsUsd();
        award.Property(row => row.State).IsWord();
        award.Property(row => row.Recused).IsJson();
        award.HasOne<Call>().WithMany().HasForeignKey(row => row.CallId).OnDelete(DeleteBehavior.NoAction);
        award.HasOne<Proposal>().WithMany().HasForeignKey(row => row.ProposalId).OnDelete(DeleteBehavior.NoAction);
        award
            .HasOne<BoardSession>()
            .WithMany()
            .HasForeignKey(row => row.BoardSessionId)
            .OnDelete(DeleteBehavior.NoAction);
        award.HasIndex(row => row.ProposalId).IsUnique().HasFilter("state <> 'refused'");
        award.HasIndex(row => row.State).HasFilter("state = 'committing'");
    }

    public void Configure(EntityTypeBuilder<Setting> setting)
    {
        setting.ToTable("settings");
        setting.HasKey(row => row.Key);
    }
}
