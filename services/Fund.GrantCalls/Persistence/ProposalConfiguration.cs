using Fund.GrantCalls.Domain;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Fund.GrantCalls.Persistence;

internal sealed class ProposalConfiguration
    : IEntityTypeConfiguration<Proposal>,
        IEntityTypeConfiguration<BudgetLine>,
        IEntityTypeConfiguration<RefusedSubmission>,
        IEntityTypeConfiguration<ProposalNumber>
{
    public void Configure(EntityTypeBuilder<Proposal> proposal)
    {
        proposal.ToTable("proposals");
        proposal.Property(row => row.Id).ValueGeneratedNever();
        proposal.Property(row => row.State).IsWord();
        proposal.Property(row => row.Requested).IsUsd();
        proposal.Property(row => row.Awarded).IsUsd();
        proposal.Property(row => row.Answers).IsJson();
        proposal.Property(row => row.SubmittedAnswers).IsJson();
        proposal.Property(row => row.Sections).IsJson();
        proposal.Property(row => row.Version).IsConcurrencyToken();
        proposal.Ignore(row => row.Content);
        proposal.Ignore(row => row.AnsweredKeys);
        proposal.Ignore(row => row.HandedInFiles);
        proposal.Ignore(row => row.IsHandedIn);
        proposal.HasOne<Call>().WithMany().HasForeignKey(row => row.CallId).OnDelete(DeleteBehavior.NoAction);
        proposal.HasMany(row => row.Budget).WithOne().HasForeignKey(line => line.ProposalId);
        proposal.Navigation(row => row.Budget).UsePropertyAccessMode(PropertyAccessMode.Field).AutoInclude();
        proposal.HasIndex(row => new { row.CallId, row.OrganisationId }).IsUnique();
        proposal.HasIndex(row => row.Number).IsUnique();
        proposal.HasIndex(row => new { row.CallId, row.ReserveRank }).IsUnique().HasFilter("reserve_rank is not null");
        proposal.HasIndex(row => row.OrganisationId);
    }

    public void Configure(EntityTypeBuilder<BudgetLine> line)
    {
        line.ToTable("budget_lines");
        line.Property(row => row.Id).ValueGeneratedNever();
        line.Property(row => row.Amount).IsUsd();
        line.Property(row => row.Details!).IsJson();
    }

    public void Configure(EntityTypeBuilder<RefusedSubmission> attempt)
    {
        attempt.ToTable("refused_submissions");
        attempt.Property(row => row.Id).ValueGeneratedNever();
        attempt.HasOne<Proposal>().WithMany().HasForeignKey(row => row.ProposalId).OnDelete(DeleteBehavior.NoAction);
    }

    public void Configure(EntityTypeBuilder<ProposalNumber> number)
    {
        number.ToTable("proposal_numbers");
        number.HasKey(row => row.Year);
        number.Property(row => row.Year).ValueGeneratedNever();
    }
}

/// <summary>Last running number given in a year; raised by an upsert, so that numbers have no gaps and no twins.</summary>
internal sealed class ProposalNumber
{
    private ProposalNumber() { }

    public int Year { get; private set; }
    public int Last { get; private set; }
}
