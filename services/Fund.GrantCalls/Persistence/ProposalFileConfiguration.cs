using Fund.GrantCalls.Domain;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Fund.GrantCalls.Persistence;

internal sealed class ProposalFileConfiguration
    : IEntityTypeConfiguration<ProposalFile>,
        IEntityTypeConfiguration<ProposalFilePart>
{
    public void Configure(EntityTypeBuilder<ProposalFile> file)
    {
        file.ToTable("proposal_files");
        file.Property(row => row.Id).ValueGeneratedNever();
        file.Ignore(row => row.IsWhole);
        file.Ignore(row => row.Facts);
        file.HasOne<Proposal>().WithMany().HasForeignKey(row => row.ProposalId).OnDelete(DeleteBehavior.NoAction);
    }

    public void Configure(EntityTypeBuilder<ProposalFilePart> part)
    {
        part.ToTable("proposal_file_parts");
        part.HasKey(row => new { row.FileId, row.FirstByte });
        part.Property(row => row.FirstByte).ValueGeneratedNever();
        part.HasOne<ProposalFile>().WithMany().HasForeignKey(row => row.FileId).OnDelete(DeleteBehavior.NoAction);
    }
}
