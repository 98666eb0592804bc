using Fund.Donations.Domain.Statements;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Fund.Donations.Persistence.Statements;

internal sealed class BatchTables
    : IEntityTypeConfiguration<StatementBatch>,
        IEntityTypeConfiguration<StatementBatchItem>,
        IEntityTypeConfiguration<StatementPaperFile>
{
    public void Configure(EntityTypeBuilder<StatementBatch> batch)
    {
        batch.ToTable("statement_batches");
        batch.HasIndex(row => row.Year).IsUnique().HasFilter("finished_at is null");
        batch.Ignore(row => row.From);
        batch.Ignore(row => row.To);
    }

    public void Configure(EntityTypeBuilder<StatementBatchItem> item)
    {
        item.ToTable("statement_batch_items");
        item.HasKey(row => new { row.BatchId, row.Position });
        item.Property(row => row.Position).ValueGeneratedNever();
        item.Property(row => row.State).HasConversion<string>();
        item.HasOne<StatementBatch>().WithMany().HasForeignKey(row => row.BatchId);
        item.HasOne<StatementPaperFile>().WithMany().HasForeignKey(row => row.PaperId);
        item.HasIndex(row => new { row.BatchId, row.DonorId }).IsUnique();
    }

    public void Configure(EntityTypeBuilder<StatementPaperFile> paper)
    {
        paper.ToTable("statement_papers");
        paper
            .HasIndex(row => new
            {
                row.DonorId,
                row.FromDate,
                row.ToDate,
                row.Language,
                row.Figures,
            })
            .IsUnique();
    }
}
