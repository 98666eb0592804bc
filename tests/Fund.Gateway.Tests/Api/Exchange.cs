using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Fund.Gateway.Api;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace Fund.Gateway.Tests.Api;

/// <summary>A request of a route with something in every field, as HTTP and as the message it must become.</summary>
/// <param name="Address">Path and query.</param>
/// <param name="Body">JSON or a file; null for none.</param>
/// <param name="Tag">What If-Match has to say; null when nothing is guarded.</param>
/// <param name="Request">The message it must become.</param>
internal sealed record Exchange(string Address, string? Body, string? Tag, IMessage Request)
{
    public static Exchange Of(Route route)
    {
        var message = Samples.Of((IMessage)Activator.CreateInstance(route.Rpc.InputType.ClrType)!);
        if (route.Rpc.InputType.FindFieldByName(Route.RequestIdField) is { } key)
        {
            key.Accessor.SetValue(message, "key-1");
        }

        var json = Json(message);
        var parameters = RouteParameters.Of(route);
        var path = new StringBuilder(Route.Prefix + route.Path);
        foreach (var field in parameters.Path)
        {
            path.Replace($"{{{field.JsonName}}}", Uri.EscapeDataString(Text(json, field)));
        }

        var query = parameters
            .Query.Select(field => $"{field.JsonName}={Uri.EscapeDataString(Text(json, field))}")
            .ToList();
        if (parameters.Page is not null)
        {
            query.Add("pageSize=7");
            query.Add("pageToken=" + Uri.EscapeDataString("some page_token"));
        }

        var body = route.Body switch
        {
            RouteBody.Json when parameters.Body.Count > 0 => new JsonObject(
                parameters.Body.Select(field => KeyValuePair.Create(field.JsonName, json[field.JsonName]?.DeepClone()))
            ).ToJsonString(),
            RouteBody.Xml or RouteBody.Upload => "<file/>",
            _ => null,
        };
        var address = query.Count == 0 ? path.ToString() : $"{path}?{string.Join('&', query)}";
        var tag = route.SeenVersion is { } version ? $"\"{version.Accessor.GetValue(message)}\"" : null;
        return new Exchange(address, body, tag, message);
    }

    private static string Text(JsonNode json, FieldDescriptor field) => json[field.JsonName]!.ToString();

    /// <summary>The message as JSON, by the codec under test: its own tests compare it with literal JSON.</summary>
    private static JsonNode Json(IMessage message) => JsonNode.Parse(CodecProbe.Write(message))!;
}
