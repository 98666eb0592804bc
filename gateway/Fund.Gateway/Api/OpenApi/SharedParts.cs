using System.Text.Json.Nodes;

namespace Fund.Gateway.Api.OpenApi;

/// <summary>What the operations of the description share: parameters, problems, the way to sign in.</summary>
internal static class SharedParts
{
    public const string BearerScheme = "bearer";

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
                fields at fault as JSON pointers, and the figures behind the refusal; their type is the address of a
                page about it. What several people edit has an ETag, and a change of it needs If-Match. Every GET
                also answers HEAD, every address OPTIONS. Long lists come in pages: pageSize, pageToken, and the next
                page in the header Link. Too many requests are refused with 429 and Retry-After. Long answers are
                compressed when the client accepts br or gzip. Public data can be read by scripts of any site and kept
                for a minute; all else is not to be stored. Addresses longer than 8 KB get 414 and headers longer than
                32 KB 431, both without a body.
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
        var service = ServiceOf(route);
        return service == "gateway" ? "session" : service;
    }

    /// <summary>Name of the service that carries a route out; gateway for its own.</summary>
    public static string ServiceOf(Route route) => route.Rpc.Service.File.Package.Split('.')[1];

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
            ["IfMatch"] = new JsonObject
            {
                ["name"] = "If-Match",
                ["in"] = "header",
                ["required"] = true,
                ["description"] =
                    "ETag of what is changed, as it was read. When somebody else changed it since, nothing is changed "
                    + "and the answer is 412 with what it says now.",
                ["schema"] = new JsonObject { ["type"] = "string", ["pattern"] = "^\"[0-9]{1,9}\"$" },
                ["example"] = "\"3\"",
            },
            ["IfNoneMatch"] = new JsonObject
            {
                ["name"] = "If-None-Match",
                ["in"] = "header",
                ["required"] = false,
                ["description"] = "ETag of what the reader has already; when it is still the same, the answer is 304.",
                ["schema"] = new JsonObject { ["type"] = "string" },
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
