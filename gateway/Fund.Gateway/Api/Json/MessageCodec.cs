using System.Text.Json;
using Google.Protobuf;

namespace Fund.Gateway.Api.Json;

/// <summary>
/// Reads JSON objects straight into messages of one kind and writes them, following the message's descriptor. Every
/// field has its camelCase name; see the rules of the API in services/decisions/0013-rest-from-protos.md.
/// </summary>
internal sealed class MessageCodec<T>
    where T : class, IMessage<T>, new()
{
    private readonly JsonField<T>[] _fields;
    private readonly string _allowed;

    private MessageCodec(JsonField<T>[] fields)
    {
        _fields = fields;
        _allowed = fields.Length == 0 ? "none" : string.Join(", ", fields.Select(field => field.Name));
        if (fields.Length > 64)
        {
            throw new NotSupportedException($"{typeof(T)} has more than 64 fields.");
        }
    }

    /// <summary>All fields of the message.</summary>
    public static MessageCodec<T> Whole { get; } = new(JsonFields.Of<T>(new T().Descriptor));

    public IReadOnlyList<JsonField<T>> Fields => _fields;

    /// <summary>The same without the fields that come from elsewhere (the path, a header).</summary>
    public MessageCodec<T> Without(IReadOnlySet<string> names) =>
        new([.. _fields.Where(field => !names.Contains(field.Name))]);

    /// <summary>
    /// Reads the object the reader stands at the start of. Unknown fields, fields given twice and wrong values are
    /// noted, all of them; the message is then worth nothing.
    /// </summary>
    public void Read(ref Utf8JsonReader reader, T message, JsonProblems problems)
    {
        var seen = 0UL;
        var next = 0;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var index = Find(ref reader, next);
            if (index < 0)
            {
                problems.Add(MemberNames.Read(ref reader), $"There is no such field here; allowed are: {_allowed}.");
                reader.Skip();
                continue;
            }

            var field = _fields[index];
            problems.Enter(field.Name);
            if ((seen & (1UL << index)) != 0)
            {
                problems.Add("The field is given twice.");
            }

            seen |= 1UL << index;
            next = index + 1;
            reader.Read();
            field.Read(ref reader, message, problems);
            problems.Leave();
        }
    }

    public void Write(Utf8JsonWriter writer, T message)
    {
        writer.WriteStartObject();
        foreach (var field in _fields)
        {
            field.Write(writer, message);
        }

        writer.WriteEndObject();
    }

    /// <summary>Members mostly come in the order of the fields, so the search begins after the previous one.</summary>
    private int Find(ref Utf8JsonReader reader, int next)
    {
        for (var i = 0; i < _fields.Length; i++)
        {
            var index = next + i < _fields.Length ? next + i : next + i - _fields.Length;
            if (reader.ValueTextEquals(_fields[index].EncodedName.EncodedUtf8Bytes))
            {
                return index;
            }
        }

        return -1;
    }
}

/// <summary>A message inside another.</summary>
internal sealed class MessageValueCodec<T> : ValueCodec<T>
    where T : class, IMessage<T>, new()
{
    public override bool TryRead(ref Utf8JsonReader reader, JsonProblems problems, out T value)
    {
        value = new T();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            return Wrong(ref reader, problems, "an object");
        }

        MessageCodec<T>.Whole.Read(ref reader, value, problems);
        return true;
    }

    public override void Write(Utf8JsonWriter writer, T value) => MessageCodec<T>.Whole.Write(writer, value);
}
