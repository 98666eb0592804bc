using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Fund.Kernel;

namespace Fund.Demo;

/// <summary>An answer of the gateway: its status and its JSON.</summary>
internal sealed record Answer(HttpStatusCode Status, JsonNode? Body, string Text)
{
    public bool Ok => (int)Status < 300;

    /// <summary>The stable reason of a refusal; empty for a success.</summary>
    public string Reason => Body?["reason"]?.GetValue<string>() ?? "";

    public string Detail => Body?["detail"]?.GetValue<string>() ?? "";

    public JsonNode Json => Body ?? throw new DemoFailedException($"expected JSON, got: {Text}");
}

/// <summary>A step that must succeed did not.</summary>
internal sealed class DemoFailedException(string message) : Exception(message);

/// <summary>The gateway as one person sees it: a base address and that person's access token.</summary>
internal sealed class Api(HttpClient http, string who, string? token = null)
{
    public string Who { get; } = who;

    /// <summary>The access token; null for the public.</summary>
    public string? Token { get; } = token;

    /// <summary>Of the one-time passwords that were set up at this sign-in; null where none were.</summary>
    public string? Secret { get; private init; }

    /// <summary>
    /// Signs in and returns the gateway as that person sees it. Who has a second factor gives its secret; who must have
    /// one and has none yet sets it up on the way.
    /// </summary>
    public static async Task<Api> SignInAsync(
        HttpClient http,
        string email,
        string password,
        string who,
        string? secret = null
    )
    {
        var session = await new Api(http, who).PostAsync(
            "session",
            new JsonObject { ["email"] = email, ["password"] = password }
        );
        var person = new Api(http, who, session.Text("accessToken"));
        return session.Text("step") switch
        {
            "secondFactor" => await person.SendCodeAsync(
                "session/completion",
                secret ?? throw new DemoFailedException($"{who} has a second factor; give its secret")
            ),
            "enrolment" => await person.SetUpSecondFactorAsync(),
            _ => person,
        };
    }

    private async Task<Api> SetUpSecondFactorAsync()
    {
        var secret = (await PostAsync("second-factor")).Text("secret");
        var signedIn = await SendCodeAsync("second-factor/confirmation", secret);
        return new Api(http, Who, signedIn.Token) { Secret = secret };
    }

    /// <summary>
    /// Sends a code of the second factor. Each counts once, so somebody who signed in a moment ago takes the one of the
    /// next half minute, and then waits.
    /// </summary>
    private async Task<Api> SendCodeAsync(string path, string secret)
    {
        for (var attempt = 0; ; attempt++)
        {
            var code = Totp.Code(secret, TimeProvider.System.GetUtcNow() + (attempt == 1 ? Totp.Step : TimeSpan.Zero));
            var answer = await TryAsync(HttpMethod.Post, path, new JsonObject { ["code"] = code });
            if (answer.Ok)
            {
                return new Api(http, Who, answer.Json.Text("accessToken"));
            }

            if (answer.Reason != "WRONG_CODE" || attempt == 2)
            {
                Must(path, answer);
            }

            await Task.Delay(attempt == 1 ? Totp.Step * 2 : TimeSpan.Zero);
        }
    }

    public async Task<JsonNode> GetAsync(string path) => await MustAsync(HttpMethod.Get, path, null);

    public async Task<JsonNode> PostAsync(string path, JsonObject? body = null, string? key = null) =>
        await MustAsync(HttpMethod.Post, path, body ?? [], key);

    /// <summary>Changes something, made to the version of it that was seen.</summary>
    public async Task<JsonNode> PutAsync(string path, JsonObject body, int version) =>
        Must(path, await TryAsync(HttpMethod.Put, path, body, version: version));

    /// <summary>Sends an XML file as it is.</summary>
    public async Task<JsonNode> PostFileAsync(string path, string xml) =>
        Must(path, await TryFileAsync(HttpMethod.Post, path, xml, "application/xml"));

    /// <summary>Sends a part of a file, or all of it.</summary>
    public async Task PutPartAsync(string path, byte[] part)
    {
        var content = new ByteArrayContent(part);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        Must(path, await SendAsync(HttpMethod.Put, path, content, null));
    }

