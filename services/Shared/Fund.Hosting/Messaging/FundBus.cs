using Fund.Events;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;

namespace Fund.Hosting;

/// <summary>What a process consumes; see <c>AddFundBus</c>.</summary>
public sealed class FundBus
{
    private readonly List<Subscription> _subscriptions = [];

    internal FundBus() { }

    internal IReadOnlyList<Subscription> Subscriptions => _subscriptions;

    /// <summary>
    /// Consumes an event from this service's queue for it (EventRoutes). Failures are retried after 100 ms, 1 s and
    /// 5 s; then the message goes to the queue's <c>_error</c> queue, where <c>dead list</c> and <c>dead replay</c>
    /// find it. While the database is down the message waits.
    /// </summary>
    /// <param name="atOnce">Messages consumed at the same time: many, where a consumer stores those together.</param>
    public FundBus Consume<TConsumer, TEvent>(int atOnce = 8)
        where TConsumer : class, IConsumer<TEvent>
        where TEvent : class, IFact
    {
        _subscriptions.Add(
            new Subscription(
                typeof(TEvent),
                atOnce,
                configurator => configurator.AddConsumer<TConsumer>(),
                (endpoint, context) => endpoint.ConfigureConsumer<TConsumer>(context)
            )
        );
        return this;
    }

    internal sealed record Subscription(
        Type EventType,
        int AtOnce,
        Action<IBusRegistrationConfigurator> Register,
        Action<IReceiveEndpointConfigurator, IBusRegistrationContext> Configure
    );
}

/// <summary>The bus as MassTransit wants it.</summary>
internal static class BusConfiguration
{
    private static readonly TimeSpan[] Retries =
    [
        TimeSpan.FromMilliseconds(100),
        TimeSpan.FromSeconds(1),
        TimeSpan.FromSeconds(5),
    ];

    /// <summary>A quarter of an hour, well inside the broker's acknowledgement timeout of half an hour.</summary>
    private const int WaitsForDatabase = 180;

    /// <summary>Messages that lie ready at a consumer.</summary>
    private const int LeastPrefetched = 32;

    public static void Configure(
        IBusRegistrationContext context,
        IRabbitMqBusFactoryConfigurator bus,
        Uri broker,
        FundBus consumers
    )
    {
        var names = context.GetRequiredService<BrokerNames>();
        bus.Host(
            broker,
            host =>
            {
                host.PublisherConfirmation = true;
                host.RequestedConnectionTimeout(TimeSpan.FromSeconds(3));
            }
        );
        bus.MessageTopology.SetEntityNameFormatter(names);

        // What all events have in common is no event of its own, and needs no exchange.
        bus.Publish<IFact>(topology => topology.Exclude = true);
        foreach (var subscription in consumers.Subscriptions)
        {
            var route = names.OwnRoute(subscription.EventType);
            bus.ReceiveEndpoint(names.Queue(route), endpoint => Endpoint(endpoint, context, subscription));
        }
    }

    private static void Endpoint(
        IRabbitMqReceiveEndpointConfigurator endpoint,
        IBusRegistrationContext context,
        FundBus.Subscription subscription
    )
    {
        foreach (var (name, value) in Topology.QueueArguments)
        {
            endpoint.SetQueueArgument(name, value);
        }

        endpoint.PrefetchCount = Math.Max(LeastPrefetched, 2 * subscription.AtOnce);
        endpoint.ConcurrentMessageLimit = subscription.AtOnce;
        endpoint.PublishFaults = false;
        endpoint.UseMessageRetry(retry =>
        {
            retry.Handle<Exception>(Failures.IsDatabaseUnavailable);
            retry.Interval(WaitsForDatabase, TimeSpan.FromSeconds(5));
        });
        endpoint.UseMessageRetry(retry =>
        {
            retry.Handle<Exception>(exception => !Failures.IsDatabaseUnavailable(exception));
            retry.Intervals(Retries);
        });
        subscription.Configure(endpoint, context);
    }
}
