using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Fund.Testing.OpenApi;

namespace Fund.EndToEnd.Tests;

/// <summary>One answer that was seen, with the operation it belongs to.</summary>
internal sealed record Seen(ApiOperation? Operation, int Status, string Reason);

/// <summary>
/// Stands between a client and the gateway: holds every answer against the description, and remembers what succeeded
/// and which ids there are.
/// </summary>
internal sealed class Witness(ApiDocument document, HttpMessageHandler next) : DelegatingHandler(next)
{
    private readonly ConcurrentDictionary<string, string> _ids = new(StringComparer.Ordinal);

    public ApiDocument Document => document;

    /// <summary>Everything in which an answer differed from the description.</summary>
    public ConcurrentDictionary<string, byte> Complaints { get; } = new(StringComparer.Ordinal);

    public ConcurrentBag<Seen> All { get; } = [];

    /// <summary>The latest id of each kind that an answer showed, by the member's name.</summary>
    public IReadOnlyDictionary<string, string> Ids => _ids;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken stop)
    {
        var response = await base.SendAsync(request, stop);
        await response.Content.LoadIntoBufferAsync(stop);
        var type = response.Content.Headers.ContentType?.MediaType;
        var isJson = type?.EndsWith("json", StringComparison.Ordinal) == true;
        var exchange = new ApiExchange(
            request.Method.Method,
            request.RequestUri!.AbsolutePath,
            (int)response.StatusCode,
            type,
            isJson ? await response.Content.ReadAsStringAsync(stop) : null,
            [.. response.Headers.Concat(response.Content.Headers).Select(header => header.Key)]
        );
        foreach (var complaint in document.Complaints(exchange))
        {
            Complaints.TryAdd(complaint, 0);
        }

        var json = exchange.Body is { Length: > 0 } body ? JsonNode.Parse(body) : null;
        var operation = document.Find(exchange.Method, exchange.Path);
        All.Add(new Seen(operation, exchange.Status, json?["reason"]?.GetValue<string>() ?? ""));
        if (response.IsSuccessStatusCode)
        {
            Remember(json);
        }

        return response;
    }

    private void Remember(JsonNode? node)
    {
        switch (node)
        {
            case JsonObject map:
                foreach (var (name, member) in map)
                {
                    if (name.EndsWith("Id", StringComparison.Ordinal) && member is JsonValue value)
                    {
                        if (value.TryGetValue<string>(out var id) && id.Length > 0)
                        {
                            _ids[name] = id;
                        }
                    }
                    else
                    {
                        Remember(member);
                    }
                }

                break;
            case JsonArray list:
                foreach (var item in list)
                {
                    Remember(item);
                }

                break;
        }
    }
}
