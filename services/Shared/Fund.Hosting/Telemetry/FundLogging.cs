using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration.Memory;
using Microsoft.Extensions.Logging;

namespace Fund.Hosting;

/// <summary>
/// One JSON object per line on standard output. Libraries speak from warnings up; every level can be changed by
/// configuration (<c>Logging__LogLevel__Fund=Warning</c>).
/// </summary>
internal static class FundLogging
{
    private static readonly Dictionary<string, string?> Levels = new()
    {
        ["Logging:LogLevel:Default"] = nameof(LogLevel.Warning),
        ["Logging:LogLevel:Fund"] = nameof(LogLevel.Information),
        ["Logging:LogLevel:Microsoft.Hosting.Lifetime"] = nameof(LogLevel.Information),

        // A broker that is down is told once by Topology; messages given up are errors.
        ["Logging:LogLevel:MassTransit"] = nameof(LogLevel.Error),

        // Failed commands come back as exceptions and are told once, by whoever handles them.
        ["Logging:LogLevel:Microsoft.EntityFrameworkCore"] = nameof(LogLevel.Critical),
    };

    public static void Configure(WebApplicationBuilder builder)
    {
        // First among the sources, so that everything else overrides it.
        builder.Configuration.Sources.Insert(0, new MemoryConfigurationSource { InitialData = Levels });
        builder.Logging.ClearProviders();
        builder.Logging.AddJsonConsole(console =>
        {
            console.UseUtcTimestamp = true;
            console.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ";
            console.IncludeScopes = false;
        });
    }
}
