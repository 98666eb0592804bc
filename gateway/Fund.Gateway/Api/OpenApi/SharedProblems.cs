using System.Globalization;
using System.Text.Json.Nodes;
using Fund.Gateway.Api.ProblemTypes;

namespace Fund.Gateway.Api.OpenApi;

/// <summary>The problems in the description: which statuses an operation answers with, and which reasons each has.</summary>
internal static class SharedProblems
{
    private static readonly string[] Services = ["gateway", "donations", "grantcalls", "projects", "beneficiaries"];
    private static readonly int[] Everywhere = [400, 401, 429, 500, 503];
    private static readonly int[] All = [.. Everywhere, 403, 404, 408, 409, 412, 413, 415, 428, 504];

    /// <summary>The statuses of problems that a route may answer with.</summary>
    public static IEnumerable<int> StatusesOf(Route route)
    {
        var statuses = new List<int>(Everywhere);
        if (!route.Access.IsPublic)
        {
            statuses.Add(StatusCodes.Status403Forbidden);
        }

        if (SharedParts.ServiceOf(route) != "gateway")
        {
            // What a service may answer beside: not there, not now, not in time.
            statuses.AddRange([404, 409, 504]);
        }
        else
        {
            if (route.PathParameters.Count > 0)
            {
                statuses.Add(StatusCodes.Status404NotFound);
            }

            if (route.Path.StartsWith("/proposals", StringComparison.Ordinal))
            {
                // The grant-call service is asked for it: sealed until the deadline, or not in time.
                statuses.AddRange([409, 504]);
            }

            if (route.Path.StartsWith("/operations", StringComparison.Ordinal))
            {
                // The services are asked how far they are.
                statuses.Add(StatusCodes.Status504GatewayTimeout);
            }
        }

        if (route.Body != RouteBody.None)
        {
            statuses.AddRange([408, 409, 413, 415]);
        }

        if (route.IsGuarded)
        {
            statuses.AddRange([412, 428]);
        }

        return statuses.Distinct().Order();
    }

    /// <summary>A reference to the problems of a service at a status.</summary>
    public static JsonObject Reference(string service, int status) =>
        new() { ["$ref"] = $"#/components/responses/{Name(service, status)}" };

    /// <summary>The problems of every service at every status.</summary>
    public static JsonObject Responses() =>
        new(
            Services.SelectMany(service =>
                All.Order()
                    .Select(status =>
                        KeyValuePair.Create<string, JsonNode?>(Name(service, status), Response(service, status))
                    )
            )
        );

    public static JsonObject Schema() =>
        new()
        {
            ["type"] = "object",
            ["description"] = "Problem details (RFC 9457).",
            ["required"] = new JsonArray("type", "title", "status", "detail", "reason", "errors", "facts", "traceId"),
            ["properties"] = new JsonObject
            {
                ["type"] = new JsonObject
                {
                    ["type"] = "string",
                    ["format"] = "uri-reference",
                    ["description"] = "Address of a page about the reason, such as /problems/not-found.",
                },
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
                        ["required"] = new JsonArray("field", "problem"),
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
                ["current"] = new JsonObject
                {
                    ["type"] = "object",
                    ["description"] = "With 412: what is at the address now, as GET shows it.",
                },
                ["traceId"] = Text("Names this request in the system's logs."),
            },
        };

    private static JsonObject Response(string service, int status)
    {
        var reasons = ProblemCatalogue.Of(service, status).Select(type => type.Reason).ToArray();
        var own = new JsonObject
        {
            ["status"] = new JsonObject { ["const"] = status },
            ["reason"] = new JsonObject
            {
                ["enum"] = new JsonArray([.. reasons.Select(reason => JsonValue.Create(reason))]),
            },
        };
        return new JsonObject
        {
            ["description"] = ProblemTitles.Of(status) + ".",
            ["headers"] = SharedHeaders.OfProblem(status),
            ["content"] = new JsonObject
            {
                [Problem.ContentType] = new JsonObject
                {
                    ["schema"] = new JsonObject
                    {
                        ["allOf"] = new JsonArray(
                            new JsonObject { ["$ref"] = "#/components/schemas/Problem" },
                            new JsonObject { ["properties"] = own }
                        ),
                    },
                    ["example"] = Example(status, reasons.FirstOrDefault() ?? "INTERNAL_ERROR"),
                },
            },
        };
    }

    private static JsonObject Example(int status, string reason) =>
        new()
        {
            ["type"] = Problem.TypeOf(reason),
            ["title"] = ProblemTitles.Of(status),
            ["status"] = status,
            ["detail"] = ProblemCatalogue.All[reason].Means,
            ["reason"] = reason,
            ["errors"] = new JsonArray(),
            ["facts"] = new JsonObject(),
            ["traceId"] = "4bf92f3577b34da6a3ce929d0e0e4736",
        };

    private static string Name(string service, int status) =>
        $"{char.ToUpperInvariant(service[0])}{service[1..]}Problem{status.ToString(CultureInfo.InvariantCulture)}";

    private static JsonObject Text(string description) => new() { ["type"] = "string", ["description"] = description };
}
