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
    private volatile string? _refusal;
    private readonly TaskCompletionSource _declared = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends when everything is declared; the relay waits for it.</summary>
    public Task Declared => _declared.Task;

    /// <summary>
    /// What the broker answered when it would not have a queue or exchange declared as this build needs it, as a
    /// sentence that names it; null while it did not refuse. It does not pass by itself.
    /// </summary>
    public string? Refusal => _refusal;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        string? told = null;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await DeclareAsync(stoppingToken).ConfigureAwait(false);
                _refusal = null;
                _declared.TrySetResult();
                return;
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                _refusal = (e as RefusedTopologyException)?.Message;
                if (told != e.Message)
                {
                    log.LogWarning("The broker cannot be used; events wait in the outbox: {Error}", e.Message);
                    told = e.Message;
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
        await NamingAsync(
                $"queue {name}",
                channel.QueueDeclareAsync(
                    name,
                    true,
                    false,
                    false,
                    QueueArguments,
                    cancellationToken: cancellationToken
                )
            )
            .ConfigureAwait(false);
        await channel.QueueBindAsync(name, name, "", cancellationToken: cancellationToken).ConfigureAwait(false);
    }

    private static Task FanoutAsync(IChannel channel, string name, CancellationToken cancellationToken) =>
        NamingAsync(
            $"exchange {name}",
            channel.ExchangeDeclareAsync(name, ExchangeType.Fanout, durable: true, cancellationToken: cancellationToken)
        );

    /// <summary>
    /// Says which queue or exchange the broker refused. Codes from 400 to 499 are about what was asked for; the others
    /// are about the connection and pass by themselves.
    /// </summary>
    private static async Task NamingAsync(string what, Task declaration)
    {
        try
        {
            await declaration.ConfigureAwait(false);
        }
        catch (OperationInterruptedException e) when (e.ShutdownReason is { ReplyCode: >= 400 and < 500 } reason)
        {
            throw new RefusedTopologyException(what, reason.ReplyText, e);
        }
    }
}

/// <summary>The broker is there, and will not have a queue or exchange declared as this build needs it.</summary>
internal sealed class RefusedTopologyException(string what, string answer, Exception inner)
    : Exception(
        $"the broker refuses {what}: {answer}. Let it run empty, stop the processes, delete it, and start.",
        inner
    );

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
