using System.Diagnostics;
using System.Net;
using Fund.Interop;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Fund.Perf.Grpc;

/// <summary>The echo server, in a process of its own so that its CPU time can be told from the client's.</summary>
internal sealed class EchoServer : IAsyncDisposable
{
    private readonly Process process;

    private EchoServer(Process process, string address)
    {
        this.process = process;
        Address = address;
    }

    public string Address { get; }

    /// <summary>CPU time of the server since it began.</summary>
    public TimeSpan CpuTime
    {
        get
        {
            process.Refresh();
            return process.TotalProcessorTime;
        }
    }

    public static async Task<EchoServer> StartAsync()
    {
        ProcessStartInfo start = new(Environment.ProcessPath!, "server") { RedirectStandardOutput = true };
        Process process = Process.Start(start) ?? throw new InvalidOperationException("The server did not start.");
        string address =
            await process.StandardOutput.ReadLineAsync()
            ?? throw new InvalidOperationException("The server ended before it listened.");
        return new EchoServer(process, address);
    }

    public static async Task<int> RunAsync()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2)
        );
        builder.Services.AddGrpc();
        builder.Services.AddSingleton<InteropServiceHandler>();
        await using WebApplication app = builder.Build();
        app.MapGrpcService<InteropServiceHandler>();
        await app.StartAsync();
        IServerAddressesFeature addresses = app
            .Services.GetRequiredService<IServer>()
            .Features.GetRequiredFeature<IServerAddressesFeature>();
        Console.WriteLine(addresses.Addresses.Single());
        await app.WaitForShutdownAsync();
        return 0;
    }

    public async ValueTask DisposeAsync()
    {
        process.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
    }
}
