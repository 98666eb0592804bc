using System.Text;
using Fund.Events;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Fund.Testing;

/// <summary>
/// A corner of the shared broker: a prefix that no other test uses. Services started with the same corner hear each
/// other's events. Its queues and exchanges are removed when disposed.
/// </summary>
public sealed class TestBroker : IAsyncDisposable
{
    private const int NotFound = 404;
    private const int InternalError = 541;

    private TestBroker(Uri address, string prefix)
    {
        Address = address;
        Prefix = prefix;
    }

    public Uri Address { get; }

    public string Prefix { get; }

    public static async Task<TestBroker> CreateAsync() =>
        new(await TestServers.RabbitMqAsync().ConfigureAwait(false), $"t{Guid.CreateVersion7():N}.");

    /// <summary>Messages waiting in a queue, by its name in EventRoutes (or that with <c>_error</c>).</summary>
    public async Task<uint> CountAsync(string queue)
    {
        await using var connection = await OpenAsync().ConfigureAwait(false);
        await using var channel = await connection.CreateChannelAsync().ConfigureAwait(false);
        try
        {
            return await channel.MessageCountAsync(Prefix + queue).ConfigureAwait(false);
        }
        catch (OperationInterruptedException e) when (e.ShutdownReason?.ReplyCode == NotFound)
        {
            // Nobody has declared it yet, so nothing waits in it.
            return 0;
        }
    }

    /// <summary>Takes the next message out of a queue, by its name in EventRoutes; null when there is none yet.</summary>
    public async Task<string?> TryTakeAsync(string queue)
    {
        await using var connection = await OpenAsync().ConfigureAwait(false);
        await using var channel = await connection.CreateChannelAsync().ConfigureAwait(false);
        try
        {
            var message = await channel.BasicGetAsync(Prefix + queue, autoAck: true).ConfigureAwait(false);
            return message is null ? null : Encoding.UTF8.GetString(message.Body.Span);
        }
        catch (OperationInterruptedException e) when (e.ShutdownReason?.ReplyCode is NotFound or InternalError)
        {
            // A service declares its queues while it is already answering; a quorum queue that is being made has no
            // process yet, which the broker reports as an internal error.
            return null;
        }
    }

    public async Task<IConnection> OpenAsync() =>
        await new ConnectionFactory { Uri = Address }
            .CreateConnectionAsync()
            .ConfigureAwait(false);

    public async ValueTask DisposeAsync()
    {
        await using var connection = await OpenAsync().ConfigureAwait(false);
        await using var channel = await connection.CreateChannelAsync().ConfigureAwait(false);
        foreach (var route in EventRoutes.All)
        {
            var queue = Prefix + route.Queue;
            foreach (var name in new[] { queue, queue + "_error", queue + "_skipped" })
            {
                await channel.QueueDeleteAsync(name).ConfigureAwait(false);
                await channel.ExchangeDeleteAsync(name).ConfigureAwait(false);
            }

            await channel.ExchangeDeleteAsync(Prefix + route.EventType.FullName).ConfigureAwait(false);
        }
    }
}
