using Fund.Donations.Domain;
using Fund.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Fund.Donations.Persistence.Statements;

internal sealed class PaperTables : IEntityTypeConfiguration<Receipt>, IEntityTypeConfiguration<ConsolidatedNumber>
{
    public void Configure(EntityTypeBuilder<Receipt> receipt)
    {
        receipt.ToTable("receipts");
        receipt.HasMoney(row => row.Amount, "amount");
        receipt.Property(row => row.Channel).HasConversion<string>();
        receipt.Property(row => row.DonorCountryCode).HasColumnType("char(2)");
        receipt.Property(row => row.UnitsPerUsd).HasPrecision(20, OperationalRate.MostDecimals);
        receipt.HasOne<Contribution>().WithMany().HasForeignKey(row => row.ContributionId);
        receipt.HasIndex(row => row.ContributionId).IsUnique();
        receipt.HasIndex(row => new { row.Year, row.Number }).IsUnique();
        receipt.Ignore(row => row.UsdValue);
        receipt.Ignore(row => row.Text);
    }

    public void Configure(EntityTypeBuilder<ConsolidatedNumber> number)
    {
        number.ToTable("consolidated_numbers");
        number.HasKey(row => row.Question);
        number.Property(row => row.Question).ValueGeneratedNever();
        number.HasIndex(row => new { row.Year, row.Number }).IsUnique();
    }
}
