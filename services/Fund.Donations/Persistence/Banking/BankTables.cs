using Fund.Donations.Domain;
using Fund.Donations.Domain.Banking;
using Fund.Donations.Domain.Importing;
using Fund.Donations.Persistence.Importing;
using Fund.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Fund.Donations.Persistence;

internal sealed class BankTables
    : IEntityTypeConfiguration<BankStatement>,
        IEntityTypeConfiguration<BankBalance>,
        IEntityTypeConfiguration<BankRowProblem>,
        IEntityTypeConfiguration<BankEntry>,
        IEntityTypeConfiguration<BankDecision>,
        IEntityTypeConfiguration<BankLesson>,
        IEntityTypeConfiguration<BankDismissal>
{
    public void Configure(EntityTypeBuilder<BankStatement> statement)
    {
        statement.ToTable("bank_statements");
        statement
            .HasIndex(row => new
            {
                row.Account,
                row.BankReference,
                row.ElectronicSequence,
                row.PageNumber,
            })
            .IsUnique();
    }

    public void Configure(EntityTypeBuilder<BankBalance> balance)
    {
        balance.ToTable("bank_balances");
        balance.HasKey(row => new { row.BankStatementId, row.Number });
        balance.HasOne<BankStatement>().WithMany().HasForeignKey(row => row.BankStatementId);
    }

    public void Configure(EntityTypeBuilder<BankRowProblem> problem)
    {
        problem.ToTable("bank_row_problems");
        problem.HasKey(row => new { row.BankStatementId, row.Number });
        problem.HasOne<BankStatement>().WithMany().HasForeignKey(row => row.BankStatementId);
    }

    public void Configure(EntityTypeBuilder<BankEntry> entry)
    {
        entry.ToTable("bank_entries");
        entry.Property(row => row.State).HasConversion<string>();
        entry.Property<string>(SearchText).HasColumnName("search_text").IsRequired();
        entry.HasOne<BankStatement>().WithMany().HasForeignKey(row => row.BankStatementId);
        entry.HasIndex(row => row.Fingerprint).IsUnique();
        entry.Ignore(row => row.Amount);
        entry.Ignore(row => row.CountsFrom);
    }

    public void Configure(EntityTypeBuilder<BankDecision> decision)
    {
        decision.ToTable("bank_decisions");
        decision.Property(row => row.Kind).HasConversion<string>();
        decision.Property(row => row.Number).UseIdentityAlwaysColumn();
        decision.HasOne<BankEntry>().WithMany().HasForeignKey(row => row.BankEntryId);
    }

    public void Configure(EntityTypeBuilder<BankLesson> lesson)
    {
        lesson.ToTable("bank_lessons");
        lesson.Property(row => row.Kind).HasConversion<string>();
        lesson.HasKey(row => new
        {
            row.Kind,
            row.Key,
            row.DonorId,
        });
        lesson.HasOne<Donor>().WithMany().HasForeignKey(row => row.DonorId);
    }

    public void Configure(EntityTypeBuilder<BankDismissal> dismissal)
    {
        dismissal.ToTable("bank_dismissals");
        dismissal.Property(row => row.Kind).HasConversion<string>();
        dismissal.HasKey(row => new { row.Kind, row.Key });
    }

    /// <summary>What an entry is searched by; written by the import, never read back.</summary>
    public const string SearchText = "SearchText";
}

internal sealed class BankFileTables
    : IEntityTypeConfiguration<BankFile>,
        IEntityTypeConfiguration<BankFilePart>,
        IEntityTypeConfiguration<StatementFile>,
        IEntityTypeConfiguration<BankCsvProfile>
{
    public void Configure(EntityTypeBuilder<BankFile> file)
    {
        file.ToTable("bank_files");
        file.HasIndex(row => row.Sha256).IsUnique();
        file.HasOne<ImportFile>().WithMany().HasForeignKey(row => row.ImportId);
    }

    public void Configure(EntityTypeBuilder<BankCsvProfile> profile)
    {
        profile.ToTable("bank_csv_profiles");
        profile.Property(row => row.Kind).HasConversion<string>();
        profile
            .HasIndex(row => new
            {
                row.Kind,
                row.Account,
                row.Name,
            })
            .IsUnique();
        profile.Ignore(row => row.LayoutOfFile);
        ImportTables.AsJson(profile.Property(row => row.Layout));
    }

    public void Configure(EntityTypeBuilder<BankFilePart> part)
    {
        part.ToTable("bank_file_parts");
        part.HasKey(row => new { row.BankFileId, row.Number });
        part.HasOne<BankFile>().WithMany().HasForeignKey(row => row.BankFileId);
    }

    public void Configure(EntityTypeBuilder<StatementFile> link)
    {
        link.ToTable("statement_files");
        link.HasKey(row => new { row.BankStatementId, row.BankFileId });
        link.HasOne<BankStatement>().WithMany().HasForeignKey(row => row.BankStatementId);
        link.HasOne<BankFile>().WithMany().HasForeignKey(row => row.BankFileId);
    }
}
