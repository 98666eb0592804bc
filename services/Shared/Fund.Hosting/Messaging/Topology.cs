using System.Net.Sockets;
using Fund.Events;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Fund.Hosting;

/// <summary>
/// Declares every exchange and queue of <see cref="EventRoutes"/> at start, in every process, and again until the
/// broker is there: nothing is published before its queues exist, so no event is lost before its consumer's first run.
/// </summary>
internal sealed class Topology(BrokerConnection broker, BrokerNames names, ILogger<Topology> log) : BackgroundService
{
    /// <summary>
    /// Quorum queues: replicated where the broker is a cluster. RabbitMQ 4 drops what was redelivered twenty times, and
    /// looking at a dead message counts as a delivery, so the limit is put out of reach.
    /// </summary>
    internal static readonly IDictionary<string, object?> QueueArguments = new Dictionary<string, object?>
    {
        ["x-queue-type"] = "quorum",
        ["x-delivery-limit"] = 1_000_000,
    };

    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);
    private readonly TaskCompletionSource _declared = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends when everything is declared; the relay waits for it.</summary>
    public Task Declared => _declared.Task;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var told = false;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await DeclareAsync(stoppingToken).ConfigureAwait(false);
                _declared.TrySetResult();
                return;
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                if (!told)
                {
                    log.LogWarning("The broker cannot be used; events wait in the outbox: {Error}", e.Message);
                    told = true;
                }
            }

            await Task.Delay(RetryAfter, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task DeclareAsync(CancellationToken cancellationToken)
    {
        await using var connection = await broker.OpenAsync(cancellationToken).ConfigureAwait(false);
        await using var channel = await connection
            .CreateChannelAsync(cancellationToken: cancellationToken)
            .ConfigureAwait(false);
        foreach (var route in EventRoutes.All)
        {
            var exchange = names.Exchange(route.EventType);
            await FanoutAsync(channel, exchange, cancellationToken).ConfigureAwait(false);
            var queue = names.Queue(route);
            await QueueAsync(channel, queue, cancellationToken).ConfigureAwait(false);
            await channel
                .ExchangeBindAsync(queue, exchange, "", cancellationToken: cancellationToken)
                .ConfigureAwait(false);
            await QueueAsync(channel, names.ErrorQueue(route), cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>A quorum queue behind a fanout exchange of the same name, exactly as the bus would declare it.</summary>
    private static async Task QueueAsync(IChannel channel, string name, CancellationToken cancellationToken)
    {
        await FanoutAsync(channel, name, cancellationToken).ConfigureAwait(false);
        await channel
            .QueueDeclareAsync(name, true, false, false, QueueArguments, cancellationToken: cancellationToken)
            .ConfigureAwait(false);
        await channel.QueueBindAsync(name, name, "", cancellationToken: cancellationToken).ConfigureAwait(false);
    }

    private static Task FanoutAsync(IChannel channel, string name, CancellationToken cancellationToken) =>
        channel.ExchangeDeclareAsync(name, ExchangeType.Fanout, durable: true, cancellationToken: cancellationToken);
}

/// <summary>Plain connections to the broker, for what the bus does not do: topology and dead messages.</summary>
internal sealed class BrokerConnection(FundSettings settings, Uri address)
{
    public async Task<IConnection> OpenAsync(CancellationToken cancellationToken)
    {
        var factory = new ConnectionFactory
        {
            Uri = address,
            AutomaticRecoveryEnabled = false,
            RequestedConnectionTimeout = TimeSpan.FromSeconds(3),
            ClientProvidedName = $"fund-{settings.Name}",
        };
        return await factory.CreateConnectionAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>True for failures of the broker or the way to it, which pass by themselves.</summary>
    public static bool IsBrokerProblem(Exception exception) =>
        exception is BrokerUnreachableException or RabbitMQClientException or IOException or TimeoutException
        || exception is SocketException or OperationCanceledException or MassTransit.ConnectionException
        || (exception.InnerException is { } inner && IsBrokerProblem(inner));
}
