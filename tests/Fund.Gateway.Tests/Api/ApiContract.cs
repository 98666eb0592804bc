using System.Text.Json.Nodes;

namespace Fund.Gateway.Tests.Api;

/// <summary>
/// What the description promises to programs, as sorted lines. A line that goes away is a promise broken; a new line is
/// a new promise, except that one beginning with <c>!</c> asks more of callers than before and breaks them too.
/// </summary>
internal static class ApiContract
{
    private const string Demand = "! ";
    private const string SchemaPrefix = "#/components/schemas/";

    public static SortedSet<string> Of(JsonNode document)
    {
        var lines = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var (path, verbs) in document["paths"]!.AsObject())
        {
            foreach (var (verb, operation) in verbs!.AsObject())
            {
                Add(lines, document, $"{verb.ToUpperInvariant()} {path}", operation!);
            }
        }

        foreach (var (name, schema) in document["components"]!["schemas"]!.AsObject())
        {
            AddSchema(lines, name, schema!);
        }

        return lines;
    }

    /// <summary>What of the promises was broken, each with what that means for programs.</summary>
    public static IReadOnlyList<string> Breaks(IReadOnlySet<string> promised, IReadOnlySet<string> now)
    {
        var gone = promised
            .Where(line => !line.StartsWith(Demand, StringComparison.Ordinal) && !now.Contains(line))
            .Select(line => $"gone or narrowed: {line}");
        var asked = now.Where(line =>
                line.StartsWith(Demand, StringComparison.Ordinal)
                && !promised.Contains(line)
                && promised.Contains(Subject(line))
            )
            .Select(line => $"asked for from now on: {line[Demand.Length..]}");
        return [.. gone, .. asked];
    }

    /// <summary>The operation or schema that a demand is about: it breaks nobody when that is new itself.</summary>
    private static string Subject(string demand) =>
        demand[Demand.Length..].Split(" needs ", StringSplitOptions.None)[0];

    private static void Add(SortedSet<string> lines, JsonNode document, string name, JsonNode operation)
    {
        lines.Add(name);
        lines.Add($"{name} is called {operation["operationId"]}");
        if (operation["security"]!.AsArray().Count > 0)
        {
            lines.Add($"{Demand}{name} needs signing in");
        }

        foreach (var parameter in operation["parameters"]!.AsArray())
        {
            var one = Resolve(document, parameter!);
            var kind = $"{one["in"]} {one["name"]}";
            lines.Add($"{name} takes {kind}: {Type(one["schema"]!)}");
            if (one["required"]!.GetValue<bool>() && one["in"]!.GetValue<string>() != "path")
            {
                lines.Add($"{Demand}{name} needs {kind}");
            }
        }

        foreach (var (type, media) in operation["requestBody"]?["content"]?.AsObject() ?? [])
        {
            lines.Add($"{name} takes {type}: {Type(media!["schema"]!)}");
        }

        foreach (var (status, response) in operation["responses"]!.AsObject())
        {
            Add(lines, name, status, Resolve(document, response!));
        }
    }

    private static void Add(SortedSet<string> lines, string name, string status, JsonNode response)
    {
        lines.Add($"{name} answers {status}");
        if (status[0] is '4' or '5')
        {
            return;
        }

        foreach (var (header, _) in response["headers"]?.AsObject() ?? [])
        {
            lines.Add($"{name} answers {status} with header {header}");
        }

        foreach (var (type, media) in response["content"]?.AsObject() ?? [])
        {
            var schema = media!["schema"]!;
            lines.Add($"{name} answers {status} with {type}: {Type(schema)}");
            foreach (var (member, property) in schema["properties"]?.AsObject() ?? [])
            {
                lines.Add($"{name} answers {status} with {member}: {Type(property!)}");
            }
        }
    }

    private static void AddSchema(SortedSet<string> lines, string name, JsonNode schema)
    {
        lines.Add(name);
        foreach (var value in schema["enum"]?.AsArray() ?? [])
        {
            lines.Add($"{name} = {value}");
        }

        foreach (var (member, property) in schema["properties"]?.AsObject() ?? [])
        {
            lines.Add($"{name}.{member}: {Type(property!)}");
        }

        // Of answers it is a promise that a member is there; of requests a demand.
        var isRequest = schema["additionalProperties"] is JsonValue;
        foreach (var required in schema["required"]?.AsArray() ?? [])
        {
            lines.Add(isRequest ? $"{Demand}{name} needs {required}" : $"{name}.{required} is always there");
        }
    }

    private static string Type(JsonNode schema)
    {
        if (schema["$ref"] is { } reference)
        {
            return reference.GetValue<string>().Replace(SchemaPrefix, "", StringComparison.Ordinal);
        }

        var type = schema["type"]!.GetValue<string>();
        return type == "array" ? $"list of {Type(schema["items"]!)}"
            : schema["format"] is { } format ? $"{type} ({format})"
            : type;
    }

    private static JsonNode Resolve(JsonNode document, JsonNode node) =>
        node["$ref"] is { } reference
            ? reference.GetValue<string>().TrimStart('#', '/').Split('/').Aggregate(document, (at, part) => at[part]!)
            : node;
}
