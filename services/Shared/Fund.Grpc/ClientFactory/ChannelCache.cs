using System.Collections.Concurrent;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Grpc.Net.ClientFactory;

/// <summary>One channel, and so one set of connections, for each registered client name.</summary>
internal sealed class ChannelCache(
    IServiceProvider services,
    IHttpMessageHandlerFactory handlers,
    IOptionsMonitor<GrpcClientFactoryOptions> registrations
) : IDisposable
{
    private readonly ConcurrentDictionary<string, Lazy<Entry>> entries = new(StringComparer.Ordinal);

    public CallInvoker GetInvoker(string name) =>
        entries.GetOrAdd(name, key => new Lazy<Entry>(() => Create(key))).Value.Invoker;

    public void Dispose()
    {
        foreach (Lazy<Entry> entry in entries.Values.Where(entry => entry.IsValueCreated))
        {
            entry.Value.Channel.Dispose();
        }
    }

    private Entry Create(string name)
    {
        GrpcClientFactoryOptions options = registrations.Get(name);
        GrpcChannelOptions channelOptions = new()
        {
            HttpHandler = handlers.CreateHandler(name),
            LoggerFactory = services.GetService<ILoggerFactory>(),
            ServiceProvider = services,
        };
        foreach (Action<GrpcChannelOptions> action in options.ChannelOptionsActions)
        {
            action(channelOptions);
        }

        Uri address =
            options.Address
            ?? throw new InvalidOperationException($"The gRPC client '{name}' has been given no address.");
        GrpcChannel channel = GrpcChannel.ForAddress(address, channelOptions);
        return new Entry(channel, channel.CreateCallInvoker().Intercept(options, InterceptorScope.Channel, services));
    }

    private sealed record Entry(GrpcChannel Channel, CallInvoker Invoker);
}