    /// <summary>Tries to send a file as it is.</summary>
    public Task<Answer> TryFileAsync(
        HttpMethod method,
        string path,
        string file,
        string mediaType,
        string? key = null
    ) => SendAsync(method, path, new StringContent(file, Encoding.UTF8, mediaType), key ?? NewKey());

    /// <summary>Tries something that may be refused.</summary>
    public Task<Answer> TryAsync(
        HttpMethod method,
        string path,
        JsonObject? body = null,
        string? key = null,
        int? version = null
    )
    {
        HttpContent? content = method == HttpMethod.Get ? null : JsonContent.Create(body ?? []);
        return SendAsync(method, path, content, method == HttpMethod.Get ? null : key ?? NewKey(), version);
    }

    public static string NewKey() => Guid.CreateVersion7().ToString();

    /// <summary>
    /// A part of the system that is not available, or not in time, is asked again: the same key makes that safe.
    /// </summary>
    private async Task<JsonNode> MustAsync(HttpMethod method, string path, JsonObject? body, string? key = null)
    {
        key ??= NewKey();
        var answer = await TryAsync(method, path, body, key);
        for (var attempt = 0; attempt < 5 && IsWorthRepeating(answer); attempt++)
        {
            await Task.Delay(TimeSpan.FromSeconds(2));
            answer = await TryAsync(method, path, body, key);
        }

        return Must(path, answer);
    }

    private static bool IsWorthRepeating(Answer answer) =>
        answer.Status is HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout;

    private JsonNode Must(string path, Answer answer) =>
        answer.Ok
            ? answer.Json
            : throw new DemoFailedException($"{Who}: {path} answered {(int)answer.Status}: {answer.Text}");

    private async Task<Answer> SendAsync(
        HttpMethod method,
        string path,
        HttpContent? content,
        string? key,
        int? version = null
    )
    {
        using var request = new HttpRequestMessage(method, "api/v1/" + path) { Content = content };
        if (key is not null)
        {
            request.Headers.Add("Idempotency-Key", key);
        }

        if (version is { } seen)
        {
            request.Headers.IfMatch.Add(new EntityTagHeaderValue($"\"{seen}\""));
        }

        if (Token is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Token);
        }

        using var response = await http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        var isJson =
            response.Content.Headers.ContentType?.MediaType?.EndsWith("json", StringComparison.Ordinal) == true;
        return new Answer(response.StatusCode, isJson && text.Length > 0 ? JsonNode.Parse(text) : null, text);
    }
}

/// <summary>Short ways to read the gateway's JSON; a missing member is a failure that names it.</summary>
internal static class JsonReading
{
    public static string Text(this JsonNode node, string name) =>
        node[name]?.GetValue<string>() ?? throw new DemoFailedException($"no '{name}' in {node.ToJsonString()}");

    public static int Number(this JsonNode node, string name) => node[name]?.GetValue<int>() ?? 0;

    /// <summary>The rows of a list; proto lists that are empty may be left out.</summary>
    public static IReadOnlyList<JsonNode> Rows(this JsonNode node, string name = "items") =>
        node[name] is JsonArray rows ? [.. rows.Select(row => row!)] : [];

    /// <summary>An amount of money in whole minor units of two-decimal currencies (cents).</summary>
    public static long Cents(this JsonNode node, string name)
    {
        var amount = node[name]?["amount"]?.GetValue<string>();
        return amount is null
            ? 0
            : (long)(decimal.Parse(amount, System.Globalization.CultureInfo.InvariantCulture) * 100);
    }
}

/// <summary>Short ways to write requests.</summary>
internal static class Make
{
    public static JsonObject Money(string amount, string currency = "USD") =>
        new() { ["amount"] = amount, ["currency"] = currency };

    public static JsonObject Money(long cents) => Money(Figures.Plain(cents));

    public static JsonArray Array(params JsonNode[] nodes) => new(nodes);

    public static string Date(DateTimeOffset moment, int days = 0) =>
        moment.UtcDateTime.AddDays(days).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
}
