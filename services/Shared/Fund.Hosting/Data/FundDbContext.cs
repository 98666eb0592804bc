using System.Diagnostics;
using System.Text.Json;
using Fund.Events;
using Microsoft.EntityFrameworkCore;

namespace Fund.Hosting;

/// <summary>
/// Base of every service's DbContext: snake_case names, the shared tables (outbox, inbox, requests), and whatever
/// <see cref="IEntityTypeConfiguration{TEntity}"/> classes stand in the service's own assembly.
/// </summary>
public abstract class FundDbContext(DbContextOptions options) : DbContext(options)
{
    /// <summary>True from the first event enqueued until the relay was woken for it.</summary>
    internal bool HasNewEvents { get; set; }

    /// <summary>The request whose saves are one act; null outside of any.</summary>
    internal AuditAct? AuditAct { get; set; }

    /// <summary>
    /// What the audit trail will tell about the running request, or about the next save where there is none: for
    /// records that are written past the change tracker.
    /// </summary>
    public AuditChanges Audit => (AuditAct ??= new AuditAct(null) { IsEnding = true }).Changes;

    /// <summary>
    /// Adds an event to the outbox; it is published after, and only if, the running transaction commits.
    /// </summary>
    /// <param name="fact">A record of Fund.Events.</param>
    public void Enqueue(IFact fact)
    {
        ArgumentNullException.ThrowIfNull(fact);
        Enqueue(fact.AggregateId.ToString("D"), fact);
    }

    /// <inheritdoc cref="Enqueue(IFact)"/>
    /// <param name="aggregateKey">What the event is about; events with the same key are published in order.</param>
    /// <param name="fact">A record of Fund.Events.</param>
    public void Enqueue(string aggregateKey, IFact fact)
    {
        ArgumentException.ThrowIfNullOrEmpty(aggregateKey);
        ArgumentNullException.ThrowIfNull(fact);
        var type = fact.GetType();
        var body = JsonSerializer.Serialize(fact, type, EventTypes.Json);
        var traceParent = Activity.Current?.Id;
        Add(new OutboxMessage(Guid.CreateVersion7(), aggregateKey, EventTypes.NameOf(type), body, traceParent));
        HasNewEvents = true;
    }

    /// <summary>A pooled context must not take what it was going to tell to its next user.</summary>
    public override void Dispose()
    {
        AuditAct = null;
        base.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <inheritdoc/>
    public override ValueTask DisposeAsync()
    {
        AuditAct = null;
        GC.SuppressFinalize(this);
        return base.DisposeAsync();
    }

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        configurationBuilder.Conventions.Add(_ => new SnakeCaseConvention());
    }

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.AddHostingTables();
        modelBuilder.ApplyConfigurationsFromAssembly(GetType().Assembly);
    }
}
