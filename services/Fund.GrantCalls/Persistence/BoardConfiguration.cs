using Fund.GrantCalls.Domain;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Fund.GrantCalls.Persistence;

internal sealed class BoardConfiguration
    : IEntityTypeConfiguration<BoardSession>,
        IEntityTypeConfiguration<BoardDecision>,
        IEntityTypeConfiguration<BoardRecusal>,
        IEntityTypeConfiguration<BoardPackPrint>,
        IEntityTypeConfiguration<Minutes>,
        IEntityTypeConfiguration<Award>,
        IEntityTypeConfiguration<Setting>
{
    public void Configure(EntityTypeBuilder<BoardSession> session)
    {
        session.ToTable("board_sessions");
        session.Property(row => row.Id).ValueGeneratedNever();
        session.Property(row => row.State).IsWord();
        session.Property(row => row.Present).IsJson();
        session.Property(row => row.CallIds).IsJson();
        session.Property(row => row.Agenda).IsJson();
        session.Property(row => row.Attendees).IsJson();
        session.Ignore(row => row.HasQuorum);
        session.Ignore(row => row.IsPlannedOne);
        session.Ignore(row => row.Proposals);
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

    public void Configure(EntityTypeBuilder<BoardRecusal> recusal)
    {
        recusal.ToTable("board_recusals");
        recusal.Property(row => row.Id).ValueGeneratedNever();
        recusal
            .HasOne<BoardSession>()
            .WithMany()
            .HasForeignKey(row => row.BoardSessionId)
            .OnDelete(DeleteBehavior.NoAction);
        recusal.HasOne<Proposal>().WithMany().HasForeignKey(row => row.ProposalId).OnDelete(DeleteBehavior.NoAction);
        recusal.HasIndex(row => new { row.ProposalId, row.TrusteeId }).IsUnique().HasFilter("undone_at is null");
        recusal.HasIndex(row => row.TrusteeId);
    }

    public void Configure(EntityTypeBuilder<BoardPackPrint> print)
    {
        print.ToTable("board_pack_prints");
        print.Property(row => row.Id).ValueGeneratedNever();
        print.Property(row => row.LeftOut).IsJson();
        print
            .HasOne<BoardSession>()
            .WithMany()
            .HasForeignKey(row => row.BoardSessionId)
            .OnDelete(DeleteBehavior.NoAction);
        print.HasIndex(row => row.RequestedBy);
        print.HasIndex(row => row.FinishedAt).HasFilter("finished_at is null");
    }

    public void Configure(EntityTypeBuilder<Minutes> minutes)
    {
        minutes.ToTable("minutes");
        minutes.Property(row => row.Id).ValueGeneratedNever();
        minutes.Property(row => row.Sections).IsJson();
        minutes.Property(row => row.WrittenBy).IsJson();
        minutes
            .HasOne<BoardSession>()
            .WithOne()
            .HasForeignKey<Minutes>(row => row.Id)
            .OnDelete(DeleteBehavior.NoAction);
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
