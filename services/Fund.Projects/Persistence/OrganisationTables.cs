using Fund.Projects.Domain;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Fund.Projects.Persistence;

internal sealed class OrganisationTable : IEntityTypeConfiguration<Organisation>
{
    public void Configure(EntityTypeBuilder<Organisation> builder)
    {
        builder.ToTable("organisations");
        builder.HasOwnId(organisation => organisation.Id);
        builder.Property(organisation => organisation.CountryCode).HasColumnType("char(2)");
        builder.Property(organisation => organisation.Version).IsConcurrencyToken();
        builder.Ignore(organisation => organisation.BankAccount);
        builder.HasIndex(organisation => new { organisation.CountryCode, organisation.RegistrationKey }).IsUnique();
        builder.HasIndex(organisation => new { organisation.Name, organisation.Id });
        builder
            .HasMany(organisation => organisation.BankAccounts)
            .WithOne()
            .HasForeignKey(account => account.OrganisationId)
            .OnDelete(DeleteBehavior.Cascade);
        builder
            .HasMany(organisation => organisation.Checks)
            .WithOne()
            .HasForeignKey(check => check.OrganisationId)
            .OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class BankAccountTable : IEntityTypeConfiguration<BankAccount>
{
    public void Configure(EntityTypeBuilder<BankAccount> builder)
    {
        builder.ToTable("bank_accounts");
        builder.HasOwnId(account => account.Id);
        builder.HasIndex(account => new { account.OrganisationId, account.Sequence }).IsUnique();
        builder
            .HasMany(account => account.Verifications)
            .WithOne()
            .HasForeignKey(verification => new { verification.BankAccountId, verification.RecordedBy })
            .HasPrincipalKey(account => new { account.Id, account.RecordedBy })
            .OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class BankAccountVerificationTable : IEntityTypeConfiguration<BankAccountVerification>
{
    public void Configure(EntityTypeBuilder<BankAccountVerification> builder)
    {
        builder.ToTable("bank_account_verifications");
        builder.HasOwnId(verification => verification.Id);
        builder.HasIndex(verification => new { verification.BankAccountId, verification.VerifiedBy }).IsUnique();
    }
}

internal sealed class DueDiligenceCheckTable : IEntityTypeConfiguration<DueDiligenceCheck>
{
    public void Configure(EntityTypeBuilder<DueDiligenceCheck> builder)
    {
        builder.ToTable("due_diligence_checks");
        builder.HasOwnId(check => check.Id);
    }
}

internal sealed class SettingTable : IEntityTypeConfiguration<Setting>
{
    public void Configure(EntityTypeBuilder<Setting> builder)
    {
        builder.ToTable("settings");
        builder.HasKey(setting => setting.Key);
    }
}

internal sealed class AgreementNumberTable : IEntityTypeConfiguration<AgreementNumber>
{
    public void Configure(EntityTypeBuilder<AgreementNumber> builder)
    {
        builder.ToTable("agreement_numbers");
        builder.HasKey(number => number.Year);
        builder.Property(number => number.Year).ValueGeneratedNever();
    }
}
