using System.Net;
using Fund.Interop;
using Fund.Interop.V1;
using Grpc.AspNetCore.Server;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Fund.Grpc.Tests;

/// <summary>The interoperability service on a free port of this process, with a channel to it.</summary>
public sealed class InteropHost : IAsyncDisposable
{
    private readonly WebApplication app;

    private InteropHost(WebApplication app, string address, GrpcChannel channel)
    {
        this.app = app;
        Address = address;
        Channel = channel;
    }

    public string Address { get; }

    public GrpcChannel Channel { get; }

    public InteropService.InteropServiceClient Client => new(Channel);

    /// <summary>Starts a server.</summary>
    /// <param name="server">Changes to the server's options.</param>
    /// <param name="channel">Changes to the channel's options.</param>
    /// <param name="services">More services, or other ones.</param>
    /// <param name="handler">The service; null for the interoperability service as every peer has it.</param>
    /// <param name="map">What to map instead of a service.</param>
    public static async Task<InteropHost> StartAsync(
        Action<GrpcServiceOptions>? server = null,
        Action<GrpcChannelOptions>? channel = null,
        Action<IServiceCollection>? services = null,
        ScriptedHandler? handler = null,
        Action<WebApplication>? map = null
    )
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2)
        );
        builder.Services.AddGrpc(options => server?.Invoke(options));
        services?.Invoke(builder.Services);
        builder.Services.AddSingleton(handler ?? new ScriptedHandler());
        WebApplication app = builder.Build();
        if (map is not null)
        {
            map(app);
        }
        else if (handler is not null)
        {
            app.MapGrpcService<ScriptedHandler>();
        }
        else
        {
            app.MapGrpcService<InteropServiceHandler>();
        }

        await app.StartAsync();
        string address = app
            .Services.GetRequiredService<IServer>()
            .Features.Get<IServerAddressesFeature>()!
            .Addresses.Single();
        GrpcChannelOptions channelOptions = new();
        channel?.Invoke(channelOptions);
        return new InteropHost(app, address, GrpcChannel.ForAddress(address, channelOptions));
    }

    public async ValueTask DisposeAsync()
    {
        Channel.Dispose();
        await app.StopAsync(TestContext.Current.CancellationToken);
        await app.DisposeAsync();
    }
}

/// <summary>What tests of calls say often.</summary>
internal static class Calls
{
    /// <summary>A deadline this far from now.</summary>
    public static DateTime DeadlineIn(TimeSpan span) => TimeProvider.System.GetUtcNow().UtcDateTime + span;

    public static DateTime DeadlineIn(double milliseconds) => DeadlineIn(TimeSpan.FromMilliseconds(milliseconds));

    /// <summary>Requires that a call fails with a status, and returns the exception.</summary>
    public static async Task<RpcException> FailsWithAsync(StatusCode expected, Func<Task> call)
    {
        RpcException error = await Assert.ThrowsAsync<RpcException>(call);
        Assert.True(expected == error.StatusCode, $"Expected {expected}, but the call ended with {error.Status}.");
        return error;
    }
}
