using System.Text.Json;
using Google.Protobuf.Collections;
using Google.Protobuf.Reflection;

namespace Fund.Gateway.Api.Json;

/// <summary>One field of one kind of message, with its accessors bound once.</summary>
internal abstract class JsonField<TMessage>(FieldDescriptor descriptor)
{
    public FieldDescriptor Descriptor { get; } = descriptor;

    /// <summary>camelCase.</summary>
    public string Name { get; } = descriptor.JsonName;

    public JsonEncodedText EncodedName { get; } = JsonEncodedText.Encode(descriptor.JsonName);

    /// <summary>Reads the value the reader is at into the message.</summary>
    public abstract void Read(ref Utf8JsonReader reader, TMessage message, JsonProblems problems);

    /// <summary>Reads a path or query parameter into the message.</summary>
    public abstract void Parse(string text, TMessage message, JsonProblems problems);

    /// <summary>Writes name and value, or nothing when the field is not set.</summary>
    public void Write(Utf8JsonWriter writer, TMessage message) => Write(writer, EncodedName, message);

    public abstract void Write(Utf8JsonWriter writer, JsonEncodedText name, TMessage message);

    /// <summary>Writes the value alone; false, and nothing written, when the field is not set.</summary>
    public abstract bool WriteValue(Utf8JsonWriter writer, TMessage message);
}

/// <summary>A field with one value.</summary>
internal sealed class SingularJsonField<TMessage, TValue>(
    FieldDescriptor descriptor,
    ValueCodec<TValue> codec,
    Func<TMessage, TValue> get,
    Action<TMessage, TValue> set,
    Func<TMessage, bool>? isSet
) : JsonField<TMessage>(descriptor)
{
    public override void Read(ref Utf8JsonReader reader, TMessage message, JsonProblems problems)
    {
        if (codec.TryRead(ref reader, problems, out var value))
        {
            set(message, value);
        }
    }

    public override void Parse(string text, TMessage message, JsonProblems problems)
    {
        problems.Enter(Name);
        if (codec.TryParse(text, problems, out var value))
        {
            set(message, value);
        }

        problems.Leave();
    }

    public override void Write(Utf8JsonWriter writer, JsonEncodedText name, TMessage message)
    {
        if (Value(message, out var value))
        {
            writer.WritePropertyName(name);
            codec.Write(writer, value);
        }
    }

    public override bool WriteValue(Utf8JsonWriter writer, TMessage message)
    {
        var said = Value(message, out var value);
        if (said)
        {
            codec.Write(writer, value);
        }

        return said;
    }

    private bool Value(TMessage message, out TValue value)
    {
        value = get(message);
        return value is not null && (isSet is null || isSet(message)) && codec.Says(value);
    }
}

/// <summary>A list; an empty one is written as an empty list.</summary>
internal sealed class RepeatedJsonField<TMessage, TValue>(
    FieldDescriptor descriptor,
    ValueCodec<TValue> codec,
    Func<TMessage, RepeatedField<TValue>> get
) : JsonField<TMessage>(descriptor)
{
    public override void Read(ref Utf8JsonReader reader, TMessage message, JsonProblems problems)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            problems.Add("Expected a list.");
            reader.Skip();
            return;
        }

        var list = get(message);
        for (var index = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; index++)
        {
            problems.Enter(index);
            if (codec.TryRead(ref reader, problems, out var value))
            {
                list.Add(value);
            }

            problems.Leave();
        }
    }

    public override void Parse(string text, TMessage message, JsonProblems problems) =>
        problems.Add(Name, "A list cannot be given in the address.");

    public override void Write(Utf8JsonWriter writer, JsonEncodedText name, TMessage message)
    {
        writer.WritePropertyName(name);
        WriteValue(writer, message);
    }

    public override bool WriteValue(Utf8JsonWriter writer, TMessage message)
    {
        writer.WriteStartArray();
        foreach (var value in get(message))
        {
            codec.Write(writer, value);
        }

        writer.WriteEndArray();
        return true;
    }
}
