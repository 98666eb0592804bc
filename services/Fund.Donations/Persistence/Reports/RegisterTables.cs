using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Fund.Donations.Persistence.Reports;

/// <summary>A line of the public register: a donor in a year, or all donors of a year who are not named.</summary>
public sealed class RegisterLine
{
    private RegisterLine() { }

    public long Id { get; private set; }

    public RegisterPart Part { get; private set; }

    /// <summary>Null for donors who are not named.</summary>
    public Guid? DonorId { get; private set; }

    public int Year { get; private set; }

    /// <summary>Null when it is not shown.</summary>
    public long? UsdCents { get; private set; }
}

/// <summary>Who is behind a line of the register.</summary>
public enum RegisterPart
{
    /// <summary>An organisation or State that may be named.</summary>
    Named,

    /// <summary>Organisations and States who asked not to be named.</summary>
    Anonymous,

    /// <summary>People; they are never named.</summary>
    Individuals,
}

/// <summary>What was published of a donor who is not named, within the sum of all of them.</summary>
public sealed class RegisterShare
{
    private RegisterShare() { }

    public RegisterPart Part { get; private set; }

    public int Year { get; private set; }

    public Guid DonorId { get; private set; }

    public long UsdCents { get; private set; }
}

/// <summary>How far the register is.</summary>
public sealed class RegisterState
{
    private RegisterState() { }

    public int Id { get; private set; }

    /// <summary>Newest entry of the ledger when it was last worked out.</summary>
    public Guid? LastLedgerEntryId { get; private set; }

    public DateTimeOffset? UpdatedAt { get; private set; }

    /// <summary>Not worked out again before this moment.</summary>
    public DateTimeOffset? NextAt { get; private set; }
}

internal sealed class RegisterTables
    : IEntityTypeConfiguration<RegisterLine>,
        IEntityTypeConfiguration<RegisterShare>,
        IEntityTypeConfiguration<RegisterState>
{
    public void Configure(EntityTypeBuilder<RegisterLine> line)
    {
        line.ToTable("register_lines");
        line.Property(row => row.Id).UseIdentityAlwaysColumn();
        line.Property(row => row.Part).HasConversion<string>();
    }

    public void Configure(EntityTypeBuilder<RegisterShare> share)
    {
        share.ToTable("register_shares");
        share.HasKey(row => new
        {
            row.Part,
            row.Year,
            row.DonorId,
        });
        share.Property(row => row.Part).HasConversion<string>();
    }

    public void Configure(EntityTypeBuilder<RegisterState> state)
    {
        state.ToTable("register_state");
        state.Property(row => row.Id).ValueGeneratedNever();
    }
}
