using System.Text;
using Fund.Testing;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Fund.Beneficiaries.Tests;

/// <summary>Looks into a queue in place of the service that would consume it.</summary>
internal static class BrokerReading
{
    /// <summary>The next message of a queue as it is on the wire, as soon as there is one; it is gone afterwards.</summary>
    public static async Task<string> TakeAsync(this TestBroker broker, string queue)
    {
        var body = "";
        await Eventually.TrueAsync(
            async () =>
            {
                body = await TryAsync(broker, queue) ?? "";
                return body.Length > 0;
            },
            $"a message was in {queue}"
        );
        return body;
    }

    private static async Task<string?> TryAsync(TestBroker broker, string queue)
    {
        await using var connection = await broker.OpenAsync();
        await using var channel = await connection.CreateChannelAsync();
        try
        {
            var message = await channel.BasicGetAsync(broker.Prefix + queue, autoAck: true);
            return message is null ? null : Encoding.UTF8.GetString(message.Body.Span);
        }
        catch (OperationInterruptedException e)
            when (e.ShutdownReason?.ReplyCode is Constants.NotFound or Constants.InternalError)
        {
            // The service declares its queues while it is already answering; a quorum queue that is being made has no
            // process yet, which the broker reports as an internal error.
            return null;
        }
    }
}
