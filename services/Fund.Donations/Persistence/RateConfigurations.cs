using Fund.Donations.Domain;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Fund.Donations.Persistence;

internal sealed class RateTables : IEntityTypeConfiguration<RateValuation>
{
    public void Configure(EntityTypeBuilder<RateValuation> valuation)
    {
        valuation.ToTable("rate_valuations");
        valuation.Property(row => row.CurrencyCode).HasColumnType("char(3)");
    }
}
