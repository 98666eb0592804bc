using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Fund.Interop.Peer;

/// <summary>Serves the interoperability service on a free port of loopback and says which.</summary>
internal static class PeerServer
{
    /// <summary>Largest message taken by any peer, in bytes.</summary>
    public const int MaxMessageSize = 8 << 20;

    public static async Task<int> RunAsync(bool gzip)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2)
        );
        builder.Services.AddGrpc(options =>
        {
            options.MaxReceiveMessageSize = MaxMessageSize;
            options.ResponseCompressionAlgorithm = gzip ? "gzip" : null;
        });
        await using WebApplication app = builder.Build();
        app.MapGrpcService<InteropServiceHandler>();
        await app.StartAsync();
        string address = app
            .Services.GetRequiredService<IServer>()
            .Features.Get<IServerAddressesFeature>()!
            .Addresses.Single();
        Console.WriteLine($"listening {new Uri(address).Port}");
        await app.WaitForShutdownAsync();
        return 0;
    }
}
