using Fund.GrantCalls.Domain;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Fund.GrantCalls.Persistence;

internal sealed class EvaluationConfiguration
    : IEntityTypeConfiguration<Screening>,
        IEntityTypeConfiguration<CriterionResult>,
        IEntityTypeConfiguration<CriterionDecision>,
        IEntityTypeConfiguration<Assignment>
{
    public void Configure(EntityTypeBuilder<Screening> screening)
    {
        screening.ToTable("screenings");
        screening.Property(row => row.Id).ValueGeneratedNever();
        screening.Property(row => row.Organisation).IsJson();
        screening.HasOne<Proposal>().WithMany().HasForeignKey(row => row.ProposalId).OnDelete(DeleteBehavior.NoAction);
    }

    public void Configure(EntityTypeBuilder<CriterionResult> result)
    {
        result.ToTable("criterion_results");
        result.HasKey(row => new { row.ProposalId, row.Key });
        result.Property(row => row.Outcome).IsWord();
        result.HasOne<Proposal>().WithMany().HasForeignKey(row => row.ProposalId).OnDelete(DeleteBehavior.NoAction);
    }

    public void Configure(EntityTypeBuilder<CriterionDecision> decision)
    {
        decision.ToTable("criterion_decisions");
        decision.Property(row => row.Id).ValueGeneratedNever();
        decision.Property(row => row.ReplacedOutcome).IsWord();
        decision.HasOne<Proposal>().WithMany().HasForeignKey(row => row.ProposalId).OnDelete(DeleteBehavior.NoAction);
    }

    public void Configure(EntityTypeBuilder<Assignment> assignment)
    {
        assignment.ToTable("assignments");
        assignment.Property(row => row.Id).ValueGeneratedNever();
        assignment.Property(row => row.State).IsWord();
        assignment.Property(row => row.Scores).IsJson();
        assignment.Ignore(row => row.MayRead);
        assignment.HasOne<Call>().WithMany().HasForeignKey(row => row.CallId).OnDelete(DeleteBehavior.NoAction);
        assignment.HasOne<Proposal>().WithMany().HasForeignKey(row => row.ProposalId).OnDelete(DeleteBehavior.NoAction);
        assignment.HasIndex(row => new { row.ProposalId, row.ReviewerId }).IsUnique();
        assignment.HasIndex(row => row.ReviewerId);
    }
}
