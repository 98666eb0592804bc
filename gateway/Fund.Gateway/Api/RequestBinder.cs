using System.Collections.Frozen;
using Fund.Common.V1;
using Fund.Gateway.Api.Json;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace Fund.Gateway.Api;

/// <summary>
/// Fills the request of one route from the path, the query, the Idempotency-Key header and the body. Which field comes
/// from where follows from the route and the descriptor, and is worked out once.
/// </summary>
internal sealed class RequestBinder<T>
    where T : class, IMessage<T>, new()
{
    private readonly JsonField<T>[] _path;
    private readonly FrozenDictionary<string, JsonField<T>> _query;
    private readonly MessageCodec<T> _body;
    private readonly Action<T, string>? _key;
    private readonly Action<T, int>? _version;
    private readonly Action<T, ByteString>? _file;
    private readonly Func<T, PageRequest?>? _page;
    private readonly Action<T, PageRequest>? _setPage;
    private readonly string _allowedInQuery;

    public RequestBinder(Route route)
    {
        var fields = MessageCodec<T>.Whole.Fields;
        var parameters = RouteParameters.Of(route);
        _path = [.. parameters.Path.Select(field => fields.Single(codec => codec.Descriptor == field))];
        _query = parameters.Query.ToFrozenDictionary(
            field => field.JsonName,
            field => fields.Single(codec => codec.Descriptor == field),
            StringComparer.Ordinal
        );
        var elsewhere = fields.Select(field => field.Name).Except(parameters.Body.Select(field => field.JsonName));
        _body = MessageCodec<T>.Whole.Without(elsewhere.ToHashSet());
        _key = Setter<string>(route.Rpc.InputType.FindFieldByName(Route.RequestIdField));
        _version = Setter<int>(route.SeenVersion);
        _file =
            route.Body == RouteBody.Xml
                ? Setter<ByteString>(route.Rpc.InputType.FindFieldByName(Route.FileField))
                : null;
        if (parameters.Page is { } page)
        {
            _page = typeof(T).GetProperty(page.PropertyName)!.GetMethod!.CreateDelegate<Func<T, PageRequest?>>();
            _setPage = Setter<PageRequest>(page);
        }

        _allowedInQuery = parameters.QueryNames is { Count: > 0 } names ? string.Join(", ", names) : "none";
    }

    /// <summary>True when a JSON body has something to say.</summary>
    public bool HasBodyFields => _body.Fields.Count > 0;

    public void BindKey(HttpRequest request, T message)
    {
        if (_key is not null)
        {
            _key(message, IdempotencyKey.Read(request));
        }
    }

    public void BindVersion(HttpRequest request, T message)
    {
        if (_version is not null)
        {
            _version(message, EntityTag.ReadIfMatch(request));
        }
    }

    public void BindPath(HttpRequest request, T message, JsonProblems problems)
    {
        foreach (var field in _path)
        {
            field.Parse((string)request.RouteValues[field.Name]!, message, problems);
        }
    }

    public void BindQuery(HttpRequest request, T message, JsonProblems problems)
    {
        if (!request.QueryString.HasValue)
        {
            return;
        }

        foreach (var (name, values) in request.Query)
        {
            if (values.Count != 1)
            {
                problems.Add(name, "The parameter is given more than once.");
            }
            else if (_query.TryGetValue(name, out var field))
            {
                field.Parse(values[0] ?? "", message, problems);
            }
            else if (_setPage is null || !BindPage(name, values[0] ?? "", message, problems))
            {
                problems.Add(name, $"There is no such parameter here; allowed are: {_allowedInQuery}.");
            }
        }
    }

    public void BindJson(ReadOnlySpan<byte> body, T message, JsonProblems problems) =>
        JsonBody.Read(_body, body, message, problems);

    public void BindFile(ByteString file, T message) => _file!(message, file);

    private static Action<T, TValue>? Setter<TValue>(FieldDescriptor? field) =>
        field is null
            ? null
            : typeof(T).GetProperty(field.PropertyName)!.SetMethod!.CreateDelegate<Action<T, TValue>>();

    private bool BindPage(string name, string value, T message, JsonProblems problems)
    {
        var codec = MessageCodec<PageRequest>.Whole.Fields.FirstOrDefault(field => field.Name == name);
        if (codec is null)
        {
            return false;
        }

        var page = _page!(message) ?? new PageRequest();
        codec.Parse(value, page, problems);
        _setPage!(message, page);
        return true;
    }
}

/// <summary>Which field of a route's request comes from where.</summary>
internal sealed record RouteParameters(
    IReadOnlyList<FieldDescriptor> Path,
    IReadOnlyList<FieldDescriptor> Query,
    FieldDescriptor? Page,
    IReadOnlyList<FieldDescriptor> Body
)
{
    /// <summary>Names allowed in the query.</summary>
    public IReadOnlyList<string> QueryNames { get; } =
    [.. Query.Select(field => field.JsonName), .. Page is null ? Array.Empty<string>() : ["pageSize", "pageToken"]];

    public static RouteParameters Of(Route route)
    {
        var fields = route.Rpc.InputType.Fields.InDeclarationOrder();
        var path = route
            .PathParameters.Select(name =>
                fields.SingleOrDefault(field => field.JsonName == name)
                ?? throw new InvalidOperationException($"{route.Rpc.FullName} has no field for {name} of {route.Path}.")
            )
            .ToList();
        var page = fields.FirstOrDefault(field =>
            field.FieldType == FieldType.Message && field.MessageType.FullName == PageRequest.Descriptor.FullName
        );
        var rest = fields
            .Except(path)
            .Where(field => field != page && field != route.SeenVersion && field.Name != Route.RequestIdField)
            .ToList();
        return route.Body switch
        {
            RouteBody.Json => new RouteParameters(path, [], page, rest),
            RouteBody.Xml => new RouteParameters(
                path,
                [.. rest.Where(field => field.Name != Route.FileField)],
                page,
                []
            ),
            RouteBody.Upload => new RouteParameters(
                path,
                [.. rest.Where(field => field.Name != Route.PartField)],
                page,
                []
            ),
            _ => new RouteParameters(path, rest, page, []),
        };
    }
}
