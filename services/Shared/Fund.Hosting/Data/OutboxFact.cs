using System.Diagnostics;
using System.Text.Json;
using Fund.Events;
using Fund.Kernel;

namespace Fund.Hosting;

/// <summary>
/// An event as a row of the outbox, for services that insert many at once by hand. Whoever does so wakes the relay
/// (<see cref="IOutboxWake"/>) after the commit.
/// </summary>
public readonly record struct OutboxFact(
    Guid MessageId,
    string AggregateKey,
    string Type,
    string Body,
    string? TraceParent
)
{
    /// <param name="fact">A record of Fund.Events.</param>
    /// <param name="traceParent">Trace of the request that made it; the running one when left out.</param>
    public static OutboxFact Of(IFact fact, string? traceParent = null)
    {
        ArgumentNullException.ThrowIfNull(fact);
        var type = fact.GetType();
        return new OutboxFact(
            OrderedIds.Next(),
            fact.AggregateId.ToString("D"),
            EventTypes.NameOf(type),
            JsonSerializer.Serialize(fact, type, EventTypes.Json),
            traceParent ?? Activity.Current?.Id
        );
    }
}

/// <summary>Wakes this process's relay after events were committed by hand.</summary>
public interface IOutboxWake
{
    void Wake();
}
