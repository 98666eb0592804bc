using Fund.Testing;

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
                body = await broker.TryTakeAsync(queue) ?? "";
                return body.Length > 0;
            },
            $"a message was in {queue}"
        );
        return body;
    }
}
