using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Fund.Testing.OpenApi;

/// <summary>
/// Compares JSON with a schema of an OpenAPI document, strictly: a member that the schema does not name is a complaint,
/// and a keyword that this class does not know is an error, so that nothing is passed over unread.
/// </summary>
internal sealed class SchemaWalker(JsonNode document)
{
    private static readonly HashSet<string> Silent = ["description", "example", "examples", "contentEncoding"];
    private readonly List<string> _complaints = [];

    /// <summary>Everything in which the value differs from the schema, each with its JSON pointer.</summary>
    public static IReadOnlyList<string> Compare(JsonNode document, JsonNode schema, JsonNode? value)
    {
        var walker = new SchemaWalker(document);
        walker.Walk([schema], value, "");
        return walker._complaints;
    }

    /// <summary>All schemas hold at once; together they name the members there may be.</summary>
    private void Walk(IEnumerable<JsonNode> together, JsonNode? value, string at)
    {
        var schemas = together.SelectMany(Parts).ToList();
        foreach (var schema in schemas)
        {
            foreach (var (keyword, rule) in schema)
            {
                Check(keyword, rule!, value, at);
            }
        }

        if (value is JsonObject map)
        {
            Members(schemas, map, at);
        }
        else if (value is JsonArray list)
        {
            var items = schemas.Select(schema => schema["items"]).OfType<JsonNode>().ToList();
            for (var index = 0; index < list.Count && items.Count > 0; index++)
            {
                Walk(items, list[index], $"{at}/{index.ToString(CultureInfo.InvariantCulture)}");
            }
        }
    }

    /// <summary>A schema with those it refers to or is made of.</summary>
    private IEnumerable<JsonObject> Parts(JsonNode schema)
    {
        var one = schema.AsObject();
        yield return one;
        var more = one["allOf"]?.AsArray().Select(part => part!) ?? [];
        if (one["$ref"] is { } reference)
        {
            more = more.Append(Follow(document, reference));
        }

        foreach (var part in more.SelectMany(Parts))
        {
            yield return part;
        }
    }

    public static JsonNode Follow(JsonNode document, JsonNode reference) =>
        reference.GetValue<string>().TrimStart('#', '/').Split('/').Aggregate(document, (node, part) => node[part]!);

    private void Members(List<JsonObject> schemas, JsonObject map, string at)
    {
        var named = schemas
            .SelectMany(schema => schema["properties"]?.AsObject() ?? [])
            .ToLookup(property => property.Key, property => property.Value!);
        var others = schemas.Select(schema => schema["additionalProperties"]).OfType<JsonObject>().ToList();
        var isOpen = named.Count == 0 && others.Count == 0;
        foreach (var (name, member) in map)
        {
            var rules = named.Contains(name) ? named[name].ToList() : others.ConvertAll(rule => (JsonNode)rule);
            if (rules.Count > 0)
            {
                Walk(rules, member, $"{at}/{name}");
            }
            else if (!isOpen)
            {
                _complaints.Add($"{at}/{name} is not described.");
            }
        }
    }

    private void Check(string keyword, JsonNode rule, JsonNode? value, string at)
    {
        var fine = keyword switch
        {
            "type" => IsOfType(rule.GetValue<string>(), value),
            "required" => value is not JsonObject map
                || rule.AsArray().All(name => map.ContainsKey(name!.GetValue<string>())),
            "enum" => rule.AsArray().Any(allowed => JsonNode.DeepEquals(allowed, value)),
            "const" => JsonNode.DeepEquals(rule, value),
            "pattern" => Text(value) is not { } text || Regex.IsMatch(text, rule.GetValue<string>()),
            "minLength" => Text(value) is not { } text || text.Length >= rule.GetValue<int>(),
            "maxLength" => Text(value) is not { } text || text.Length <= rule.GetValue<int>(),
            "format" => HasFormat(rule.GetValue<string>(), value),
            "properties" or "additionalProperties" or "items" or "$ref" or "allOf" => true,
            _ when Silent.Contains(keyword) => true,
            _ => throw new NotSupportedException($"The keyword {keyword} is not known here."),
        };
        if (!fine)
        {
            _complaints.Add(
                $"{at}: {keyword} is {rule.ToJsonString()}, but the value is {value?.ToJsonString() ?? "null"}."
            );
        }
    }

    private static bool IsOfType(string type, JsonNode? value) =>
        (type, value?.GetValueKind()) switch
        {
            ("object", JsonValueKind.Object) or ("array", JsonValueKind.Array) or ("string", JsonValueKind.String) =>
                true,
            ("boolean", JsonValueKind.True or JsonValueKind.False) => true,
            ("integer", JsonValueKind.Number) => value!.ToJsonString().All(c => char.IsAsciiDigit(c) || c == '-'),
            ("number", JsonValueKind.Number) => true,
            _ => false,
        };

    private static bool HasFormat(string format, JsonNode? value) =>
        (format, Text(value)) switch
        {
            ("date-time", { } text) => DateTimeOffset.TryParse(
                text,
                CultureInfo.InvariantCulture,
                DateTimeStyles.RoundtripKind,
                out _
            ),
            ("uri-reference", { } text) => Uri.IsWellFormedUriString(text, UriKind.RelativeOrAbsolute),
            _ => true,
        };

    private static string? Text(JsonNode? value) =>
        value?.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : null;
}
