using Microsoft.EntityFrameworkCore;

namespace Fund.Hosting;

/// <summary>The model of the tables of Hosting's own scripts, which every service's database has.</summary>
public static class HostingTables
{
    public static ModelBuilder AddHostingTables(this ModelBuilder model)
    {
        model.Entity<OutboxMessage>(outbox =>
        {
            outbox.ToTable("outbox");
            outbox.Property(row => row.Id).UseIdentityAlwaysColumn();
            outbox.Property(row => row.Body).HasColumnType("jsonb");
            outbox.Property(row => row.CreatedAt).HasDefaultValueSql("now()");
            outbox.Property(row => row.Attempts).HasDefaultValue(0);
            outbox.Property(row => row.NextAttemptAt).HasDefaultValueSql("now()");
            outbox.HasIndex(row => new { row.AggregateKey, row.Id });
        });
        model.Entity<InboxMessage>(inbox =>
        {
            inbox.ToTable("inbox");
            inbox.HasKey(row => new { row.Consumer, row.MessageId });
            inbox.Property(row => row.ConsumedAt).HasDefaultValueSql("now()");
        });
        model.Entity<RequestRecord>(requests =>
        {
            requests.ToTable("requests");
            requests.HasKey(row => new { row.Caller, row.RequestId });
            requests.Property(row => row.CreatedAt).HasDefaultValueSql("now()");
        });
        model.Entity<AuditEntry>(entry =>
        {
            entry.ToTable("audit_entries");
            entry.Property(row => row.Id).UseIdentityAlwaysColumn();
            entry.Property(row => row.At).HasDefaultValueSql("now()");
            entry
                .Property(row => row.Outcome)
                .HasConversion(outcome => AuditOutcomes.Name(outcome), name => AuditOutcomes.Parse(name));
        });
        model.Entity<AuditSeal>(seal =>
        {
            seal.ToTable("audit_seals");
            seal.HasKey(row => row.Number);
            seal.Property(row => row.Number).ValueGeneratedNever();
            seal.HasIndex(row => row.LastId).IsUnique();
        });
        return model;
    }
}
