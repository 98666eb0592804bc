using System.Collections.Concurrent;
using System.Text.Json;
using Fund.Events;
using Fund.Testing;

namespace Fund.GrantCalls.Tests;

/// <summary>Takes the events out of the queue that nobody consumes in these tests, and remembers them.</summary>
internal static class QueueReader
{
    private static readonly ConcurrentDictionary<string, ConcurrentDictionary<Guid, string>> Seen = new();

    /// <summary>Every award event that has ever been in the queue of the projects service and mentions an id.</summary>
    public static Task<IReadOnlyList<AwardDecided>> ReadAsync(TestBroker broker, string id) =>
        ReadAsync<AwardDecided>(broker, "projects.award-decided", id);

    /// <summary>
    /// Every event that has ever been in a queue and mentions an id. Delivery is at least once; an event counts once by
    /// its message id, as it does for its consumer.
    /// </summary>
    public static async Task<IReadOnlyList<T>> ReadAsync<T>(TestBroker broker, string queue, string id)
    {
        var seen = Seen.GetOrAdd(broker.Prefix + queue, _ => []);
        while (await broker.TryTakeAsync(queue) is { } body)
        {
            using var envelope = JsonDocument.Parse(body);
            seen.TryAdd(envelope.RootElement.GetProperty("messageId").GetGuid(), body);
        }

        return [.. seen.Values.Where(body => body.Contains(id, StringComparison.Ordinal)).Select(Fact<T>)];
    }

    /// <summary>The event inside the bus's envelope.</summary>
    private static T Fact<T>(string body)
    {
        using var envelope = JsonDocument.Parse(body);
        return envelope.RootElement.GetProperty("message").Deserialize<T>(JsonSerializerOptions.Web)!;
    }
}
