using System.Text.Json.Nodes;
using Fund.Gateway.Api;
using Fund.Gateway.Api.OpenApi;
using Fund.Testing.OpenApi;
using Microsoft.OpenApi;
using Microsoft.OpenApi.Reader;

namespace Fund.Gateway.Tests.Api;

/// <summary>The OpenAPI document says what the table of routes says, and is valid by an independent reader.</summary>
public sealed class ApiDescriptionTests
{
    private static readonly byte[] Bytes = ApiDescription.Write();
    private static readonly JsonNode Json = JsonNode.Parse(Bytes)!;

    [Fact]
    public async Task The_document_is_valid_OpenAPI_3_1()
    {
        var result = await OpenApiDocument.LoadAsync(
            new MemoryStream(Bytes),
            "json",
            cancellationToken: TestContext.Current.CancellationToken
        );

        Assert.NotNull(result.Diagnostic);
        Assert.Empty(result.Diagnostic.Errors);
        Assert.Empty(result.Diagnostic.Warnings);
        Assert.Equal(OpenApiSpecVersion.OpenApi3_1, result.Diagnostic.SpecificationVersion);
    }

    [Fact]
    public void Every_route_is_in_the_document_and_nothing_else()
    {
        var described = Json["paths"]!
            .AsObject()
            .SelectMany(path => path.Value!.AsObject().Select(verb => $"{verb.Key.ToUpperInvariant()} {path.Key}"));

        var routes = Routes.All.Select(route => $"{route.Verb} {Route.Prefix}{route.Path}");

        Assert.Equal(routes.Order(StringComparer.Ordinal), described.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void No_route_is_listed_twice()
    {
        var routes = Routes.All.Select(route => $"{route.Verb} {route.Path}").ToList();

        Assert.Equal(routes.Count, routes.Distinct().Count());
        Assert.Equal(routes.Count, Routes.All.Select(route => route.OperationId).Distinct().Count());
    }

    [Fact]
    public void Every_field_and_operation_is_explained()
    {
        var silent = new List<string>();
        foreach (var (path, verbs) in Json["paths"]!.AsObject())
        {
            silent.AddRange(
                verbs!
                    .AsObject()
                    .Where(verb => !verb.Value!["summary"]!.GetValue<string>().EndsWith('.'))
                    .Select(verb => $"{verb.Key} {path}")
            );
        }

        foreach (var (name, schema) in Json["components"]!["schemas"]!.AsObject())
        {
            var properties = schema!["properties"]?.AsObject() ?? [];
            silent.AddRange(
                properties
                    .Where(p => p.Value!["description"] is null && p.Key != "errors")
                    .Select(p => $"{name}.{p.Key}")
            );
        }

        Assert.Empty(silent);
    }

    [Fact]
    public void Every_reference_leads_somewhere()
    {
        var broken = References(Json).Where(reference => Follow(reference) is null);

        Assert.Empty(broken);
    }

    [Fact]
    public void Writes_carry_an_idempotency_key_and_need_a_token()
    {
        foreach (var route in Routes.All.Where(route => route.NeedsKey))
        {
            var operation = Json["paths"]![Route.Prefix + route.Path]![route.Verb.ToLowerInvariant()]!;

            var parameters = operation["parameters"]!.AsArray().Select(p => p!["$ref"]?.GetValue<string>());
            Assert.Contains("#/components/parameters/IdempotencyKey", parameters);
            Assert.NotEmpty(operation["security"]!.AsArray());
            Assert.NotNull(operation["responses"]!["401"]);
        }
    }

    [Fact]
    public void Only_reads_and_signing_in_are_public()
    {
        var open = Routes.All.Where(route => route.Access.IsPublic && route.Verb != "GET").Select(route => route.Path);

        Assert.Equal(["/session", "/password-resets", "/password-resets/completion", "/invitations/acceptance"], open);
    }

    [Fact]
    public void Every_operation_has_an_example_that_the_api_really_takes()
    {
        foreach (var route in Routes.All.Where(route => RouteParameters.Of(route).Body.Count > 0))
        {
            var operation = Json["paths"]![Route.Prefix + route.Path]![route.Verb.ToLowerInvariant()]!;
            var example = operation["requestBody"]!["content"]!["application/json"]!["example"]!;
            var problems = new Gateway.Api.Json.JsonProblems();
            CodecProbe.Read(new MessageShape(route.Rpc.InputType.ClrType), example.ToJsonString(), problems);
            Assert.Empty(problems.All);
        }
    }

    [Fact]
    public void Every_example_is_as_its_schema_says()
    {
        var document = new ApiDocument(Json);
        var complaints = new List<string>();
        foreach (var operation in document.Operations)
        {
            var contents = operation.Json["responses"]!
                .AsObject()
                .Select(response =>
                    response.Value!["$ref"] is { } name ? Follow(name.GetValue<string>())! : response.Value!
                )
                .Append(operation.Json["requestBody"] ?? new JsonObject())
                .SelectMany(part => part["content"]?.AsObject() ?? [])
                .Where(content => content.Key.EndsWith("json", StringComparison.Ordinal));
            foreach (var (_, media) in contents)
            {
                Assert.NotNull(media!["example"]);
                complaints.AddRange(
                    document.Compare(media["schema"]!, media["example"]).Select(text => $"{operation.Id} {text}")
                );
            }
        }

        Assert.Empty(complaints);
    }

    private static JsonNode? Follow(string reference) =>
        reference.TrimStart('#', '/').Split('/').Aggregate((JsonNode?)Json, (node, part) => node?[part]);

    private static IEnumerable<string> References(JsonNode? node) =>
        node switch
        {
            JsonObject map => map.SelectMany(member =>
                member.Key == "$ref" ? [member.Value!.GetValue<string>()] : References(member.Value)
            ),
            JsonArray list => list.SelectMany(References),
            _ => [],
        };
}
