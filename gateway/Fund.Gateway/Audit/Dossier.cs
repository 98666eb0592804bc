using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

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
    public Task AddAsync(string path, string text, CancellationToken cancellationToken) =>
        AddAsync(path, Encoding.UTF8.GetBytes(text), cancellationToken);

    /// <summary>Adds JSON, indented.</summary>
    public Task AddAsync(string path, JsonNode json, CancellationToken cancellationToken) =>
        AddAsync(path, json.ToJsonString(Readable) + "\n", cancellationToken);

    /// <summary>Adds a file.</summary>
    public async Task AddAsync(string path, byte[] content, CancellationToken cancellationToken)
    {
        await WriteAsync(path, content, cancellationToken);
        _files.Add(
            new JsonObject
            {
                ["path"] = path,
                ["bytes"] = content.Length,
                ["sha256"] = Convert.ToHexStringLower(SHA256.HashData(content)),
            }
        );
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

    private async Task WriteAsync(string path, byte[] content, CancellationToken cancellationToken)
    {
        await using var entry = _zip.CreateEntry(path, CompressionLevel.Optimal).Open();
        await entry.WriteAsync(content, cancellationToken);
    }
}
