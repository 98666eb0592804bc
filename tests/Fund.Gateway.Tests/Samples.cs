using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;

namespace Fund.Gateway.Tests;

/// <summary>Messages with something in every field.</summary>
internal static class Samples
{
    /// <summary>A message may hold itself, such as the condition of a form: this deep and no deeper.</summary>
    private const int Deepest = 5;

    /// <summary>Fills every field of the message, and of the messages in it.</summary>
    public static IMessage Of(IMessage message, int depth = 0)
    {
        foreach (var field in message.Descriptor.Fields.InDeclarationOrder())
        {
            if (depth >= Deepest && field.FieldType == FieldType.Message && field.MessageType == message.Descriptor)
            {
                continue;
            }

            if (field.IsRepeated)
            {
                var list = (System.Collections.IList)field.Accessor.GetValue(message);
                list.Add(Value(field, depth));
            }
            else
            {
                field.Accessor.SetValue(message, Value(field, depth));
            }
        }

        return message;
    }

    /// <summary>What every field with an id has.</summary>
    public const string Id = "0198f3a2-7c1e-7b11-9f61-3a55c0d4e8b2";

    private static object Value(FieldDescriptor field, int depth) =>
        field.FieldType switch
        {
            FieldType.String => field.Name switch
            {
                "currency_code" => "USD",
                var name when name.EndsWith("_id", StringComparison.Ordinal) => Id,
                var name
                    when name.EndsWith("_on", StringComparison.Ordinal)
                        || name.EndsWith("date", StringComparison.Ordinal) => "2026-10-01",
                _ => $"some {field.Name}",
            },
            FieldType.Bool => true,
            FieldType.Int32 => 7,
            FieldType.Int64 => field.Name == "max_bytes" ? 1L << 30 : 123_456L,
            FieldType.Bytes => ByteString.CopyFromUtf8("<file/>"),
            FieldType.Enum => System.Enum.ToObject(field.EnumType.ClrType, 1),
            _ when field.MessageType.ClrType == typeof(Timestamp) => new Timestamp { Seconds = 1_760_000_000 },
            _ => Of((IMessage)Activator.CreateInstance(field.MessageType.ClrType)!, depth + 1),
        };
}
