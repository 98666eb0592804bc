using Microsoft.Extensions.Logging;

namespace Fund.Hosting;

/// <summary>One JSON object per line on standard output; what libraries say only when it is a warning.</summary>
internal static class FundLogging
{
    public static void Configure(ILoggingBuilder logging)
    {
        logging.ClearProviders();
        logging.AddJsonConsole(console =>
        {
            console.UseUtcTimestamp = true;
            console.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ";
            console.IncludeScopes = false;
        });
        logging.SetMinimumLevel(LogLevel.Information);
        foreach (var library in new[] { "Microsoft", "System", "MassTransit", "Grpc", "Npgsql" })
        {
            logging.AddFilter(library, LogLevel.Warning);
        }

        logging.AddFilter("Microsoft.Hosting.Lifetime", LogLevel.Information);

        // Failed commands come back as exceptions and are told once, by whoever handles them.
        logging.AddFilter("Microsoft.EntityFrameworkCore", LogLevel.Critical);
    }
}
