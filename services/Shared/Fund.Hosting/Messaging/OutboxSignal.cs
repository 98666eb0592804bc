using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Fund.Hosting;

/// <summary>
/// Wakes this process's relay as soon as a transaction with events has committed. Not NOTIFY: a transaction that
/// notifies holds a lock on the whole database while it commits, and commits could no longer share a disk write.
/// </summary>
internal sealed class OutboxSignal : DbTransactionInterceptor, ISaveChangesInterceptor, IOutboxWake, IDisposable
{
    private readonly WakeSignal _wake = new();

    /// <summary>Waits for a commit with events, or for the time to pass.</summary>
    public Task WaitAsync(TimeSpan atMost, CancellationToken cancellationToken) =>
        _wake.WaitAsync(atMost, cancellationToken);

    public override Task TransactionCommittedAsync(
        DbTransaction transaction,
        TransactionEndEventData eventData,
        CancellationToken cancellationToken = default
    )
    {
        Committed(eventData.Context);
        return Task.CompletedTask;
    }

    public ValueTask<int> SavedChangesAsync(
        SaveChangesCompletedEventData eventData,
        int result,
        CancellationToken cancellationToken = default
    )
    {
        if (eventData.Context?.Database.CurrentTransaction is null)
        {
            Committed(eventData.Context);
        }

        return ValueTask.FromResult(result);
    }

    public void Dispose() => _wake.Dispose();

    private void Committed(DbContext? context)
    {
        if (context is FundDbContext { HasNewEvents: true } db)
        {
            db.HasNewEvents = false;
            Wake();
        }
    }

    public void Wake() => _wake.Wake();
}
