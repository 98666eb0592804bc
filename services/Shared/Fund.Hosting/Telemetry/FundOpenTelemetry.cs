using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Fund.Hosting;

/// <summary>Traces and metrics of HTTP, gRPC, Npgsql, MassTransit and ourselves, when somebody wants them.</summary>
internal static class FundOpenTelemetry
{
    private static readonly string[] Sources =
    [
        "Microsoft.AspNetCore",
        "System.Net.Http",
        "Npgsql",
        "MassTransit",
        FundTelemetry.Name,
    ];

    private static readonly string[] Meters =
    [
        "Microsoft.AspNetCore.Hosting",
        "Microsoft.AspNetCore.Server.Kestrel",
        "System.Net.Http",
        "System.Runtime",
        "Npgsql",
        "MassTransit",
        FundTelemetry.Name,
    ];

    public static void Configure(IServiceCollection services, FundSettings settings)
    {
        if (settings.OtlpEndpoint is not { } endpoint)
        {
            return;
        }

        var collector = endpoint.AbsoluteUri.TrimEnd('/');
        services.AddSingleton(_ =>
            Sdk.CreateTracerProviderBuilder()
                .ConfigureResource(resource => resource.AddService($"fund-{settings.Name}"))
                .AddSource(Sources)
                .AddOtlpExporter(options => To(options, collector, "traces"))
                .Build()
        );
        services.AddSingleton(_ =>
            Sdk.CreateMeterProviderBuilder()
                .ConfigureResource(resource => resource.AddService($"fund-{settings.Name}"))
                .AddMeter(Meters)
                .AddOtlpExporter(options => To(options, collector, "metrics"))
                .Build()
        );
        services.AddHostedService<Exporters>();
    }

    private static void To(OtlpExporterOptions options, string collector, string signal)
    {
        options.Protocol = OtlpExportProtocol.HttpProtobuf;
        options.Endpoint = new Uri($"{collector}/v1/{signal}");
    }

    /// <summary>Starts both with the process and sends what is left when it ends.</summary>
    private sealed class Exporters(TracerProvider traces, MeterProvider metrics) : IHostedService
    {
        private const int FlushMilliseconds = 2000;

        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken)
        {
            traces.ForceFlush(FlushMilliseconds);
            metrics.ForceFlush(FlushMilliseconds);
            return Task.CompletedTask;
        }
    }
}
