using Npgsql;
using RabbitMQ.Client;

namespace Fund.Hosting;

/// <summary>
/// The dead messages of this process's error queues in somebody's hands: the broker gives them to nobody else meanwhile,
/// and takes back at the end what was not decided on. One at a time holds them, among all instances.
/// </summary>
internal sealed class HeldMessages : IAsyncDisposable
{
    /// <summary>Most that are looked at in one queue.</summary>
    private const int MostInQueue = 10_000;

    /// <summary>Of the advisory lock; any number that nothing else in the database uses.</summary>
    private const long TurnKey = 0x46_44_45_41_44;

    private readonly List<IAsyncDisposable> _open = [];
    private readonly List<Held> _held = [];

    public IEnumerable<DeadMessage> Messages => _held.Select(held => held.Dead);

    /// <summary>Waits for a turn and takes what is dead.</summary>
    /// <exception cref="Kernel.RefusedException">BROKER_UNAVAILABLE.</exception>
    public static async Task<HeldMessages> TakeAsync(
        BrokerConnection broker,
        BrokerNames names,
        NpgsqlDataSource source,
        CancellationToken cancellationToken
    )
    {
        var held = new HeldMessages();
        try
        {
            await held.WaitForTurnAsync(source, cancellationToken).ConfigureAwait(false);
            var connection = await broker.OpenAsync(cancellationToken).ConfigureAwait(false);
            held._open.Add(connection);
            foreach (var route in names.Own())
            {
                await held.TakeAsync(connection, names, route, cancellationToken).ConfigureAwait(false);
            }

            return held;
        }
        catch
        {
            await held.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Gives messages to the queue they came from, or lets them go, and then no longer holds them.</summary>
    /// <param name="which">Ids of the messages.</param>
    /// <param name="isReplay">False drops them.</param>
    /// <param name="cancellationToken">Stops between two messages.</param>
    /// <returns>How many.</returns>
    public async Task<int> SettleAsync(IReadOnlySet<Guid> which, bool isReplay, CancellationToken cancellationToken)
    {
        var wanted = _held.FindAll(held => which.Contains(held.Dead.Id));
        foreach (var (channel, message, queue, _) in wanted)
        {
            if (isReplay)
            {
                // The queue's own consumer alone gets it again, not the others that once received the same event.
                await channel
                    .BasicPublishAsync("", queue, true, WithoutFault(message), message.Body, cancellationToken)
                    .ConfigureAwait(false);
            }

            await channel.BasicAckAsync(message.DeliveryTag, false, cancellationToken).ConfigureAwait(false);
        }

        _held.RemoveAll(wanted.Contains);
        return wanted.Count;
    }

    public async ValueTask DisposeAsync()
    {
        for (var i = _open.Count - 1; i >= 0; i--)
        {
            await _open[i].DisposeAsync().ConfigureAwait(false);
        }
    }

    /// <summary>The lock goes with its transaction, however this ends.</summary>
    private async Task WaitForTurnAsync(NpgsqlDataSource source, CancellationToken cancellationToken)
    {
        var connection = await source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        _open.Add(connection);
        _open.Add(await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false));
        await using var wait = new NpgsqlCommand($"select pg_advisory_xact_lock({TurnKey})", connection);
        await wait.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task TakeAsync(
        IConnection connection,
        BrokerNames names,
        Events.EventRoute route,
        CancellationToken cancellationToken
    )
    {
        var errors = names.ErrorQueue(route);
        if (!await ExistsAsync(connection, errors, cancellationToken).ConfigureAwait(false))
        {
            return;
        }

        // A channel for each queue: closing it puts back what was only looked at.
        var channel = await OpenAsync(connection, cancellationToken).ConfigureAwait(false);
        _open.Add(channel);

        // Until it is empty, not as many as the broker counts: its count of a quorum queue is some moments old.
        for (var i = 0; i < MostInQueue; i++)
        {
            if (await channel.BasicGetAsync(errors, false, cancellationToken).ConfigureAwait(false) is not { } message)
            {
                break;
            }

            var dead = DeadMessage.OfBroker(errors, route.Queue, route.EventType.Name, message);
            _held.Add(new Held(channel, message, names.Queue(route), dead));
        }
    }

    private static BasicProperties WithoutFault(BasicGetResult message)
    {
        var properties = new BasicProperties(message.BasicProperties);
        properties.Headers = properties
            .Headers?.Where(header => !header.Key.StartsWith("MT-", StringComparison.Ordinal))
            .ToDictionary(header => header.Key, header => header.Value);
        return properties;
    }

    private static async Task<IChannel> OpenAsync(IConnection connection, CancellationToken cancellationToken)
    {
        var options = new CreateChannelOptions(
            publisherConfirmationsEnabled: true,
            publisherConfirmationTrackingEnabled: true
        );
        return await connection.CreateChannelAsync(options, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The error queue is made by the first failure; asking for a missing one closes the channel.</summary>
    private static async Task<bool> ExistsAsync(
        IConnection connection,
        string queue,
        CancellationToken cancellationToken
    )
    {
        await using var channel = await OpenAsync(connection, cancellationToken).ConfigureAwait(false);
        try
        {
            await channel.QueueDeclarePassiveAsync(queue, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (RabbitMQ.Client.Exceptions.OperationInterruptedException e) when (e.ShutdownReason?.ReplyCode == 404)
        {
            return false;
        }
    }

    private sealed record Held(IChannel Channel, BasicGetResult Message, string Queue, DeadMessage Dead);
}
