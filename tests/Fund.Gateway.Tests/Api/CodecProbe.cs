using System.Buffers;
using System.Reflection;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Fund.Gateway.Api.Json;
using Google.Protobuf;

namespace Fund.Gateway.Tests.Api;

/// <summary>Reads and writes messages with the codec, without HTTP.</summary>
internal static class CodecProbe
{
    public static string Write(IMessage message) =>
        (string)
            typeof(CodecProbe)
                .GetMethod(nameof(WriteOf), BindingFlags.NonPublic | BindingFlags.Static)!
                .MakeGenericMethod(message.GetType())
                .Invoke(null, [message])!;

    public static IMessage Read(MessageShape shape, string json, JsonProblems problems) =>
        (IMessage)
            typeof(CodecProbe)
                .GetMethod(nameof(ReadOf), BindingFlags.NonPublic | BindingFlags.Static)!
                .MakeGenericMethod(shape.Type)
                .Invoke(null, [json, problems])!;

    public static T Read<T>(string json, JsonProblems problems)
        where T : class, IMessage<T>, new() => ReadOf<T>(json, problems);

    private static string WriteOf<T>(T message)
        where T : class, IMessage<T>, new()
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var writer = new Utf8JsonWriter(
            buffer,
            new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }
        );
        MessageCodec<T>.Whole.Write(writer, message);
        writer.Flush();
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static T ReadOf<T>(string json, JsonProblems problems)
        where T : class, IMessage<T>, new()
    {
        var message = new T();
        JsonBody.Read(MessageCodec<T>.Whole, Encoding.UTF8.GetBytes(json), message, problems);
        return message;
    }
}

/// <summary>A kind of message, for calls whose type is only known at run time.</summary>
internal sealed record MessageShape(Type Type);
