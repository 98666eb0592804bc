using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Google.Protobuf.Reflection;

namespace Fund.Gateway.Api.OpenApi;

/// <summary>The description of the REST API in OpenAPI 3.1, made from the table of routes and the protos.</summary>
internal sealed class ApiDescription
{
    private static readonly JsonSerializerOptions Readable = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        WriteIndented = true,
    };

    private const int Megabyte = 1024 * 1024;

    private readonly ProtoComments _comments = new();
    private readonly Schemas _schemas;
    private readonly Examples _examples;

    private ApiDescription()
    {
        _schemas = new Schemas(_comments, AnsweredMessages.Of(Routes.All));
        _examples = new Examples(_comments);
        _schemas.Add("Problem", SharedProblems.Schema());
    }

    /// <summary>The whole document as JSON.</summary>
    public static byte[] Write() => Encoding.UTF8.GetBytes(new ApiDescription().Document().ToJsonString(Readable));

    private JsonObject Document()
    {
        var paths = new JsonObject();
        foreach (var path in Routes.All.GroupBy(route => route.Path))
        {
            paths[Route.Prefix + path.Key] = new JsonObject(
                path.Select(route =>
                    KeyValuePair.Create<string, JsonNode?>(
                        route.Verb.ToLower(CultureInfo.InvariantCulture),
                        Operation(route)
                    )
                )
            );
        }

        return new JsonObject
        {
            ["openapi"] = "3.1.1",
            ["info"] = SharedParts.Info(),
            ["servers"] = new JsonArray(new JsonObject { ["url"] = "/" }),
            ["tags"] = SharedParts.Tags(),
            ["paths"] = paths,
            ["components"] = new JsonObject
            {
                ["schemas"] = _schemas.All,
                ["parameters"] = SharedParts.Parameters(),
                ["headers"] = SharedHeaders.All(),
                ["responses"] = SharedProblems.Responses(),
                ["securitySchemes"] = SharedParts.SecuritySchemes(),
            },
        };
    }

    private JsonObject Operation(Route route)
    {
        var operation = new JsonObject
        {
            ["operationId"] = route.OperationId,
            ["tags"] = new JsonArray(SharedParts.TagOf(route)),
            ["summary"] = _comments.Of(route.Rpc) ?? route.Rpc.Name,
            ["description"] = $"Who may: {route.Access.Text}",
            ["parameters"] = Parameters(route),
        };
        if (Body(route) is { } body)
        {
            operation["requestBody"] = body;
        }

        operation["responses"] = Responses(route);
        operation["security"] = route.Access.IsPublic
            ? []
            : new JsonArray(new JsonObject { [SharedParts.BearerScheme] = new JsonArray() });
        return operation;
    }

    private JsonArray Parameters(Route route)
    {
        var parameters = RouteParameters.Of(route);
        var all = new JsonArray();
        foreach (var field in parameters.Path)
        {
            all.Add(Parameter(field, "path", required: true));
        }

        foreach (var field in parameters.Query)
        {
            all.Add(Parameter(field, "query", required: false));
        }

        if (parameters.Page is not null)
        {
            all.Add(SharedParts.ParameterReference("PageSize"));
            all.Add(SharedParts.ParameterReference("PageToken"));
        }

        if (route.NeedsKey)
        {
            all.Add(SharedParts.ParameterReference("IdempotencyKey"));
        }

        if (route.IsGuarded)
        {
            all.Add(SharedParts.ParameterReference("IfMatch"));
        }

        if (route.IsOpenData && route.Files.Count == 0)
        {
            all.Add(SharedParts.ParameterReference("IfNoneMatch"));
        }

        return all;
    }

    private JsonObject Parameter(FieldDescriptor field, string place, bool required)
    {
        var schema = _schemas.Field(field, Side.Request);
        var description = schema["description"]?.GetValue<string>() ?? "";
        schema.Remove("description");
        return new JsonObject
        {
            ["name"] = field.JsonName,
            ["in"] = place,
            ["required"] = required,
            ["description"] = description,
            ["schema"] = schema,
            ["example"] = _examples.Parameter(field),
        };
    }

    private JsonObject? Body(Route route)
    {
        var fields = RouteParameters.Of(route).Body;
        return route.Body switch
        {
            RouteBody.Xml => Content(
                $"An XML file of at most {RequestBody.FileLimit / Megabyte} MB.",
                "application/xml",
                new JsonObject { ["type"] = "string" },
                "<Document>…</Document>"
            ),
            RouteBody.Upload => Content(
                "The file, or the rest of it from the offset on. It is taken in parts of 1 MB as it arrives, so what "
                    + "came before a line was cut stays: HEAD of this address says in Upload-Offset where to go on. "
                    + "A file larger than Upload-Limit is refused with 413.",
                "application/octet-stream",
                Binary(),
                null
            ),
            RouteBody.Json when fields.Count > 0 => Content(
                $"At most {RequestBody.JsonLimit / Megabyte} MB.",
                "application/json",
                _schemas.Body(route.Rpc.InputType, fields, RequiredFields.Of(route)),
                _examples.Request(route, fields)
            ),
            _ => null,
        };

        static JsonObject Content(string description, string type, JsonObject schema, JsonNode? example) =>
            new()
            {
                ["description"] = description,
                ["required"] = true,
                ["content"] = new JsonObject { [type] = Media(schema, example) },
            };
    }

    private JsonObject Responses(Route route)
    {
        var responses = new JsonObject();
        var status =
            ResponseShapes.Of(route.Rpc) == ResponseShape.Nothing ? StatusCodes.Status204NoContent : route.Status;
        var hasProblems = !route.IsUploadProgress;
        var success = new JsonObject
        {
            ["description"] = status == StatusCodes.Status204NoContent ? "Done." : "Success.",
        };
        if (route.Files.Count > 0)
        {
            success["content"] = new JsonObject(
                route.Files.Select(type => KeyValuePair.Create<string, JsonNode?>(type, Media(Binary(), null)))
            );
        }
        else if (status != StatusCodes.Status204NoContent)
        {
            success["content"] = new JsonObject
            {
                ["application/json"] = Media(ResponseSchema(route), _examples.Answer(route)),
            };
        }

        success["headers"] = SharedHeaders.Of(route);
        responses[Key(status)] = success;
        if (route.IsOpenData && route.Files.Count == 0)
        {
            responses[Key(StatusCodes.Status304NotModified)] = SharedHeaders.NotModified();
        }

        foreach (var code in SharedProblems.StatusesOf(route))
        {
            // HEAD has the status and headers of a problem, but no body.
            responses[Key(code)] = hasProblems
                ? SharedProblems.Reference(SharedParts.ServiceOf(route), code)
                : new JsonObject
                {
                    ["description"] = ProblemTitles.Of(code) + ".",
                    ["headers"] = SharedHeaders.OfProblem(code),
                };
        }

        return responses;
    }

    private JsonObject ResponseSchema(Route route)
    {
        var fields = route.Rpc.OutputType.Fields.InDeclarationOrder();
        if (ResponseShapes.Of(route.Rpc) == ResponseShape.One)
        {
            return _schemas.Message(fields[0].MessageType, Side.Answer);
        }

        if (ResponseShapes.Of(route.Rpc) == ResponseShape.Whole)
        {
            return _schemas.Message(route.Rpc.OutputType, Side.Answer);
        }

        var properties = new JsonObject
        {
            ["items"] = _schemas.Field(ResponseShapes.Rows(route.Rpc.OutputType), Side.Answer),
        };
        var required = new JsonArray("items");
        if (ResponseShapes.IsPaged(route.Rpc))
        {
            required.Add("nextPageToken");
            properties["nextPageToken"] = new JsonObject
            {
                ["type"] = "string",
                ["description"] = "Send it as pageToken to go on; empty when this was the last page.",
            };
        }

        foreach (var field in ResponseShapes.Beside(route.Rpc))
        {
            properties[field.JsonName] = _schemas.Field(field, Side.Answer);
            if (Schemas.IsAlwaysThere(field))
            {
                required.Add(field.JsonName);
            }
        }

        return new JsonObject
        {
            ["type"] = "object",
            ["required"] = required,
            ["properties"] = properties,
        };
    }

    private static JsonObject Media(JsonObject schema, JsonNode? example)
    {
        var media = new JsonObject { ["schema"] = schema };
        if (example is not null)
        {
            media["example"] = example.DeepClone();
        }

        return media;
    }

    private static JsonObject Binary() => new() { ["type"] = "string", ["format"] = "binary" };

    private static string Key(int status) => status.ToString(CultureInfo.InvariantCulture);
}
