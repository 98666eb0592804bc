using Google.Protobuf.Reflection;

namespace Fund.Gateway.Api;

/// <summary>What the body of a request is.</summary>
internal enum RouteBody
{
    /// <summary>Nothing: everything is in the address.</summary>
    None,

    /// <summary>A JSON object with the fields of the RPC's request that are not in the address.</summary>
    Json,

    /// <summary>An XML file as it is, for the request's <c>file</c> field.</summary>
    Xml,

    /// <summary>A file of any size, passed on in parts: the RPC is called once for each, with its offset.</summary>
    Upload,
}

/// <summary>Who may use a route. The services decide; this text is for the description, and for turning away early
/// whoever has not signed in.</summary>
internal sealed record Access(string Text, bool IsPublic = false);

/// <summary>One line of the REST API: a verb and a path that carry one RPC.</summary>
/// <param name="Verb">GET, POST, PUT or DELETE.</param>
/// <param name="Path">Below /api/v1; parameters in braces are fields of the RPC's request.</param>
/// <param name="Rpc">The RPC that does it.</param>
/// <param name="Access">Who may use it.</param>
internal sealed record Route(string Verb, string Path, MethodDescriptor Rpc, Access Access)
{
    /// <summary>Status of success.</summary>
    public int Status { get; init; } = StatusCodes.Status200OK;

    /// <summary>Where what was created is found, with fields of the answer in braces; null when nowhere.</summary>
    public string? Location { get; init; }

    public RouteBody Body { get; init; } = Verb is "POST" or "PUT" ? RouteBody.Json : RouteBody.None;

    /// <summary>Stable name in the description, such as <c>recordContribution</c>.</summary>
    public string OperationId { get; init; } = char.ToLowerInvariant(Rpc.Name[0]) + Rpc.Name[1..];

    /// <summary>True when the request carries an id that makes it safe to repeat.</summary>
    public bool NeedsKey => Rpc.InputType.FindFieldByName(RequestIdField) is not null;

    /// <summary>Names of the parameters in the path.</summary>
    public IReadOnlyList<string> PathParameters { get; } =
    [.. Path.Split('/').Where(part => part.StartsWith('{')).Select(part => part.Trim('{', '}'))];

    /// <summary>The request's field with the version that was seen, which comes from If-Match; null when it has none.</summary>
    public FieldDescriptor? SeenVersion { get; } =
        Rpc.InputType.FindFieldByName("expected_version") ?? Rpc.InputType.FindFieldByName("version");

    /// <summary>True when a change says which version it is made to, so that nobody overwrites another's work.</summary>
    public bool IsGuarded => SeenVersion is not null;

    /// <summary>True when the answer is one thing with a version, which is its ETag.</summary>
    public bool HasVersion =>
        ResponseShapes.Of(Rpc) == ResponseShape.One
        && Rpc.OutputType.Fields.InDeclarationOrder()[0].MessageType.FindFieldByName("version")
            is { FieldType: FieldType.Int32, IsRepeated: false };

    /// <summary>True when anybody may keep the answer for a while: public data, asked for without signing in.</summary>
    public bool IsOpenData => Access.IsPublic && Verb == "GET";

    public const string Prefix = "/api/v1";
    public const string RequestIdField = "request_id";
    public const string FileField = "file";
    public const string PartField = "content";
    public const string OffsetField = "offset";
    public const string MoreField = "more";
    public const string MostField = "max_bytes";

    /// <summary>Media types of the file that the answer is; empty when the answer is JSON.</summary>
    public IReadOnlyList<string> Files { get; init; } = [];

    /// <summary>Something was made; it is found at the location.</summary>
    public Route Creates(string? location = null) =>
        this with
        {
            Status = StatusCodes.Status201Created,
            Location = location,
        };

    /// <summary>Long work was begun; how far it is can be asked at the location.</summary>
    public Route Begins(string operation) => this with { Status = StatusCodes.Status202Accepted, Location = operation };

    /// <summary>The body is an XML file.</summary>
    public Route TakesXml() => this with { Body = RouteBody.Xml };

    /// <summary>
    /// The body is a file of any size. The RPC's request has the fields <c>offset</c>, <c>content</c> and <c>more</c>;
    /// what arrived before a line was cut stays, and the sender goes on from there.
    /// </summary>
    public Route TakesUpload() => this with { Body = RouteBody.Upload };

    /// <summary>
    /// HEAD says in headers how much of an upload is here; the RPC shows the import. A line of its own, because GET of
    /// the same address is the file.
    /// </summary>
    public Route TellsUpload(string operationId) =>
        this with
        {
            OperationId = operationId,
            Status = StatusCodes.Status204NoContent,
            IsUploadProgress = true,
        };

    /// <summary>True for the HEAD of an upload.</summary>
    public bool IsUploadProgress { get; init; }

    /// <summary>The RPC answers with a stream of file parts, which becomes the body.</summary>
    public Route StreamsFile(params string[] mediaTypes) => this with { Files = mediaTypes };
}
