using Fund.Events;
using MassTransit;

namespace Fund.Hosting;

/// <summary>Names of exchanges and queues at the broker, with this system's prefix.</summary>
internal sealed class BrokerNames(FundSettings settings) : IEntityNameFormatter
{
    public string FormatEntityName<T>() => Exchange(typeof(T));

    /// <summary>The fanout exchange that events of a type are published to.</summary>
    public string Exchange(Type eventType) => settings.BrokerPrefix + (eventType.FullName ?? eventType.Name);

    /// <summary>The queue of a route, which is also the name of the exchange bound to it.</summary>
    public string Queue(EventRoute route) => settings.BrokerPrefix + route.Queue;

    /// <summary>Where a message goes when it could not be consumed.</summary>
    public string ErrorQueue(EventRoute route) => Queue(route) + "_error";

    /// <summary>Routes whose queue belongs to this process.</summary>
    public IEnumerable<EventRoute> Own() =>
        EventRoutes.All.Where(route => route.Queue.StartsWith(settings.Name + ".", StringComparison.Ordinal));

    /// <summary>The queue of this process that receives an event.</summary>
    public EventRoute OwnRoute(Type eventType) =>
        Own().SingleOrDefault(route => route.EventType == eventType)
        ?? throw new InvalidOperationException(
            $"EventRoutes has no queue of {settings.Name} for {eventType.Name}; add the route first."
        );
}
