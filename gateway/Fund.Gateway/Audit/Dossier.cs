using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Fund.Common.V1;
using Grpc.Core;

namespace Fund.Gateway.Audit;

/// <summary>
/// One zip with a manifest of the SHA-256 of every file in it. It is made in a temporary file, which vanishes when it is
/// closed, so that a failure half-way is a refusal and not half a dossier.
/// </summary>
internal sealed class Dossier : IAsyncDisposable
{
    private static readonly JsonSerializerOptions Readable = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        WriteIndented = true,
    };

    private readonly FileStream _file = new(
        Path.Combine(Path.GetTempPath(), $"fund-dossier-{Guid.CreateVersion7():N}.zip"),
        FileMode.CreateNew,
        FileAccess.ReadWrite,
        FileShare.None,
        64 * 1024,
        FileOptions.DeleteOnClose | FileOptions.Asynchronous
    );

    private readonly ZipArchive _zip;
    private readonly JsonArray _files = [];

    public Dossier() => _zip = new ZipArchive(_file, ZipArchiveMode.Create, leaveOpen: true);

    /// <summary>Adds a text file.</summary>
    public async Task AddAsync(string path, string text, CancellationToken cancellationToken)
    {
        var content = Encoding.UTF8.GetBytes(text);
        await WriteAsync(path, content, cancellationToken);
        Tell(path, content.Length, SHA256.HashData(content));
    }

    /// <summary>Adds JSON, indented.</summary>
    public Task AddAsync(string path, JsonNode json, CancellationToken cancellationToken) =>
        AddAsync(path, json.ToJsonString(Readable) + "\n", cancellationToken);

    /// <summary>Adds a file of any size, as it arrives; a name without an ending gets that of what it holds.</summary>
    public async Task AddAsync(string path, IAsyncStreamReader<FilePart> parts, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var bytes = 0L;
        Stream? entry = null;
        try
        {
            await foreach (var part in parts.ReadAllAsync(cancellationToken))
            {
                if (entry is null)
                {
                    path = Path.HasExtension(path) ? path : path + Ending(part.MediaType);
                    entry = _zip.CreateEntry(path, CompressionLevel.Optimal).Open();
                }

                hash.AppendData(part.Content.Span);
                bytes += part.Content.Length;
                await entry.WriteAsync(part.Content.Memory, cancellationToken);
            }
        }
        finally
        {
            if (entry is not null)
            {
                await entry.DisposeAsync();
            }
        }

        if (entry is not null)
        {
            Tell(path, bytes, hash.GetHashAndReset());
        }
    }

    /// <summary>Writes the manifest and gives the file, at its beginning, to whoever asks.</summary>
    /// <param name="about">What the manifest says besides the files.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<Stream> FinishAsync(JsonObject about, CancellationToken cancellationToken)
    {
        about["files"] = _files;
        await WriteAsync("manifest.json", Encoding.UTF8.GetBytes(about.ToJsonString(Readable)), cancellationToken);
        _zip.Dispose();
        _file.Position = 0;
        return _file;
    }

    public ValueTask DisposeAsync()
    {
        _zip.Dispose();
        return _file.DisposeAsync();
    }

    private void Tell(string path, long bytes, byte[] hash) =>
        _files.Add(
            new JsonObject
            {
                ["path"] = path,
                ["bytes"] = bytes,
                ["sha256"] = Convert.ToHexStringLower(hash),
            }
        );

    private static string Ending(string mediaType) =>
        mediaType.Split(';')[0].Trim() switch
        {
            "application/xml" or "text/xml" => ".xml",
            "text/csv" => ".csv",
            "application/pdf" => ".pdf",
            "application/json" => ".json",
            _ => ".bin",
        };

    private async Task WriteAsync(string path, byte[] content, CancellationToken cancellationToken)
    {
        await using var entry = _zip.CreateEntry(path, CompressionLevel.Optimal).Open();
        await entry.WriteAsync(content, cancellationToken);
    }
}
