using System.Reflection;
using Google.Protobuf;
using Google.Protobuf.Collections;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;
using WireMoney = Fund.Common.V1.Money;

namespace Fund.Gateway.Api.Json;

/// <summary>
/// Builds the field codecs of a message from its descriptor, once per kind of message: after that no reflection is
/// needed, only bound delegates.
/// </summary>
internal static class JsonFields
{
    public static JsonField<TMessage>[] Of<TMessage>(MessageDescriptor descriptor) =>
        [.. descriptor.Fields.InDeclarationOrder().Select(Field<TMessage>)];

    private static JsonField<TMessage> Field<TMessage>(FieldDescriptor field)
    {
        if (field.IsMap || field.RealContainingOneof is not null)
        {
            throw new NotSupportedException($"{field.FullName}: maps and oneofs have no form in the REST API.");
        }

        return field.FieldType switch
        {
            FieldType.String => Field<TMessage, string>(field, new StringCodec()),
            FieldType.Bool => Field<TMessage, bool>(field, new BoolCodec()),
            FieldType.Int32 => Field<TMessage, int>(field, new Int32Codec()),
            FieldType.Int64 => Field<TMessage, long>(field, new Int64Codec()),
            FieldType.Bytes => Field<TMessage, ByteString>(field, new BytesCodec()),
            FieldType.Enum => Generic<TMessage>(nameof(EnumField), field.EnumType.ClrType, field),
            FieldType.Message when field.MessageType.ClrType == typeof(WireMoney) => Field<TMessage, WireMoney>(
                field,
                new MoneyCodec()
            ),
            FieldType.Message when field.MessageType.ClrType == typeof(Timestamp) => Field<TMessage, Timestamp>(
                field,
                new TimestampCodec()
            ),
            FieldType.Message => Generic<TMessage>(nameof(MessageField), field.MessageType.ClrType, field),
            _ => throw new NotSupportedException($"{field.FullName}: {field.FieldType} has no form in the REST API."),
        };
    }

    private static JsonField<TMessage> Generic<TMessage>(string method, System.Type type, FieldDescriptor field) =>
        (JsonField<TMessage>)
            typeof(JsonFields)
                .GetMethod(method, BindingFlags.NonPublic | BindingFlags.Static)!
                .MakeGenericMethod(typeof(TMessage), type)
                .Invoke(null, [field])!;

    private static JsonField<TMessage> EnumField<TMessage, TEnum>(FieldDescriptor field)
        where TEnum : struct, System.Enum => Field<TMessage, TEnum>(field, new EnumCodec<TEnum>(field.EnumType));

    private static JsonField<TMessage> MessageField<TMessage, TValue>(FieldDescriptor field)
        where TValue : class, IMessage<TValue>, new() =>
        Field<TMessage, TValue>(field, new MessageValueCodec<TValue>());

    private static JsonField<TMessage> Field<TMessage, TValue>(FieldDescriptor field, ValueCodec<TValue> codec)
    {
        var property = typeof(TMessage).GetProperty(field.PropertyName)!;
        if (field.IsRepeated)
        {
            var list = property.GetMethod!.CreateDelegate<Func<TMessage, RepeatedField<TValue>>>();
            return new RepeatedJsonField<TMessage, TValue>(field, codec, list);
        }

        // Without presence of its own, a property of that name is another field: has_quorum beside quorum.
        var has = field.HasPresence ? typeof(TMessage).GetProperty("Has" + field.PropertyName) : null;
        return new SingularJsonField<TMessage, TValue>(
            field,
            codec,
            property.GetMethod!.CreateDelegate<Func<TMessage, TValue>>(),
            property.SetMethod!.CreateDelegate<Action<TMessage, TValue>>(),
            has?.GetMethod!.CreateDelegate<Func<TMessage, bool>>()
        );
    }
}
