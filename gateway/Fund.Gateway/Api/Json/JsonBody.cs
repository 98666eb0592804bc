using System.Text.Json;
using Google.Protobuf;

namespace Fund.Gateway.Api.Json;

/// <summary>A whole request body: exactly one JSON object and nothing after it.</summary>
internal static class JsonBody
{
    private static readonly JsonReaderOptions Strict = new() { MaxDepth = 32 };
    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <summary>Reads the body into the message; what is wrong with it is in <paramref name="problems"/>.</summary>
    public static void Read<T>(MessageCodec<T> codec, ReadOnlySpan<byte> body, T message, JsonProblems problems)
        where T : class, IMessage<T>, new()
    {
        if (body.StartsWith(ByteOrderMark))
        {
            body = body[ByteOrderMark.Length..];
        }

        var reader = new Utf8JsonReader(body, Strict);
        try
        {
            reader.Read();
            if (reader.TokenType != JsonTokenType.StartObject)
            {
                problems.Add("The body must be one JSON object.");
                return;
            }

            codec.Read(ref reader, message, problems);

            // Anything but white space after the object makes the reader throw.
            reader.Read();
        }
        catch (JsonException e)
        {
            problems.AddForBody(
                $"The body is not valid JSON: see line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}."
            );
        }
    }
}
