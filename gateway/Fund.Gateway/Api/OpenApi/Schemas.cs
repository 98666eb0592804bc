using System.Text.Json.Nodes;
using Fund.Gateway.Api.Json;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;
using WireMoney = Fund.Common.V1.Money;

namespace Fund.Gateway.Api.OpenApi;

/// <summary>Which way a message goes.</summary>
internal enum Side
{
    /// <summary>In a request: what is left out says nothing, and what is unknown is refused.</summary>
    Request,

    /// <summary>In an answer: plain fields and lists are always there.</summary>
    Answer,
}

/// <summary>JSON schemas of messages and enums, collected as they are used.</summary>
/// <param name="comments">The protos' comments.</param>
/// <param name="answered">Full names of the messages that stand in answers; in requests they get a schema of their own.</param>
internal sealed class Schemas(ProtoComments comments, IReadOnlySet<string> answered)
{
    private readonly SortedDictionary<string, JsonObject> _all = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _owners = new(StringComparer.Ordinal);

    public JsonObject All => new(_all.Select(pair => KeyValuePair.Create<string, JsonNode?>(pair.Key, pair.Value)));

    /// <summary>A schema written by hand.</summary>
    public void Add(string name, JsonObject schema) => _all[name] = schema;

    /// <summary>A reference to the schema of a message.</summary>
    public JsonObject Message(MessageDescriptor message, Side side)
    {
        if (message.ClrType == typeof(Timestamp))
        {
            return new JsonObject { ["type"] = "string", ["format"] = "date-time" };
        }

        var isMoney = message.ClrType == typeof(WireMoney);
        var hasTwo = side == Side.Request && !isMoney && answered.Contains(message.FullName);
        var name = Claim(hasTwo ? message.Name + "Input" : message.Name, message.FullName);
        if (!_all.ContainsKey(name))
        {
            // Taken before it is filled, so that a message that holds itself ends somewhere.
            _all[name] = [];
            _all[name] = isMoney ? Money() : Object(message, [.. message.Fields.InDeclarationOrder()], side);
        }

        return Reference(name);
    }

    /// <summary>A reference to a schema with some fields of a message, for a request's body.</summary>
    public JsonObject Body(
        MessageDescriptor request,
        IReadOnlyList<FieldDescriptor> fields,
        IReadOnlyList<string> required
    )
    {
        var name = Claim(request.Name, request.FullName);
        var schema = Object(request, fields, Side.Request);
        if (required.Count > 0)
        {
            schema["required"] = new JsonArray([.. required.Select(field => JsonValue.Create(field))]);
        }

        _all[name] = schema;
        return Reference(name);
    }

    /// <summary>The schema of one field, with its comment.</summary>
    public JsonObject Field(FieldDescriptor field, Side side)
    {
        var one = Single(field, side);
        var schema = field.IsRepeated ? new JsonObject { ["type"] = "array", ["items"] = one } : one;
        if (comments.Of(field) is { } comment)
        {
            schema["description"] = comment;
        }

        return schema;
    }

    /// <summary>True when a field is in every answer: lists and plain values are, what may be unset is left out.</summary>
    public static bool IsAlwaysThere(FieldDescriptor field) =>
        field.IsRepeated || (!field.HasPresence && field.FieldType is not (FieldType.Message or FieldType.Enum));

    private static JsonObject Reference(string name) => new() { ["$ref"] = $"#/components/schemas/{name}" };

    private JsonObject Object(MessageDescriptor message, IReadOnlyList<FieldDescriptor> fields, Side side)
    {
        var schema = new JsonObject { ["type"] = "object" };
        if (comments.Of(message) is { } comment)
        {
            schema["description"] = comment;
        }

        schema["properties"] = new JsonObject(
            fields.Select(field => KeyValuePair.Create<string, JsonNode?>(field.JsonName, Field(field, side)))
        );
        if (side == Side.Request)
        {
            schema["additionalProperties"] = false;
        }
        else if (fields.Where(IsAlwaysThere).Select(field => field.JsonName).ToArray() is { Length: > 0 } always)
        {
            schema["required"] = new JsonArray([.. always.Select(name => JsonValue.Create(name))]);
        }

        return schema;
    }

    private JsonObject Single(FieldDescriptor field, Side side) =>
        field.FieldType switch
        {
            FieldType.Bool => new JsonObject { ["type"] = "boolean" },
            FieldType.Int32 => new JsonObject { ["type"] = "integer", ["format"] = "int32" },
            FieldType.Int64 => new JsonObject { ["type"] = "integer", ["format"] = "int64" },
            FieldType.Bytes => new JsonObject { ["type"] = "string", ["contentEncoding"] = "base64" },
            FieldType.Enum => Enum(field.EnumType),
            FieldType.Message => Message(field.MessageType, side),
            _ => Text(field.Name),
        };

    /// <summary>Ids and dates are texts on the wire; the protos' naming tells which is which.</summary>
    private static JsonObject Text(string name)
    {
        var schema = new JsonObject { ["type"] = "string" };
        if (name == "currency_code")
        {
            schema["pattern"] = "^([A-Z]{3})?$";
        }

        return schema;
    }

    private JsonObject Enum(EnumDescriptor descriptor)
    {
        var name = Claim(descriptor.Name, descriptor.FullName);
        if (!_all.ContainsKey(name))
        {
            var values = EnumNames.Of(descriptor).ToList();
            var notes = values
                .Select(value => (value.Name, Note: comments.Of(descriptor.FindValueByNumber(value.Number))))
                .Where(value => value.Note is not null)
                .Select(value => $"{value.Name}: {value.Note}");
            var description = string.Join('\n', new[] { comments.Of(descriptor) }.Concat(notes).OfType<string>());
            var schema = new JsonObject
            {
                ["type"] = "string",
                ["enum"] = new JsonArray([.. values.Select(value => JsonValue.Create(value.Name))]),
            };
            if (description.Length > 0)
            {
                schema["description"] = description;
            }

            _all[name] = schema;
        }

        return Reference(name);
    }

    private static JsonObject Money() =>
        new()
        {
            ["type"] = "object",
            ["description"] = "An exact amount of money.",
            ["required"] = new JsonArray("amount", "currency"),
            ["additionalProperties"] = false,
            ["properties"] = new JsonObject
            {
                ["amount"] = new JsonObject
                {
                    ["type"] = "string",
                    ["pattern"] = @"^-?(0|[1-9][0-9]*)(\.[0-9]+)?$",
                    ["description"] =
                        "Plain decimal with at most the decimals of its currency: 1250.50. A text, so that no digit is lost.",
                },
                ["currency"] = new JsonObject
                {
                    ["type"] = "string",
                    ["pattern"] = "^[A-Z]{3}$",
                    ["description"] = "ISO 4217 code.",
                },
            },
        };

    /// <summary>Names are short because no two services use one for different things; this fails when they begin to.</summary>
    private string Claim(string name, string owner)
    {
        if (!_owners.TryAdd(name, owner) && _owners[name] != owner)
        {
            throw new InvalidOperationException($"{owner} and {_owners[name]} would share the schema {name}.");
        }

        return name;
    }
}
