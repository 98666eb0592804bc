using Fund.GrantCalls.Domain;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Fund.GrantCalls.Persistence;

internal sealed class SelectionConfiguration
    : IEntityTypeConfiguration<AdoptedPortfolio>,
        IEntityTypeConfiguration<Letter>
{
    public void Configure(EntityTypeBuilder<AdoptedPortfolio> portfolio)
    {
        portfolio.ToTable("adopted_portfolios");
        portfolio.Property(row => row.Id).ValueGeneratedNever();
        portfolio.Property(row => row.Result).IsJson();
        portfolio.HasOne<Call>().WithMany().HasForeignKey(row => row.CallId).OnDelete(DeleteBehavior.NoAction);
    }

    public void Configure(EntityTypeBuilder<Letter> letter)
    {
        letter.ToTable("letters");
        letter.Property(row => row.Id).ValueGeneratedNever();
        letter.Property(row => row.Kind).IsWord();
        letter.HasOne<Proposal>().WithMany().HasForeignKey(row => row.ProposalId).OnDelete(DeleteBehavior.NoAction);
        letter.HasIndex(row => row.CallId);
        letter.HasIndex(row => row.OrganisationId);
    }
}
