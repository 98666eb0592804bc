using System.Globalization;
using System.Text.Json.Nodes;

namespace Fund.Testing.OpenApi;

/// <summary>One request and its answer, as they travelled.</summary>
/// <param name="Method">HTTP method.</param>
/// <param name="Path">Path without the query.</param>
/// <param name="Status">Status of the answer.</param>
/// <param name="ContentType">Media type of the answer; null when it has no body.</param>
/// <param name="Body">Body of the answer when it is JSON.</param>
/// <param name="Headers">Names of the answer's headers.</param>
public sealed record ApiExchange(
    string Method,
    string Path,
    int Status,
    string? ContentType,
    string? Body,
    IReadOnlyCollection<string> Headers
);

/// <summary>One operation of the document.</summary>
public sealed record ApiOperation(string Id, string Method, string Path, JsonObject Json)
{
    public bool IsPublic => Json["security"]!.AsArray().Count == 0;

    /// <summary>What the document gives as the body of a request; null when it takes none in JSON.</summary>
    public JsonNode? BodyExample => Json["requestBody"]?["content"]?["application/json"]?["example"];
}

/// <summary>An OpenAPI document that answers of the system are held against.</summary>
public sealed class ApiDocument
{
    /// <summary>Headers of every HTTP answer, and of every answer of this API; the document's text names them once.</summary>
    private static readonly HashSet<string> Everywhere = new(StringComparer.OrdinalIgnoreCase)
    {
        "Date",
        "Content-Type",
        "Content-Length",
        "Content-Encoding",
        "Transfer-Encoding",
        "X-Content-Type-Options",
        "Content-Security-Policy",
        "Referrer-Policy",
        "Cross-Origin-Resource-Policy",
        "Strict-Transport-Security",
        "Connection",
    };

    private readonly JsonNode _json;

    public ApiDocument(JsonNode json)
    {
        _json = json;
        Operations =
        [
            .. json["paths"]!
                .AsObject()
                .SelectMany(path =>
                    path.Value!.AsObject()
                        .Select(verb => new ApiOperation(
                            verb.Value!["operationId"]!.GetValue<string>(),
                            verb.Key.ToUpperInvariant(),
                            path.Key,
                            verb.Value!.AsObject()
                        ))
                ),
        ];
    }

    public IReadOnlyList<ApiOperation> Operations { get; }

    /// <summary>The operation at an address; literal segments go before parameters.</summary>
    public ApiOperation? Find(string method, string path) =>
        Operations
            .Where(operation => operation.Method == method && Fits(operation.Path, path))
            .MinBy(operation => operation.Path.Count(letter => letter == '{'));

    /// <summary>Everything in which an answer differs from what the document says about it.</summary>
    public IReadOnlyList<string> Complaints(ApiExchange exchange)
    {
        var name = $"{exchange.Method} {exchange.Path} → {exchange.Status}";
        if (Find(exchange.Method, exchange.Path) is not { } operation)
        {
            return [$"{name}: there is no such operation."];
        }

        var key = exchange.Status.ToString(CultureInfo.InvariantCulture);
        if (operation.Json["responses"]![key] is not { } response)
        {
            return [$"{name} ({operation.Id}): the status is not described. {exchange.Body}"];
        }

        var described = response["$ref"] is { } reference ? SchemaWalker.Follow(_json, reference) : response;
        return [.. Differences(described, exchange).Select(difference => $"{name} ({operation.Id}): {difference}")];
    }

    /// <summary>In what a value differs from a schema of the document.</summary>
    public IReadOnlyList<string> Compare(JsonNode schema, JsonNode? value) =>
        SchemaWalker.Compare(_json, schema, value);

    private IEnumerable<string> Differences(JsonNode response, ApiExchange exchange)
    {
        var headers = response["headers"]?.AsObject() ?? [];
        foreach (var header in exchange.Headers.Where(header => !Everywhere.Contains(header)))
        {
            if (!headers.Any(known => known.Key.Equals(header, StringComparison.OrdinalIgnoreCase)))
            {
                yield return $"the header {header} is not described.";
            }
        }

        if (exchange.Method == "HEAD")
        {
            // It has the headers of a body, and none.
            yield break;
        }

        var content = response["content"]?.AsObject();
        if (exchange.ContentType is null || content is null)
        {
            if (exchange.ContentType is not null || content is not null)
            {
                yield return $"the content is {exchange.ContentType ?? "nothing"}, described is "
                    + $"{(content is null ? "nothing" : string.Join(", ", content.Select(type => type.Key)))}.";
            }

            yield break;
        }

        if (content[exchange.ContentType] is not { } media)
        {
            yield return $"the content type {exchange.ContentType} is not described.";
        }
        else if (exchange.ContentType.EndsWith("json", StringComparison.Ordinal))
        {
            foreach (var complaint in Compare(media["schema"]!, JsonNode.Parse(exchange.Body!)))
            {
                yield return complaint;
            }
        }
    }

    private static bool Fits(string template, string path)
    {
        var (parts, given) = (template.Split('/'), path.Split('/'));
        return parts.Length == given.Length
            && parts.Zip(given).All(pair => pair.First.StartsWith('{') || pair.First == pair.Second);
    }
}
