using System.Diagnostics;
using MassTransit;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Fund.Hosting;

/// <summary>
/// Publishes what the outbox holds, with publisher confirms, and deletes what was confirmed. Any number of instances
/// run it side by side: each takes aggregates whose oldest event it could lock, and publishes their events in order.
/// A broker that is down costs no attempts; a message that cannot be published by its own fault is tried twenty times
/// and then parked, visible in <c>dead list</c>, holding back only its own aggregate.
/// </summary>
internal sealed class OutboxRelay(
    NpgsqlDataSource source,
    IBusControl bus,
    Topology topology,
    OutboxSignal signal,
    ILogger<OutboxRelay> log
) : BackgroundService
{
    internal const int MaxAttempts = 20;
    private const int BatchSize = 200;
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Gather = TimeSpan.FromMilliseconds(40);
    private static readonly TimeSpan PublishTimeout = TimeSpan.FromSeconds(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await topology.Declared.WaitAsync(stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        while (!stoppingToken.IsCancellationRequested)
        {
            var more = await TryDrainAsync(stoppingToken).ConfigureAwait(false);
            if (!more)
            {
                await signal.WaitAsync(Poll, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

                // Under load this lets events gather, which then cost one transaction together: each has a commit
                // that the work itself waits for on the same disk.
                await Task.Delay(Gather, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    /// <summary>True when there may be more to publish at once.</summary>
    private async Task<bool> TryDrainAsync(CancellationToken stoppingToken)
    {
        try
        {
            return bus.CheckHealth().Status == BusHealthStatus.Healthy
                && await DrainAsync(stoppingToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            return false;
        }
        catch (Exception e)
        {
            // The relay must outlive whatever happens to the database and the broker; everything is still in the outbox.
            log.LogWarning("The outbox relay will try again: {ErrorType} {Error}", e.GetType().Name, e.Message);
            return false;
        }
    }

    private async Task<bool> DrainAsync(CancellationToken stoppingToken)
    {
        await using var connection = await source.OpenConnectionAsync(stoppingToken).ConfigureAwait(false);
        await using var transaction = await connection.BeginTransactionAsync(stoppingToken).ConfigureAwait(false);
        var rows = await OutboxRows.TakeAsync(connection, BatchSize, stoppingToken).ConfigureAwait(false);
        if (rows.Count == 0)
        {
            return false;
        }

        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        timeout.CancelAfter(PublishTimeout);
        var aggregates = rows.GroupBy(row => row.AggregateKey);
        var outcomes = await Task.WhenAll(aggregates.Select(group => PublishInOrderAsync([.. group], timeout.Token)))
            .ConfigureAwait(false);

        // What the broker confirmed must be deleted even when the process is about to stop.
        await OutboxRows.FinishAsync(connection, outcomes, CancellationToken.None).ConfigureAwait(false);
        await transaction.CommitAsync(CancellationToken.None).ConfigureAwait(false);
        return rows.Count == BatchSize
            && Array.TrueForAll(outcomes, outcome => outcome.Failed is null && !outcome.Interrupted);
    }

    private async Task<OutboxOutcome> PublishInOrderAsync(IReadOnlyList<OutboxRow> rows, CancellationToken token)
    {
        var sent = new List<long>(rows.Count);
        foreach (var row in rows)
        {
            try
            {
                await PublishAsync(row, token).ConfigureAwait(false);
                sent.Add(row.Id);
            }
            catch (Exception e)
                when (BrokerConnection.IsBrokerProblem(e) || bus.CheckHealth().Status != BusHealthStatus.Healthy)
            {
                log.LogWarning("Event {MessageId} waits for the broker: {Error}", row.MessageId, e.Message);
                return new OutboxOutcome(sent, null, null, Interrupted: true);
            }
            catch (Exception e)
            {
                log.LogError(
                    e,
                    "Event {MessageId} of type {EventType} could not be published",
                    row.MessageId,
                    row.Type
                );
                return new OutboxOutcome(sent, row, $"{e.GetType().Name}: {e.Message}", Interrupted: false);
            }
        }

        return new OutboxOutcome(sent, null, null, Interrupted: false);
    }

    private async Task PublishAsync(OutboxRow row, CancellationToken token)
    {
        var (message, type) = EventTypes.Read(row.Type, row.Body);
        ActivityContext.TryParse(row.TraceParent, null, out var parent);
        using var activity = FundTelemetry.Source.StartActivity("outbox relay", ActivityKind.Internal, parent);
        var headers = Pipe.Execute<PublishContext>(context =>
        {
            context.MessageId = row.MessageId;
            context.Durable = true;
            context.Headers.Set("Fund-Aggregate", row.AggregateKey);
            context.Headers.Set("Fund-Sequence", row.Id);
        });
        await bus.Publish(message, type, headers, token).ConfigureAwait(false);
    }
}
