using System.Security.Cryptography;
using Fund.Gateway.Api;
using Microsoft.Net.Http.Headers;

namespace Fund.Gateway.OpenData;

/// <summary>
/// The files for everybody: from any site, without signing in, kept by whoever asks for five minutes and asked for again
/// with the tag they came with, so that a reader who polls costs next to nothing.
/// </summary>
internal static class OpenDataEndpoints
{
    public const string Folder = "/open-data/";
    private const string Caching = "public, max-age=300";

    public static void Register(WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton(Publisher.Of(builder.Configuration));
        builder.Services.AddSingleton<PublicRecords>();
    }

    /// <summary>True for a file; the page of the same name, and what is below it in a language, are pages.</summary>
    public static bool IsFile(PathString path) =>
        path.Value is { } value && value.StartsWith(Folder, StringComparison.Ordinal) && Path.HasExtension(value);

    public static void MapOpenData(this WebApplication app)
    {
        var services = app.Services;
        var records = services.GetRequiredService<PublicRecords>();
        var publisher = services.GetRequiredService<Publisher>();
        var time = services.GetRequiredService<TimeProvider>();
        var keep = PublicRecords.KeptFor(app.Configuration);
        foreach (var file in Datasets.All.SelectMany(dataset => dataset.Files))
        {
            var made = new Kept<Served>(
                async () =>
                    Served.Of(
                        await file.MakeAsync(records, publisher, DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime))
                    ),
                keep,
                time
            );
            app.MapMethods(
                file.Address,
                [HttpMethods.Get, HttpMethods.Head],
                context => ServeAsync(context, file, made)
            );
        }
    }

    private static async Task ServeAsync(HttpContext context, DataFile file, Kept<Served> made)
    {
        var response = context.Response;
        response.Headers.AccessControlAllowOrigin = "*";
        response.Headers.XContentTypeOptions = "nosniff";
        Served served;
        try
        {
            served = await made.GetAsync(context.RequestAborted);
        }
        catch (Exception e) when (Problems.Of(e, request: null) is { } problem)
        {
            problem.SendTo(context);
            return;
        }

        response.Headers.CacheControl = Caching;
        response.Headers.ETag = served.Tag;
        if (context.Request.Headers.IfNoneMatch.Any(tags => tags is not null && Holds(tags, served.Tag)))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        var disposition = new ContentDispositionHeaderValue("inline");
        disposition.SetHttpFileName(Path.GetFileName(file.Path));
        response.Headers.ContentDisposition = disposition.ToString();
        response.ContentType = file.MediaType;
        if (HttpMethods.IsHead(context.Request.Method))
        {
            response.ContentLength = served.Content.Length;
            return;
        }

        await response.Body.WriteAsync(served.Content, context.RequestAborted);
    }

    /// <summary>Weak comparison, as RFC 9110 wants it for If-None-Match.</summary>
    private static bool Holds(string tags, string tag) =>
        tags.Trim() == "*" || tags.Split(',').Any(one => one.Trim().TrimStart('W').TrimStart('/') == tag[2..]);

    private sealed record Served(byte[] Content, string Tag)
    {
        /// <summary>The tag is a weak one: the bytes sent may be compressed, what they say is the same.</summary>
        public static Served Of(byte[] content) =>
            new(content, $"W/\"{Convert.ToHexStringLower(SHA256.HashData(content))[..32]}\"");
    }
}
