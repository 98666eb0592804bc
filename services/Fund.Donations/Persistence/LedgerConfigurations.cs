using Fund.Donations.Domain;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Fund.Donations.Persistence;

internal sealed class LedgerTables
    : IEntityTypeConfiguration<LedgerAccount>,
        IEntityTypeConfiguration<AccountingPeriod>,
        IEntityTypeConfiguration<LedgerMonthSum>
{
    public void Configure(EntityTypeBuilder<LedgerAccount> account)
    {
        account.ToTable("accounts");
        account.HasKey(row => row.Code);
        account.Property(row => row.Kind).HasConversion<string>();
        account.Property(row => row.NormalSide).HasConversion<string>();
        account.Property(row => row.PositionPart).HasConversion<string>();
    }

    public void Configure(EntityTypeBuilder<AccountingPeriod> period)
    {
        period.ToTable("accounting_periods");
        period.HasKey(row => row.Month);
        period.Property(row => row.Month).ValueGeneratedNever();
        period.Ignore(row => row.IsClosed);
    }

    public void Configure(EntityTypeBuilder<LedgerMonthSum> sum)
    {
        sum.ToTable("ledger_month_sums");
        sum.HasKey(row => new
        {
            row.Month,
            row.Account,
            row.CurrencyCode,
        });
        sum.Property(row => row.CurrencyCode).HasColumnType("char(3)");
        sum.HasOne<LedgerAccount>().WithMany().HasForeignKey(row => row.Account);
    }
}

/// <summary>What one account moved in a month that can no longer change.</summary>
public sealed class LedgerMonthSum
{
    private LedgerMonthSum() { }

    /// <summary>First day of the month.</summary>
    public DateOnly Month { get; private set; }

    public string Account { get; private set; } = "";

    public string CurrencyCode { get; private set; } = "";

    /// <summary>Minor units.</summary>
    public long DebitMinor { get; private set; }

    /// <summary>Minor units, above zero.</summary>
    public long CreditMinor { get; private set; }

    public long Entries { get; private set; }
}
