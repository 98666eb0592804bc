using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Fund.Testing.OpenApi;

namespace Fund.EndToEnd.Tests;

/// <summary>Calls operations of the description with what it gives as examples, and with ids that really exist.</summary>
internal sealed class OperationCaller(HttpClient http, IReadOnlyDictionary<string, string> ids)
{
    /// <summary>Sends an operation as somebody; no token is the public.</summary>
    /// <param name="operation">What to call.</param>
    /// <param name="token">Access token, or null.</param>
    /// <param name="withQuery">True to give every parameter of the query its example.</param>
    /// <param name="body">Body in place of the example.</param>
    /// <param name="stop">Gives up.</param>
    public async Task<HttpResponseMessage> SendAsync(
        ApiOperation operation,
        string? token,
        bool withQuery,
        string? body,
        CancellationToken stop
    )
    {
        using var request = new HttpRequestMessage(new HttpMethod(operation.Method), Address(operation, withQuery));
        request.Content = Content(operation, body);
        request.Headers.TryAddWithoutValidation("Idempotency-Key", Guid.CreateVersion7().ToString());
        request.Headers.TryAddWithoutValidation("If-Match", "\"1\"");
        if (token is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }

        return await http.SendAsync(request, stop);
    }

    private string Address(ApiOperation operation, bool withQuery)
    {
        var address = operation.Path;
        var query = new List<string>();
        foreach (var parameter in operation.Json["parameters"]!.AsArray().Where(one => one!["in"] is not null))
        {
            var name = parameter!["name"]!.GetValue<string>();
            var value = ids.GetValueOrDefault(name, parameter["example"]!.ToString());
            if (parameter["in"]!.GetValue<string>() == "path")
            {
                address = address.Replace($"{{{name}}}", Uri.EscapeDataString(value), StringComparison.Ordinal);
            }
            else if (withQuery && parameter["schema"]!["type"]?.GetValue<string>() == "string")
            {
                query.Add($"{name}={Uri.EscapeDataString(value)}");
            }
        }

        return address + (query.Count > 0 ? "?" + string.Join('&', query) : "");
    }

    private HttpContent? Content(ApiOperation operation, string? body)
    {
        if (body is not null)
        {
            return new StringContent(body, Encoding.UTF8, "application/json");
        }

        if (operation.BodyExample is { } example)
        {
            var real = example.DeepClone();
            Replace(real);
            return new StringContent(real.ToJsonString(), Encoding.UTF8, "application/json");
        }

        return operation.Json["requestBody"]?["content"]?.AsObject().First().Key is { } type
            ? new StringContent("<Document/>", Encoding.UTF8, type)
            : null;
    }

    /// <summary>Ids of the example become ids that exist.</summary>
    private void Replace(JsonNode? node)
    {
        switch (node)
        {
            case JsonObject map:
                foreach (var name in map.Select(member => member.Key).ToList())
                {
                    if (ids.TryGetValue(name, out var id))
                    {
                        map[name] = id;
                    }
                    else
                    {
                        Replace(map[name]);
                    }
                }

                break;
            case JsonArray list:
                foreach (var item in list)
                {
                    Replace(item);
                }

                break;
        }
    }
}
