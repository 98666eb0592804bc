using Fund.Donations.Domain.Importing;
using Fund.Donations.Persistence;
using Microsoft.EntityFrameworkCore.Storage;

namespace Fund.Donations.Features.Importing;

/// <summary>A step that is looked up and checked, and has its rows still to write.</summary>
/// <param name="Rows">Rows of the file dealt with.</param>
/// <param name="Taken">Of these, those taken in.</param>
/// <param name="StandsAlone">The next step looks up what this one adds, so it begins after this one's commit.</param>
/// <param name="WriteAsync">Writes the rows in the step's transaction, beside other steps that do the same.</param>
internal sealed record PreparedStep(int Rows, int Taken, bool StandsAlone, Func<CancellationToken, Task> WriteAsync);

/// <summary>
/// Steps of an import on several connections at once: prepared one after the other, written side by side, committed in
/// their order. What is committed is therefore always a beginning of the file, and the import's position says how long
/// it is. A step takes the locks that others may wait for while it is prepared, never later: they are then taken in the
/// order of the commits, and nobody waits in a circle.
/// </summary>
internal sealed class OrderedSteps : IAsyncDisposable
{
    private readonly ImportFile _import;
    private readonly Lane[] _lanes;
    private readonly CancellationTokenSource _stop;
    private Task _last = Task.CompletedTask;
    private int _begun;

    /// <param name="scopes">Give each connection a context of its own.</param>
    /// <param name="import">Moved on by every step, in the step's transaction.</param>
    /// <param name="lanes">Steps that are written side by side.</param>
    /// <param name="cancellationToken">Stops all.</param>
    public OrderedSteps(IServiceScopeFactory scopes, ImportFile import, int lanes, CancellationToken cancellationToken)
    {
        _import = import;
        _lanes = [.. Enumerable.Range(0, lanes).Select(_ => new Lane(scopes.CreateAsyncScope()))];
        _stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
    }

    /// <summary>Begins the next step; returns when it is prepared.</summary>
    /// <param name="prepare">Looks up what the rows name. May add to the context it is given, and is in a transaction.</param>
    public async Task AddAsync(Func<DonationsDb, CancellationToken, Task<PreparedStep>> prepare)
    {
        var lane = _lanes[_begun++ % _lanes.Length];
        await lane.Running;
        lane.Transaction = await lane.Db.Database.BeginTransactionAsync(_stop.Token);
        var step = await prepare(lane.Db, _stop.Token);
        var before = _last;
        _last = lane.Running = Task.Run(() => FinishAsync(lane, step, before), CancellationToken.None);
        if (step.StandsAlone)
        {
            await _last;
        }
    }

    /// <summary>All steps are committed.</summary>
    public Task CompleteAsync() => _last;

    public async ValueTask DisposeAsync()
    {
        // Nothing may use a connection any more when it goes back.
        await _stop.CancelAsync();
        foreach (var lane in _lanes)
        {
            await lane.Running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await lane.DisposeAsync();
        }

        _stop.Dispose();
    }

    private async Task FinishAsync(Lane lane, PreparedStep step, Task before)
    {
        await step.WriteAsync(_stop.Token);
        await before;
        lane.Db.Attach(_import);
        _import.Step(step.Rows, step.Taken);
        await lane.Db.SaveChangesAsync(_stop.Token);
        await lane.Transaction!.CommitAsync(_stop.Token);
        await lane.Transaction.DisposeAsync();
        lane.Transaction = null;

        // Memory stays that of a few batches.
        lane.Db.ChangeTracker.Clear();
    }

    /// <summary>One connection with its context.</summary>
    private sealed class Lane(AsyncServiceScope scope) : IAsyncDisposable
    {
        public DonationsDb Db { get; } = scope.ServiceProvider.GetRequiredService<DonationsDb>();

        /// <summary>The step it works on, ended by its commit.</summary>
        public Task Running { get; set; } = Task.CompletedTask;

        public IDbContextTransaction? Transaction { get; set; }

        public async ValueTask DisposeAsync()
        {
            if (Transaction is not null)
            {
                await Transaction.DisposeAsync();
            }

            await scope.DisposeAsync();
        }
    }
}
