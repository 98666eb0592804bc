using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Fund.Gateway.Api.Json;

/// <summary>
/// A JSON writer and its buffer, one per thread and used again: an answer is written whole before the first byte
/// leaves, so that a failure while writing is still an error page and not half an answer.
/// </summary>
internal sealed class JsonOutput
{
    private const int KeptCapacity = 256 * 1024;

    [ThreadStatic]
    private static JsonOutput? _ofThread;

    private readonly ArrayBufferWriter<byte> _buffer = new(4096);

    private JsonOutput()
    {
        var options = new JsonWriterOptions
        {
            // Served as application/json with nosniff: letters of all scripts stay letters.
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            SkipValidation = true,
        };
        Writer = new Utf8JsonWriter(_buffer, options);
    }

    public Utf8JsonWriter Writer { get; }

    /// <summary>The thread's output, empty. Use it without awaiting anything until it is sent.</summary>
    public static JsonOutput Start()
    {
        var output = _ofThread ??= new JsonOutput();
        output._buffer.ResetWrittenCount();
        output.Writer.Reset();
        return output;
    }

    /// <summary>What was written so far.</summary>
    public ReadOnlySpan<byte> Written
    {
        get
        {
            Writer.Flush();
            return _buffer.WrittenSpan;
        }
    }

    /// <summary>Hands what was written to the response; the server sends it when the request ends.</summary>
    public void SendTo(HttpResponse response, string contentType)
    {
        var bytes = Written;
        response.ContentType = contentType;
        response.ContentLength = bytes.Length;
        response.BodyWriter.Write(bytes);
        if (_buffer.Capacity > KeptCapacity)
        {
            _ofThread = null;
        }
    }
}
