using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Fund.Hosting;

/// <summary>
/// Where every process of the Fund begins. A service's Program.cs is a list of what it has:
/// <code>
/// var builder = FundService.CreateBuilder("donations", args);
/// builder.AddFundDatabase&lt;DonationsDb&gt;();
/// builder.AddFundGrpc(Permissions.Table);
/// builder.AddFundBus&lt;DonationsDb&gt;(bus => bus.Consume&lt;InstalmentPaidConsumer, InstalmentPaid&gt;());
/// builder.AddFeatures&lt;Program&gt;();
/// var app = builder.Build();
/// app.MapFundGrpc&lt;DonationsGrpc&gt;();
/// return await app.RunFundAsync(args);
/// </code>
/// </summary>
public static class FundService
{
    /// <summary>How long in-flight calls may take to finish when the process is asked to stop.</summary>
    public static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Listeners, logs, telemetry, health, clock and graceful stop for a process: donations, grantcalls, projects,
    /// beneficiaries (HTTP/2 on <c>Listen:Grpc</c>, health on <c>Listen:Health</c>) or gateway (<c>Listen:Http</c>).
    /// </summary>
    public static WebApplicationBuilder CreateBuilder(string name, string[] args)
    {
        var builder = WebApplication.CreateSlimBuilder(
            new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory }
        );
        var settings = new FundSettings(name, builder.Configuration);
        var host = new FundHost(settings);
        builder.Services.AddSingleton(settings);
        builder.Services.AddSingleton(host);
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<ICallerAccessor, CallerAccessor>();
        builder.Services.AddSingleton<HealthState>();
        builder.Services.AddSingleton<IStartupFilter, FrontMiddleware>();
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = StopTimeout);
        Listen(builder, host);
        FundLogging.Configure(builder);
        FundOpenTelemetry.Configure(builder.Services, settings);
        return builder;
    }

    internal static FundHost Host(this WebApplicationBuilder builder) =>
        (FundHost)builder.Services.Single(service => service.ServiceType == typeof(FundHost)).ImplementationInstance!;

    private static void Listen(WebApplicationBuilder builder, FundHost host)
    {
        var settings = host.Settings;
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        if (settings.IsGateway)
        {
            var http = settings.ListenAddress("Listen:Http", "http://127.0.0.1:8080");
            builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(http, listener => host.Http = listener));
            return;
        }

        var ports = DefaultPorts(settings.Name);
        var grpc = settings.ListenAddress("Listen:Grpc", $"http://127.0.0.1:{ports.Grpc}");
        var health = settings.ListenAddress("Listen:Health", $"http://127.0.0.1:{ports.Health}");
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(
                grpc,
                listener =>
                {
                    // Without TLS a port cannot speak both: gRPC needs HTTP/2 from the first byte.
                    listener.Protocols = HttpProtocols.Http2;
                    host.Grpc = listener;
                }
            );
            kestrel.Listen(
                health,
                listener =>
                {
                    listener.Protocols = HttpProtocols.Http1;
                    host.Http = listener;
                }
            );
        });
    }

    private static (int Grpc, int Health) DefaultPorts(string name) =>
        name switch
        {
            "donations" => (5101, 5201),
            "grantcalls" => (5102, 5202),
            "projects" => (5103, 5203),
            "beneficiaries" => (5104, 5204),
            _ => (0, 0),
        };
}
