using System.Buffers;
using System.IO.Pipelines;
using Fund.Kernel;
using Google.Protobuf;
using Microsoft.AspNetCore.Http.Features;

namespace Fund.Gateway.Api;

/// <summary>Reads request bodies whole, up to a limit.</summary>
internal static class RequestBody
{
    /// <summary>Largest JSON body, in bytes.</summary>
    public const int JsonLimit = 1024 * 1024;

    /// <summary>Largest file, in bytes.</summary>
    public const int FileLimit = 50 * 1024 * 1024;

    /// <summary>True when the request brings a body, even an empty chunked one.</summary>
    public static bool IsPresent(HttpRequest request) =>
        request.ContentLength is > 0
        || (
            request.ContentLength is null
            && request.HttpContext.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody == true
        );

    /// <exception cref="RefusedException">UNSUPPORTED_CONTENT_TYPE.</exception>
    public static void MustBe(HttpRequest request, RouteBody body)
    {
        var type = request.ContentType;
        var fits =
            body == RouteBody.Json
                ? Is(type, "application/json")
                : Is(type, "application/xml") || Is(type, "text/xml") || Is(type, "application/octet-stream");
        if (!fits)
        {
            var expected = body == RouteBody.Json ? "application/json in UTF-8" : "application/xml";
            throw new Refusal(
                RefusalKind.BadInput,
                UnsupportedContentType,
                $"Send the body as {expected}."
            ).AsException();
        }
    }

    public const string UnsupportedContentType = "UNSUPPORTED_CONTENT_TYPE";
    public const string TooLarge = "BODY_TOO_LARGE";

    /// <summary>The whole body. Dispose it after use.</summary>
    /// <exception cref="RefusedException">BODY_TOO_LARGE.</exception>
    public static async ValueTask<BodyBytes> ReadAsync(HttpRequest request, int limit, CancellationToken token)
    {
        if (request.ContentLength > limit)
        {
            throw OverLimit(limit);
        }

        var reader = request.BodyReader;
        var result = await reader.ReadAsync(token);
        if (result.IsCompleted && result.Buffer.IsSingleSegment)
        {
            if (result.Buffer.Length <= limit)
            {
                return new BodyBytes(reader, result.Buffer);
            }

            // Given back before refusing, so that the server can drain the rest.
            reader.AdvanceTo(result.Buffer.End);
            throw OverLimit(limit);
        }

        var copy = new ArrayBufferWriter<byte>((int)(request.ContentLength ?? 64 * 1024));
        while (true)
        {
            if (copy.WrittenCount + result.Buffer.Length > limit)
            {
                reader.AdvanceTo(result.Buffer.End);
                throw OverLimit(limit);
            }

            foreach (var segment in result.Buffer)
            {
                copy.Write(segment.Span);
            }

            reader.AdvanceTo(result.Buffer.End);
            if (result.IsCompleted)
            {
                return new BodyBytes(copy.WrittenMemory);
            }

            result = await reader.ReadAsync(token);
        }
    }

    /// <summary>The whole body as a file, without copying it once more.</summary>
    public static async ValueTask<ByteString> ReadFileAsync(HttpRequest request, CancellationToken token)
    {
        if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = FileLimit + 1;
        }

        using var body = await ReadAsync(request, FileLimit, token);
        return body.IsOwned ? UnsafeByteOperations.UnsafeWrap(body.Memory) : ByteString.CopyFrom(body.Memory.Span);
    }

    private static RefusedException OverLimit(int limit) =>
        new Refusal(
            RefusalKind.TooMuch,
            TooLarge,
            $"The body is larger than {limit / (1024 * 1024)} MB, which is the most taken here."
        ).AsException();

    private static bool Is(string? type, string expected)
    {
        if (type is null || !type.StartsWith(expected, StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        var rest = type.AsSpan(expected.Length).Trim();
        if (rest.IsEmpty)
        {
            return true;
        }

        // JSON is always UTF-8; a charset that says otherwise is refused rather than misread.
        return rest[0] == ';'
            && (
                !rest.Contains("charset", StringComparison.OrdinalIgnoreCase)
                || expected != "application/json"
                || rest.Contains("utf-8", StringComparison.OrdinalIgnoreCase)
            );
    }
}

/// <summary>Bytes of a body: the server's own buffer while that lasts, or a copy.</summary>
internal readonly struct BodyBytes : IDisposable
{
    private readonly PipeReader? _reader;
    private readonly SequencePosition _end;

    public BodyBytes(PipeReader reader, ReadOnlySequence<byte> buffer)
    {
        _reader = reader;
        _end = buffer.End;
        Memory = buffer.First;
    }

    public BodyBytes(ReadOnlyMemory<byte> copy) => Memory = copy;

    public ReadOnlyMemory<byte> Memory { get; }

    /// <summary>True when the bytes are a copy that nobody else will write to.</summary>
    public bool IsOwned => _reader is null;

    public void Dispose() => _reader?.AdvanceTo(_end);
}
