using System.Globalization;
using System.Text;
using Npgsql;
using RabbitMQ.Client;

namespace Fund.Hosting;

/// <summary>A message that could not be delivered. No body: it may be read by somebody who may not read that.</summary>
/// <param name="Place">Name of the error queue, or <c>outbox</c>.</param>
internal sealed record DeadMessage(string Place, string Id, string Type, DateTimeOffset? At, string Error);

/// <summary>
/// Messages of this service that nobody will deliver without a decision: those in its error queues, and events parked
/// in its outbox. For the commands <c>dead list</c> and <c>dead replay</c>.
/// </summary>
internal sealed class DeadMessages(BrokerConnection broker, BrokerNames names, NpgsqlDataSource source)
{
    internal const string Outbox = "outbox";

    public async Task<IReadOnlyList<DeadMessage>> ListAsync(CancellationToken cancellationToken)
    {
        var found = new List<DeadMessage>();
        await using var connection = await broker.OpenAsync(cancellationToken).ConfigureAwait(false);
        foreach (var route in names.Own())
        {
            // A channel for each queue: closing it puts back what was looked at.
            await using var channel = await OpenAsync(connection, cancellationToken).ConfigureAwait(false);
            var queue = names.ErrorQueue(route);
            if (!await ExistsAsync(connection, queue, cancellationToken).ConfigureAwait(false))
            {
                continue;
            }

            while (await channel.BasicGetAsync(queue, false, cancellationToken).ConfigureAwait(false) is { } message)
            {
                found.Add(Describe(queue, message));
            }
        }

        found.AddRange(await ParkedAsync(cancellationToken).ConfigureAwait(false));
        return found;
    }

    /// <summary>Sends dead messages back to where they came from; returns how many.</summary>
    /// <param name="place">An error queue, the queue it belongs to, <c>outbox</c>, or null for everything.</param>
    public async Task<int> ReplayAsync(string? place, CancellationToken cancellationToken)
    {
        var replayed = 0;
        if (place is null or Outbox)
        {
            replayed += await UnparkAsync(cancellationToken).ConfigureAwait(false);
        }

        await using var connection = await broker.OpenAsync(cancellationToken).ConfigureAwait(false);
        foreach (var route in names.Own())
        {
            var (queue, errors) = (names.Queue(route), names.ErrorQueue(route));
            var isWanted = place is null || place == queue || place == errors || place == route.Queue;
            if (isWanted && await ExistsAsync(connection, errors, cancellationToken).ConfigureAwait(false))
            {
                replayed += await ReplayAsync(connection, errors, queue, cancellationToken).ConfigureAwait(false);
            }
        }

        return replayed;
    }

    private static async Task<int> ReplayAsync(
        IConnection connection,
        string from,
        string to,
        CancellationToken cancellationToken
    )
    {
        await using var channel = await OpenAsync(connection, cancellationToken).ConfigureAwait(false);

        // As many as there are now: what fails again meanwhile is for the next replay.
        var count = await channel.MessageCountAsync(from, cancellationToken).ConfigureAwait(false);
        var replayed = 0;
        for (uint i = 0; i < count; i++)
        {
            if (await channel.BasicGetAsync(from, false, cancellationToken).ConfigureAwait(false) is not { } message)
            {
                break;
            }

            // The queue's own consumer alone gets it again, not the others that once received the same event.
            await channel
                .BasicPublishAsync("", to, true, WithoutFault(message), message.Body, cancellationToken)
                .ConfigureAwait(false);
            await channel.BasicAckAsync(message.DeliveryTag, false, cancellationToken).ConfigureAwait(false);
            replayed++;
        }

        return replayed;
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

    private static DeadMessage Describe(string queue, BasicGetResult message)
    {
        var headers = message.BasicProperties.Headers;
        var at = DateTimeOffset.TryParse(
            Header(headers, "MT-Fault-Timestamp"),
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal,
            out var time
        )
            ? time
            : (DateTimeOffset?)null;
        var type = Header(headers, "MT-Fault-ExceptionType");
        var error = $"{type}: {Header(headers, "MT-Fault-Message")}";
        var messageType = Header(headers, "MT-Fault-MessageType");
        return new DeadMessage(queue, message.BasicProperties.MessageId ?? "", messageType, at, error);
    }

    private static string Header(IDictionary<string, object?>? headers, string name) =>
        headers?.TryGetValue(name, out var value) != true ? ""
        : value is byte[] bytes ? Encoding.UTF8.GetString(bytes)
        : Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";

    private async Task<List<DeadMessage>> ParkedAsync(CancellationToken cancellationToken)
    {
        const string sql =
            "select message_id, type, parked_at, last_error from outbox where parked_at is not null order by id";
        var parked = new List<DeadMessage>();
        await using var command = source.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            var at = await reader.GetFieldValueAsync<DateTimeOffset>(2, cancellationToken).ConfigureAwait(false);
            parked.Add(
                new DeadMessage(Outbox, reader.GetGuid(0).ToString("D"), reader.GetString(1), at, reader.GetString(3))
            );
        }

        return parked;
    }

    private async Task<int> UnparkAsync(CancellationToken cancellationToken)
    {
        const string sql =
            "update outbox set parked_at = null, attempts = 0, next_attempt_at = now() where parked_at is not null";
        await using var command = source.CreateCommand(sql);
        return await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }
}
