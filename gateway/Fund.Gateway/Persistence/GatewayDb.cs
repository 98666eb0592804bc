using Fund.Gateway.Identity;
using Fund.Gateway.Mail;
using Fund.Gateway.Notices;
using Fund.Hosting;
using Microsoft.EntityFrameworkCore;

namespace Fund.Gateway.Persistence;

/// <summary>The gateway's own database: accounts, sessions, sign-in attempts, notices and shared keys.</summary>
internal sealed class GatewayDb(DbContextOptions<GatewayDb> options) : FundDbContext(options)
{
    public DbSet<Account> Accounts => Set<Account>();

    public DbSet<Session> Sessions => Set<Session>();

    public DbSet<StoredSecondFactor> SecondFactors => Set<StoredSecondFactor>();

    public DbSet<RecoveryCode> RecoveryCodes => Set<RecoveryCode>();

    public DbSet<ApiToken> ApiTokens => Set<ApiToken>();

    public DbSet<OutsideLogin> OutsideLogins => Set<OutsideLogin>();

    public DbSet<Invitation> Invitations => Set<Invitation>();

    public DbSet<PasswordReset> PasswordResets => Set<PasswordReset>();

    public DbSet<StoredMail> Mails => Set<StoredMail>();

    public DbSet<StoredNotice> Notices => Set<StoredNotice>();

    public DbSet<NoticeReading> NoticeReadings => Set<NoticeReading>();

    public DbSet<StoredKey> Keys => Set<StoredKey>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);
        modelBuilder.Entity<Account>(account =>
        {
            account.ToTable("accounts");
            account.Property(row => row.UserName).IsRequired();
            account.Property(row => row.NormalizedUserName).IsRequired();
            account.Property(row => row.Email).IsRequired();
            account.Property(row => row.NormalizedEmail).IsRequired();
            account.Property(row => row.SecurityStamp).IsRequired();
            account.Property(row => row.ConcurrencyStamp).IsConcurrencyToken();
            account.Property(row => row.Role).HasConversion(role => role.Name(), name => Roles.Parse(name));
            account.Property(row => row.NoticeMails).HasConversion<string>();
            account.HasIndex(row => row.NormalizedUserName).IsUnique();
            account.HasIndex(row => new { row.CreatedBy, row.RequestId }).IsUnique();
            account.Ignore(row => row.PhoneNumber).Ignore(row => row.PhoneNumberConfirmed);
            account.Ignore(row => row.EmailConfirmed).Ignore(row => row.TwoFactorEnabled);
            account
                .Ignore(row => row.LockoutEnabled)
                .Ignore(row => row.LockoutEnd)
                .Ignore(row => row.AccessFailedCount);
        });
        modelBuilder.Entity<Portal.Applying.PersonAtSection>(person =>
        {
            person.ToTable("people_at_sections");
            person.HasKey(row => new
            {
                row.ProposalId,
                row.Section,
                row.AccountId,
            });
            person.HasIndex(row => row.SeenAt);
        });
        modelBuilder.Entity<Session>(session =>
        {
            session.ToTable("sessions");
            session.Property(row => row.Stage).HasConversion<string>();
            session.HasKey(row => row.SessionId);
            session.HasIndex(row => row.TokenHash).IsUnique();
            session.HasIndex(row => row.ExpiresAt);
            session.HasOne<Account>().WithMany().HasForeignKey(row => row.AccountId);
            session.HasOne<ApiToken>().WithMany().HasForeignKey(row => row.ApiTokenId);
        });
        modelBuilder.Entity<StoredSecondFactor>(factor =>
        {
            factor.ToTable("second_factors");
            factor.HasKey(row => row.AccountId);
            factor.HasOne<Account>().WithOne().HasForeignKey<StoredSecondFactor>(row => row.AccountId);
        });
        modelBuilder.Entity<RecoveryCode>(code =>
        {
            code.ToTable("recovery_codes");
            code.HasKey(row => new { row.AccountId, row.CodeHash });
            code.HasOne<Account>().WithMany().HasForeignKey(row => row.AccountId);
        });
        modelBuilder.Entity<SignInAttempts>(attempts =>
        {
            attempts.ToTable("sign_in_attempts");
            attempts.HasKey(row => row.Key);
            attempts.HasIndex(row => row.WindowEndsAt);
        });
        modelBuilder.Entity<ApiToken>(token =>
        {
            token.ToTable("api_tokens");
            token.HasIndex(row => row.SecretHash).IsUnique();
            token.HasOne<Account>().WithMany().HasForeignKey(row => row.AccountId);
        });
        modelBuilder.Entity<OutsideLogin>(login =>
        {
            login.ToTable("outside_logins");
            login.HasKey(row => new { row.Issuer, row.Subject });
            login.HasOne<Account>().WithMany().HasForeignKey(row => row.AccountId);
        });
        modelBuilder.Entity<Invitation>(invitation =>
        {
            invitation.ToTable("invitations");
            invitation.HasKey(row => row.InvitationId);
            invitation.Property(row => row.Role).HasConversion(role => role.Name(), name => Roles.Parse(name));
            invitation.Property(row => row.Version).IsConcurrencyToken();
            invitation.HasIndex(row => row.TokenHash).IsUnique();
            invitation
                .HasIndex(row => row.NormalizedEmail)
                .IsUnique()
                .HasFilter("accepted_at is null and revoked_at is null");
            invitation.HasOne<Account>().WithMany().HasForeignKey(row => row.InvitedBy);
            invitation.HasOne<Account>().WithMany().HasForeignKey(row => row.AccountId);
        });
        modelBuilder.Entity<PasswordReset>(reset =>
        {
            reset.ToTable("password_resets");
            reset.HasIndex(row => row.TokenHash).IsUnique();
            reset.HasOne<Account>().WithMany().HasForeignKey(row => row.AccountId);
        });
        modelBuilder.Entity<StoredMail>(mail =>
        {
            mail.ToTable("mails");
            mail.HasKey(row => row.MailId);
            mail.Property(row => row.Kind).HasConversion<string>();
        });
        modelBuilder.Entity<KnownPlace>(place =>
        {
            place.ToTable("known_places");
            place.HasKey(row => row.Key);
        });
        modelBuilder.Entity<StoredNotice>(notice =>
        {
            notice.ToTable("notices");
            notice.HasKey(row => row.NoticeId);
            notice.Property(row => row.NoticeId).ValueGeneratedNever();
            notice.Property(row => row.NoticedAt).HasDefaultValueSql("now()");
            notice.Property(row => row.Kind).HasConversion<string>();
            notice.HasMoney(row => row.Amount, "amount");
            notice.HasIndex(row => new { row.DonorId, row.NoticeId });
            notice.HasIndex(row => new { row.OrganisationId, row.NoticeId });
            notice.HasIndex(row => new { row.ForAccountId, row.NoticeId });
        });
        modelBuilder.Entity<NoticeReading>(reading =>
        {
            reading.ToTable("notice_readings");
            reading.HasKey(row => new { row.AccountId, row.NoticeId });
            reading.HasOne<Account>().WithMany().HasForeignKey(row => row.AccountId);
            reading.HasOne<StoredNotice>().WithMany().HasForeignKey(row => row.NoticeId);
        });
        modelBuilder.Entity<StoredDonorMerge>(merge =>
        {
            merge.ToTable("donor_merges");
            merge.HasKey(row => row.MergeId);
        });
        modelBuilder.Entity<StoredKey>(key => key.ToTable("data_protection_keys"));
    }
}
