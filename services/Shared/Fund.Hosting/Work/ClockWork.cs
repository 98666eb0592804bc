using System.Data;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Fund.Hosting;

/// <summary>Something that is done by the clock: opening calls, finishing what a crash left half done.</summary>
public interface IClockWork
{
    /// <summary>Stable name, the same in every instance: the lock is taken on it.</summary>
    static abstract string Name { get; }

    /// <summary>Does what is due now. Must be safe to run twice.</summary>
    Task RunAsync(CancellationToken cancellationToken);
}

/// <summary>
/// Runs one kind of clock work in this process: at start, then after every interval or when it is woken, skipping a turn
/// while another instance holds the advisory lock. A failure is logged and tried again at the next turn.
/// </summary>
internal sealed class ClockWorker<TWork>(
    NpgsqlDataSource source,
    IServiceScopeFactory scopes,
    ClockWake<TWork> wake,
    TimeSpan every,
    ILogger<ClockWorker<TWork>> log
) : BackgroundService
    where TWork : class, IClockWork
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        do
        {
            await TurnAsync(stoppingToken).ConfigureAwait(false);
        } while (await NextAsync(stoppingToken).ConfigureAwait(false));
    }

    /// <summary>The machine's clock paces the turns; what is due at a turn is for the work and its TimeProvider to say.</summary>
    private async Task<bool> NextAsync(CancellationToken stoppingToken)
    {
        try
        {
            await wake.WaitAsync(every, stoppingToken).ConfigureAwait(false);
            return true;
        }
        catch (OperationCanceledException)
        {
            // The process is stopping: there is no next turn.
            return false;
        }
    }

    private async Task TurnAsync(CancellationToken stoppingToken)
    {
        try
        {
            await using var connection = await source.OpenConnectionAsync(stoppingToken).ConfigureAwait(false);
            try
            {
                if (!await LockAsync(connection, stoppingToken).ConfigureAwait(false))
                {
                    return;
                }

                AuditCall.Begin($"clock work {TWork.Name}", null);
                using var span = FundTelemetry.Source.StartActivity($"clock work {TWork.Name}");
                await using var scope = scopes.CreateAsyncScope();
                await scope.ServiceProvider.GetRequiredService<TWork>().RunAsync(stoppingToken).ConfigureAwait(false);
            }
            finally
            {
                await UnlockAsync(connection).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Stopping: the next start goes on.
        }
        catch (Exception e)
        {
            log.LogError(e, "Clock work {Work} failed and will be tried again in {Every}", TWork.Name, every);
        }
    }

    private static async Task<bool> LockAsync(NpgsqlConnection connection, CancellationToken token)
    {
        await using var command = new NpgsqlCommand(
            "select pg_try_advisory_lock(hashtextextended($1, 7246))",
            connection
        );
        command.Parameters.Add(new NpgsqlParameter { Value = "clockwork:" + TWork.Name });
        return await command.ExecuteScalarAsync(token).ConfigureAwait(false) is true;
    }

    /// <summary>
    /// A connection goes back to the pool as it is: without this, whoever stopped waiting for an answer that was yes would
    /// leave the lock with it.
    /// </summary>
    private static async Task UnlockAsync(NpgsqlConnection connection)
    {
        if (connection.State != ConnectionState.Open)
        {
            return;
        }

        await using var command = new NpgsqlCommand("select pg_advisory_unlock_all()", connection);
        await command.ExecuteNonQueryAsync(CancellationToken.None).ConfigureAwait(false);
    }
}
