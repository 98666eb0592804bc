using System.Text.Json;
using Fund.Donations.Domain.Importing;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Fund.Donations.Persistence.Importing;

/// <summary>Bytes of a file, in the order of their numbers.</summary>
public sealed class ImportPart
{
    private ImportPart() { }

    public ImportPart(Guid importId, int number, long firstByte, byte[] content) =>
        (ImportId, Number, FirstByte, Content) = (importId, number, firstByte, content);

    public Guid ImportId { get; private set; }

    /// <summary>From 1.</summary>
    public int Number { get; private set; }

    public long FirstByte { get; private set; }

    public byte[] Content { get; private set; } = [];
}

/// <summary>A sender's own reference of a gift.</summary>
public sealed class ContributionReference
{
    private ContributionReference() { }

    public Guid DonorId { get; private set; }

    public string Reference { get; private set; } = "";

    public Guid ContributionId { get; private set; }
}

internal sealed class ImportTables
    : IEntityTypeConfiguration<ImportFile>,
        IEntityTypeConfiguration<ImportPart>,
        IEntityTypeConfiguration<ImportProblem>,
        IEntityTypeConfiguration<ContributionReference>
{
    public void Configure(EntityTypeBuilder<ImportFile> import)
    {
        import.ToTable("imports");
        import.Property(row => row.Kind).HasConversion<string>();
        import.Property(row => row.State).HasConversion<string>();
        import.Property(row => row.DefaultDonorKind).HasConversion<string>();
        AsJson(import.Property(row => row.Layout));
        AsJson(import.Property(row => row.Sums));
        AsJson(import.Property(row => row.Preview));
        import.Ignore(row => row.GoodRows);
        import.HasOne<ImportFile>().WithMany().HasForeignKey(row => row.SameFileImportId);
    }

    public void Configure(EntityTypeBuilder<ImportPart> part)
    {
        part.ToTable("import_parts");
        part.HasKey(row => new { row.ImportId, row.Number });
        part.Property(row => row.Number).ValueGeneratedNever();
        part.HasOne<ImportFile>().WithMany().HasForeignKey(row => row.ImportId);
    }

    public void Configure(EntityTypeBuilder<ImportProblem> problem)
    {
        problem.ToTable("import_problems");
        problem.HasOne<ImportFile>().WithMany().HasForeignKey(row => row.ImportId);
    }

    public void Configure(EntityTypeBuilder<ContributionReference> reference)
    {
        reference.ToTable("contribution_references");
        reference.HasKey(row => new { row.DonorId, row.Reference });
        reference.HasOne<Domain.Donor>().WithMany().HasForeignKey(row => row.DonorId);
        reference.HasOne<Domain.Contribution>().WithMany().HasForeignKey(row => row.ContributionId);
    }

    /// <summary>A value object as a document.</summary>
    public static void AsJson<T>(PropertyBuilder<T> property)
        where T : class =>
        property
            .HasColumnType("jsonb")
            .HasConversion(
                new ValueConverter<T, string>(
                    value => JsonSerializer.Serialize(value, JsonSerializerOptions.Web),
                    text => JsonSerializer.Deserialize<T>(text, JsonSerializerOptions.Web)!
                ),
                new ValueComparer<T>(
                    (one, other) => ReferenceEquals(one, other),
                    value => value.GetHashCode(),
                    value => value
                )
            );
}
