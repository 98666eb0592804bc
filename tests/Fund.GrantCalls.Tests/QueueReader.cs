using System.Collections.Concurrent;
using System.Text;
using Fund.Testing;

namespace Fund.GrantCalls.Tests;

/// <summary>Takes the events out of the queue that nobody consumes in these tests, and remembers them.</summary>
internal static class QueueReader
{
    private static readonly ConcurrentDictionary<string, ConcurrentBag<string>> Seen = new();

    /// <summary>How many events of a kind that mention an id have ever been in the queue of the projects service.</summary>
    public static async Task<int> CountAsync(TestBroker broker, string kind, string id)
    {
        var seen = Seen.GetOrAdd(broker.Prefix, _ => []);
        await using var connection = await broker.OpenAsync();
        await using var channel = await connection.CreateChannelAsync();
        while (await channel.BasicGetAsync(broker.Prefix + "projects.award-decided", autoAck: true) is { } message)
        {
            seen.Add(Encoding.UTF8.GetString(message.Body.Span));
        }

        return seen.Count(body =>
            body.Contains(kind, StringComparison.Ordinal) && body.Contains(id, StringComparison.Ordinal)
        );
    }
}
