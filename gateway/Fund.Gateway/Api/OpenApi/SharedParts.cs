using System.Globalization;
using System.Text.Json.Nodes;

namespace Fund.Gateway.Api.OpenApi;

/// <summary>What the operations of the description share: parameters, problems, the way to sign in.</summary>
internal static class SharedParts
{
    public const string BearerScheme = "bearer";

    private static readonly int[] EverywhereProblems = [400, 500];

    public static JsonObject Info() =>
        new()
        {
            ["title"] = "Trust Fund for Victims of Trafficking: REST API",
            ["version"] = "1",
            ["description"] = """
                Amounts are {"amount":"1250.50","currency":"USD"}: a text, with at most the currency's decimals. Dates are
                YYYY-MM-DD, moments ISO 8601 in UTC. What is not set is left out. Every write except signing in and out
                needs an Idempotency-Key of the caller's choice: the same key with the same request gets the first answer
                again, with another request it is refused. Errors are problem details (RFC 9457) with a stable reason, all
                fields at fault as JSON pointers, and the figures behind the refusal.
                """.ReplaceLineEndings(" "),
        };

    public static JsonArray Tags() =>
        new(
            Tag("session", "Signing in, accounts and notices."),
            Tag("donations", "Donors, money received, rates, bank statements, the ledger and the fund's position."),
            Tag("grantcalls", "Calls, proposals, reviews and awards."),
            Tag("projects", "Organisations, agreements, instalments and reports."),
            Tag("beneficiaries", "Returns and published figures.")
        );

    /// <summary>The service behind a route, by its package.</summary>
    public static string TagOf(Route route)
    {
        var package = route.Rpc.Service.File.Package.Split('.')[1];
        return package == "gateway" ? "session" : package;
    }

    public static JsonObject Parameters() =>
        new()
        {
            ["IdempotencyKey"] = new JsonObject
            {
                ["name"] = IdempotencyKey.Header,
                ["in"] = "header",
                ["required"] = true,
                ["description"] = "Makes the write safe to repeat. Chosen by the caller, such as a UUID.",
                ["schema"] = new JsonObject
                {
                    ["type"] = "string",
                    ["minLength"] = 1,
                    ["maxLength"] = IdempotencyKey.Longest,
                    ["pattern"] = "^[!-~]+$",
                },
            },
            ["PageSize"] = Query("pageSize", "Most rows to return, 1 to 500; 50 when not given.", "integer"),
            ["PageToken"] = Query("pageToken", "nextPageToken of the previous answer.", "string"),
        };

    public static JsonObject SecuritySchemes() =>
        new()
        {
            [BearerScheme] = new JsonObject
            {
                ["type"] = "http",
                ["scheme"] = "bearer",
                ["description"] = "The accessToken of POST /api/v1/session; it lives an hour.",
            },
        };

    public static JsonObject ParameterReference(string name) => new() { ["$ref"] = $"#/components/parameters/{name}" };

    public static JsonObject ResponseReference(int status) =>
        new() { ["$ref"] = $"#/components/responses/{Name(status)}" };

    public static JsonObject LocationHeader() =>
        new()
        {
            ["description"] = "Where what was created is found.",
            ["schema"] = new JsonObject { ["type"] = "string", ["format"] = "uri-reference" },
        };

    /// <summary>The problems a route may answer with.</summary>
    public static IEnumerable<int> ProblemsOf(Route route)
    {
        var isOwn = TagOf(route) == "session";
        var codes = new List<int>(EverywhereProblems) { 503 };
        if (!route.Access.IsPublic || route.Rpc.Name == "SignIn")
        {
            codes.Add(401);
        }

        if (!route.Access.IsPublic)
        {
            codes.Add(403);
        }

        if (!isOwn)
        {
            codes.AddRange([404, 504]);
        }

        if (route.Body != RouteBody.None)
        {
            codes.AddRange([409, 413, 415]);
        }

        if (route.Rpc.Name == "SignIn")
        {
            codes.Add(429);
        }

        return codes.Order();
    }

    public static JsonObject Responses() =>
        new(
            new[] { 400, 401, 403, 404, 409, 413, 415, 429, 500, 503, 504 }.Select(status =>
                KeyValuePair.Create<string, JsonNode?>(Name(status), Response(status))
            )
        );

    public static JsonObject ProblemSchema() =>
        new()
        {
            ["type"] = "object",
            ["description"] = "Problem details (RFC 9457).",
            ["required"] = new JsonArray("type", "title", "status", "detail", "reason", "errors", "facts", "traceId"),
            ["properties"] = new JsonObject
            {
                ["type"] = Text("Address of a page about the reason, such as /problems/not-found."),
                ["title"] = Text("What kind of problem it is, in a few words."),
                ["status"] = new JsonObject { ["type"] = "integer", ["description"] = "The HTTP status." },
                ["detail"] = Text("What is wrong, in a sentence with the figures."),
                ["reason"] = Text("Stable code for programs, such as INVALID_FIELDS."),
                ["errors"] = new JsonObject
                {
                    ["type"] = "array",
                    ["description"] = "Every field at fault.",
                    ["items"] = new JsonObject
                    {
                        ["type"] = "object",
                        ["properties"] = new JsonObject
                        {
                            ["field"] = Text(
                                "JSON pointer into the request, such as /lines/2/amount; empty for all of it."
                            ),
                            ["problem"] = Text("What is wrong with it."),
                        },
                    },
                },
                ["facts"] = new JsonObject
                {
                    ["type"] = "object",
                    ["description"] = "Figures behind the detail, by name.",
                    ["additionalProperties"] = new JsonObject { ["type"] = "string" },
                },
                ["traceId"] = Text("Names this request in the system's logs."),
            },
        };

    private static JsonObject Response(int status)
    {
        var response = new JsonObject
        {
            ["description"] = ProblemTitles.Of(status) + ".",
            ["content"] = new JsonObject
            {
                [Problem.ContentType] = new JsonObject
                {
                    ["schema"] = new JsonObject { ["$ref"] = "#/components/schemas/Problem" },
                },
            },
        };
        if (status is 429 or 503)
        {
            response["headers"] = new JsonObject
            {
                ["Retry-After"] = new JsonObject
                {
                    ["description"] = "Seconds after which trying again makes sense.",
                    ["schema"] = new JsonObject { ["type"] = "integer" },
                },
            };
        }

        return response;
    }

    private static string Name(int status) => "Problem" + status.ToString(CultureInfo.InvariantCulture);

    private static JsonObject Text(string description) => new() { ["type"] = "string", ["description"] = description };

    private static JsonObject Tag(string name, string description) =>
        new() { ["name"] = name, ["description"] = description };

    private static JsonObject Query(string name, string description, string type) =>
        new()
        {
            ["name"] = name,
            ["in"] = "query",
            ["required"] = false,
            ["description"] = description,
            ["schema"] = new JsonObject { ["type"] = type },
        };
}
