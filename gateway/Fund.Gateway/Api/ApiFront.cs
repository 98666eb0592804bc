using System.IO.Compression;
using System.Net;
using Fund.Gateway.Operations;
using Fund.Hosting;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.Extensions.Options;

namespace Fund.Gateway.Api;

/// <summary>What stands before routing: whom to believe about the caller's address, limits, headers, compression.</summary>
internal static class ApiFront
{
    /// <summary>Proxies and networks of proxies whose forwarded headers are believed, separated by commas.</summary>
    private const string ProxiesKey = "Proxies:Known";

    public static void Register(WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<RequestLimits>();
        builder.Services.AddSingleton<ApiCompressionProvider>();
        builder.Services.AddSingleton<IOperationSource, ImportOperations>();
        builder.Services.AddSingleton<IOperationSource, StatementOperations>();
        builder.Services.AddSingleton<IOperationSource, ValuationOperations>();
        builder.Services.AddSingleton<IOperationSource, BoardPackOperations>();
    }

    public static void UseApiFront(this WebApplication app)
    {
        BelieveProxies(app);
        var limits = app.Services.GetRequiredService<RequestLimits>();
        app.Use(
            (context, next) =>
            {
                if (limits.AtTheDoor(context) is not { } refusal)
                {
                    return next(context);
                }

                Problems.Of(refusal, null).SendTo(context);
                return Task.CompletedTask;
            }
        );
        app.UseWhen(
            context => IsApi(context.Request.Path),
            api =>
            {
                api.Use(Protect);
                var compression = app.Services.GetRequiredService<ApiCompressionProvider>();
                api.UseWhen(
                    context => HttpMethods.IsGet(context.Request.Method),
                    reads => reads.Use(next => new ResponseCompressionMiddleware(next, compression).Invoke)
                );
            }
        );
    }

    private static bool IsApi(PathString path) =>
        path.StartsWithSegments("/api") || path.StartsWithSegments("/openapi");

    /// <summary>Without known proxies nobody is believed: the address is that of the connection.</summary>
    private static void BelieveProxies(WebApplication app)
    {
        var settings = app.Services.GetRequiredService<FundSettings>();
        var proxies = Proxies(app.Configuration[ProxiesKey] ?? "", settings);
        if (proxies.Count == 0)
        {
            return;
        }

        var options = new ForwardedHeadersOptions
        {
            ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto,
            ForwardLimit = null,
        };
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        proxies.ForEach(options.KnownIPNetworks.Add);
        app.UseForwardedHeaders(options);
    }

    /// <summary>An answer of the API is data and never a page: nothing in it may run, frame it or guess its type.</summary>
    private static Task Protect(HttpContext context, RequestDelegate next)
    {
        var headers = context.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers.ContentSecurityPolicy = "default-src 'none'; frame-ancestors 'none'";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        if (context.Request.IsHttps)
        {
            headers.StrictTransportSecurity = "max-age=31536000; includeSubDomains";
        }

        return next(context);
    }

    private static List<System.Net.IPNetwork> Proxies(string list, FundSettings settings)
    {
        var networks = new List<System.Net.IPNetwork>();
        foreach (var text in list.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (System.Net.IPNetwork.TryParse(text, out var network))
            {
                networks.Add(network);
            }
            else if (IPAddress.TryParse(text, out var address))
            {
                networks.Add(new System.Net.IPNetwork(address, address.GetAddressBytes().Length * 8));
            }
            else
            {
                settings.AddProblem($"{ProxiesKey} has '{text}', which is neither an IP address nor a network.");
            }
        }

        return networks;
    }
}

/// <summary>
/// Compresses what is long and text. Answers that hold a secret beside something the caller chose are never
/// compressed, because their length would tell about the secret (BREACH): only reads are, and no read shows a secret.
/// </summary>
internal sealed class ApiCompressionProvider(IServiceProvider services)
    : ResponseCompressionProvider(services, Options.Create(Settings()))
{
    /// <summary>Shorter answers fit into one packet anyway.</summary>
    private const int Least = 1400;

    public override bool ShouldCompressResponse(HttpContext context) =>
        context.Response.ContentLength is not < Least && base.ShouldCompressResponse(context);

    private static ResponseCompressionOptions Settings()
    {
        var options = new ResponseCompressionOptions
        {
            EnableForHttps = true,
            MimeTypes = ["application/json", "application/xml", "text/csv"],
        };
        options.Providers.Add(new BrotliCompressionProvider(Fastest<BrotliCompressionProviderOptions>()));
        options.Providers.Add(new GzipCompressionProvider(Fastest<GzipCompressionProviderOptions>()));
        return options;
    }

    private static IOptions<T> Fastest<T>()
        where T : class, new()
    {
        var options = new T();
        switch (options)
        {
            case BrotliCompressionProviderOptions brotli:
                brotli.Level = CompressionLevel.Fastest;
                break;
            case GzipCompressionProviderOptions gzip:
                gzip.Level = CompressionLevel.Fastest;
                break;
        }

        return Options.Create(options);
    }
}
