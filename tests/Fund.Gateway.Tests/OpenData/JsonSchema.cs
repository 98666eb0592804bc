using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Fund.Gateway.Tests.OpenData;

/// <summary>
/// As much of JSON Schema 2020-12 as the schemas of 360Giving use, and strict about it: a keyword it does not know fails
/// the test instead of being passed over. Formats count, as the schemas' "one of" needs them to.
/// </summary>
internal sealed partial class JsonSchema(IReadOnlyDictionary<string, JsonNode> byAddress)
{
    /// <summary>Keywords that say something about people's reading and nothing about the data.</summary>
    private static readonly HashSet<string> Notes =
    [
        "$id",
        "$schema",
        "$defs",
        "title",
        "description",
        "weight",
        "codelist",
        "openCodelist",
        "rollUp",
        "deprecated",
    ];

    public IReadOnlyList<string> ProblemsOf(JsonNode? value, JsonNode schema)
    {
        var problems = new List<string>();
        Check(value, schema, schema, "", problems);
        return problems;
    }

    private void Check(JsonNode? value, JsonNode schema, JsonNode root, string path, List<string> problems)
    {
        foreach (var (keyword, rule) in schema.AsObject())
        {
            var wrong = keyword switch
            {
                "type" => !TypesOf(rule!).Any(type => IsA(value, type)),
                "enum" => !rule!.AsArray().Any(one => JsonNode.DeepEquals(one, value)),
                "pattern" => value is JsonValue && !Regex.IsMatch(value.ToString(), rule!.GetValue<string>()),
                "format" => value is JsonValue && !HasFormat(value.ToString(), rule!.GetValue<string>()),
                "minimum" => value is not null && value.GetValue<decimal>() < rule!.GetValue<decimal>(),
                "minItems" => value is JsonArray array && array.Count < rule!.GetValue<int>(),
                "uniqueItems" => value is JsonArray array
                    && array.Select(one => one?.ToJsonString()).Distinct().Count() != array.Count,
                "required" => value is JsonObject member
                    && !rule!.AsArray().All(name => member.ContainsKey(name!.GetValue<string>())),
                "oneOf" => rule!.AsArray().Count(one => Fits(value, one!, root, path)) != 1,
                _ => false,
            };
            if (wrong)
            {
                problems.Add($"{path}: {keyword} {rule!.ToJsonString()} is not kept");
            }

            Descend(keyword, rule!, value, root, path, problems);
        }
    }

    private void Descend(
        string keyword,
        JsonNode rule,
        JsonNode? value,
        JsonNode root,
        string path,
        List<string> problems
    )
    {
        switch (keyword)
        {
            case "$ref":
                var (target, itsRoot) = Resolve(rule.GetValue<string>(), root);
                Check(value, target, itsRoot, path, problems);
                break;
            case "properties" when value is JsonObject members:
                foreach (var (name, inner) in rule.AsObject().Where(known => members.ContainsKey(known.Key)))
                {
                    Check(members[name], inner!, root, $"{path}/{name}", problems);
                }

                break;
            case "items" when value is JsonArray rows:
                for (var i = 0; i < rows.Count; i++)
                {
                    Check(rows[i], rule, root, $"{path}/{i}", problems);
                }

                break;
            case "properties" or "items" or "type" or "enum" or "pattern" or "format" or "minimum" or "minItems":
            case "uniqueItems" or "required" or "oneOf":
                break;
            default:
                Assert.Contains(keyword, Notes);
                break;
        }
    }

    private bool Fits(JsonNode? value, JsonNode schema, JsonNode root, string path)
    {
        var problems = new List<string>();
        Check(value, schema, root, path, problems);
        return problems.Count == 0;
    }

    private (JsonNode Schema, JsonNode Root) Resolve(string reference, JsonNode root)
    {
        if (!reference.StartsWith("#/", StringComparison.Ordinal))
        {
            return (byAddress[reference], byAddress[reference]);
        }

        var found = reference[2..].Split('/').Aggregate(root, (node, step) => node[step]!);
        return (found, root);
    }

    private static IEnumerable<string> TypesOf(JsonNode type) =>
        type is JsonArray several ? several.Select(one => one!.GetValue<string>()) : [type.GetValue<string>()];

    private static bool IsA(JsonNode? value, string type) =>
        type switch
        {
            "null" => value is null,
            "object" => value is JsonObject,
            "array" => value is JsonArray,
            _ => value is JsonValue && value.GetValueKind().ToString().Equals(type, StringComparison.OrdinalIgnoreCase),
        };

    private static bool HasFormat(string text, string format) =>
        format switch
        {
            "date-time" => Moment().IsMatch(text) && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, out _),
            "uri" => Uri.IsWellFormedUriString(text, UriKind.Absolute),
            _ => throw new NotSupportedException($"The schema has a format {format} that this test does not know."),
        };

    [GeneratedRegex("^[0-9]{4}-[0-9]{2}-[0-9]{2}T")]
    private static partial Regex Moment();
}
