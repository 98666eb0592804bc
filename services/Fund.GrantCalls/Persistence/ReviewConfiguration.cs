using Fund.GrantCalls.Domain;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Fund.GrantCalls.Persistence;

internal sealed class ReviewConfiguration
    : IEntityTypeConfiguration<InterestDeclaration>,
        IEntityTypeConfiguration<ReviewDraft>,
        IEntityTypeConfiguration<ReviewerProfile>,
        IEntityTypeConfiguration<ReviewPlan>,
        IEntityTypeConfiguration<ReviewReminder>,
        IEntityTypeConfiguration<ConsensusNote>
{
    public void Configure(EntityTypeBuilder<InterestDeclaration> declaration)
    {
        declaration.ToTable("interest_declarations");
        declaration.Property(row => row.Id).ValueGeneratedNever();
        declaration.Property(row => row.Interests).IsJson();
        declaration.Property(row => row.Outcome).IsWord();
        declaration
            .HasOne<Assignment>()
            .WithMany()
            .HasForeignKey(row => row.AssignmentId)
            .OnDelete(DeleteBehavior.NoAction);
        declaration.HasIndex(row => row.CallId);
    }

    public void Configure(EntityTypeBuilder<ReviewDraft> draft)
    {
        draft.ToTable("review_drafts");
        draft.HasKey(row => row.AssignmentId);
        draft.Property(row => row.AssignmentId).ValueGeneratedNever();
        draft.Property(row => row.Scores).IsJson();
        draft.HasOne<Assignment>().WithMany().HasForeignKey(row => row.AssignmentId).OnDelete(DeleteBehavior.NoAction);
    }

    public void Configure(EntityTypeBuilder<ReviewerProfile> profile)
    {
        profile.ToTable("reviewer_profiles");
        profile.Property(row => row.Id).ValueGeneratedNever();
        profile.Property(row => row.Languages).IsJson();
        profile.Property(row => row.Countries).IsJson();
        profile.Property(row => row.Expertise).IsJson();
        profile.HasIndex(row => row.ReviewerId).IsUnique();
    }

    public void Configure(EntityTypeBuilder<ReviewPlan> plan)
    {
        plan.ToTable("review_plans");
        plan.HasKey(row => row.CallId);
        plan.Property(row => row.CallId).ValueGeneratedNever();
        plan.HasOne<Call>().WithMany().HasForeignKey(row => row.CallId).OnDelete(DeleteBehavior.NoAction);
    }

    public void Configure(EntityTypeBuilder<ReviewReminder> reminder)
    {
        reminder.ToTable("review_reminders");
        reminder.HasKey(row => new
        {
            row.AssignmentId,
            row.DueOn,
            row.IsLate,
        });
        reminder
            .HasOne<Assignment>()
            .WithMany()
            .HasForeignKey(row => row.AssignmentId)
            .OnDelete(DeleteBehavior.NoAction);
    }

    public void Configure(EntityTypeBuilder<ConsensusNote> note)
    {
        note.ToTable("consensus_notes");
        note.Property(row => row.Id).ValueGeneratedNever();
        note.HasOne<Proposal>().WithMany().HasForeignKey(row => row.ProposalId).OnDelete(DeleteBehavior.NoAction);
        note.HasIndex(row => row.CallId);
    }
}
