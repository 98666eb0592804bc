using System.IO.Compression;
using System.Reflection;
using System.Security.Cryptography;
using Microsoft.Extensions.Primitives;

namespace Fund.Gateway.Portal;

/// <summary>
/// Styles, fonts and pictures, embedded by the build. Their address holds a hash of all of them, so browsers keep them
/// for good; text is compressed once.
/// </summary>
internal sealed class PortalAssets
{
    private const string ResourcePrefix = "portal/";
    private const string Forever = "public, max-age=31536000, immutable";

    private readonly Dictionary<string, Asset> _assets = new(StringComparer.Ordinal);
    private readonly string _folder;

    public PortalAssets()
    {
        var assembly = Assembly.GetExecutingAssembly();
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var resource in assembly.GetManifestResourceNames().Order(StringComparer.Ordinal))
        {
            if (resource.StartsWith(ResourcePrefix, StringComparison.Ordinal))
            {
                using var stream = assembly.GetManifestResourceStream(resource)!;
                using var copy = new MemoryStream();
                stream.CopyTo(copy);
                hash.AppendData(copy.ToArray());
                _assets[resource[ResourcePrefix.Length..]] = Asset.Of(resource, copy.ToArray());
            }
        }

        _folder = $"/assets/{Convert.ToHexStringLower(hash.GetHashAndReset())[..12]}/";
    }

    /// <summary>Address of an asset.</summary>
    public string this[string name] =>
        _assets.ContainsKey(name)
            ? _folder + name
            : throw new InvalidOperationException($"The build embeds no {name}.");

    public async Task ServeAsync(HttpContext context)
    {
        var path = context.Request.Path.Value!;
        if (
            !path.StartsWith(_folder, StringComparison.Ordinal)
            || !_assets.TryGetValue(path[_folder.Length..], out var asset)
        )
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        var headers = context.Response.Headers;
        var squeezed = asset.Compressed is not null && Accepts(context.Request.Headers.AcceptEncoding);
        var bytes = squeezed ? asset.Compressed! : asset.Bytes;
        headers.CacheControl = Forever;
        headers.XContentTypeOptions = "nosniff";
        headers.Vary = "Accept-Encoding";
        if (squeezed)
        {
            headers.ContentEncoding = "br";
        }

        context.Response.ContentType = asset.Type;
        context.Response.ContentLength = bytes.Length;
        await context.Response.Body.WriteAsync(bytes, context.RequestAborted);
    }

    private static bool Accepts(StringValues encodings) =>
        encodings.ToString().Split(',').Any(encoding => encoding.Trim().Split(';')[0] == "br");

    private sealed record Asset(string Type, byte[] Bytes, byte[]? Compressed)
    {
        public static Asset Of(string name, byte[] bytes)
        {
            var type = Path.GetExtension(name) switch
            {
                ".css" => "text/css; charset=utf-8",
                ".js" => "text/javascript; charset=utf-8",
                ".svg" => "image/svg+xml",
                ".woff2" => "font/woff2",
                var other => throw new InvalidOperationException($"No content type is known for {other}."),
            };
            return new Asset(type, bytes, type == "font/woff2" ? null : Compress(bytes));
        }

        private static byte[] Compress(byte[] bytes)
        {
            using var target = new MemoryStream();
            using (var brotli = new BrotliStream(target, CompressionLevel.SmallestSize))
            {
                brotli.Write(bytes);
            }

            return target.ToArray();
        }
    }
}
