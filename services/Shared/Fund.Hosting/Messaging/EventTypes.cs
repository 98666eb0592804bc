using System.Collections.Frozen;
using System.Text.Json;
using Fund.Events;

namespace Fund.Hosting;

/// <summary>Events by name, and how they are written: the one place that knows.</summary>
internal static class EventTypes
{
    private static readonly FrozenDictionary<string, Type> ByName = EventRoutes
        .All.Select(route => route.EventType)
        .Distinct()
        .ToFrozenDictionary(NameOf, StringComparer.Ordinal);

    /// <summary>How an event is written in the outbox.</summary>
    public static JsonSerializerOptions Json { get; } = new(JsonSerializerDefaults.Web);

    public static string NameOf(Type type) => type.FullName!;

    /// <summary>An event as it was enqueued.</summary>
    /// <exception cref="InvalidOperationException">This build has no such event.</exception>
    public static (object Message, Type Type) Read(string name, string body)
    {
        var type =
            ByName.GetValueOrDefault(name)
            ?? throw new InvalidOperationException($"There is no event type {name} in this build.");
        var message =
            JsonSerializer.Deserialize(body, type, Json)
            ?? throw new InvalidOperationException($"An outbox row of type {name} is empty.");
        return (message, type);
    }
}
