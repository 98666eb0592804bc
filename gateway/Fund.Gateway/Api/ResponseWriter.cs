using System.Text;
using System.Text.Json;
using Fund.Gateway.Api.Json;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace Fund.Gateway.Api;

/// <summary>How the answer of an RPC stands in JSON.</summary>
internal enum ResponseShape
{
    /// <summary>The RPC answers with nothing: 204.</summary>
    Nothing,

    /// <summary>The answer is one message, which stands for itself.</summary>
    One,

    /// <summary>A list: <c>{"items":[…],"nextPageToken":"…"}</c>, and beside them what is said about all of it.</summary>
    List,

    /// <summary>All fields of the answer.</summary>
    Whole,
}

/// <summary>Finds the shape of an answer from its descriptor.</summary>
internal static class ResponseShapes
{
    public static ResponseShape Of(MethodDescriptor rpc)
    {
        var fields = rpc.OutputType.Fields.InDeclarationOrder();
        return fields switch
        {
            [] => ResponseShape.Nothing,
            [{ IsRepeated: false, FieldType: FieldType.Message }] => ResponseShape.One,
            _ when rpc.Name.StartsWith("List", StringComparison.Ordinal) => ResponseShape.List,
            _ => ResponseShape.Whole,
        };
    }

    /// <summary>The message that stands for an answer of one thing; null for any other answer.</summary>
    public static MessageDescriptor? Thing(MethodDescriptor rpc) =>
        Of(rpc) == ResponseShape.One ? rpc.OutputType.Fields.InDeclarationOrder()[0].MessageType : null;

    /// <summary>True when a list comes in pages.</summary>
    public static bool IsPaged(MethodDescriptor rpc) => rpc.OutputType.FindFieldByName(PageField) is not null;

    /// <summary>What an answer says beside its rows, such as a total.</summary>
    public static IReadOnlyList<FieldDescriptor> Beside(MethodDescriptor rpc) =>
        [.. rpc.OutputType.Fields.InDeclarationOrder().Where(field => !field.IsRepeated && field.Name != PageField)];

    public const string PageField = "page";

    /// <summary>The field with the rows of a list.</summary>
    public static FieldDescriptor Rows(MessageDescriptor response) =>
        response.Fields.InDeclarationOrder().Single(field => field.IsRepeated);
}

/// <summary>Writes the answers of one route.</summary>
internal sealed class ResponseWriter<T>
    where T : class, IMessage<T>, new()
{
    private static readonly JsonEncodedText Items = JsonEncodedText.Encode("items");
    private static readonly JsonEncodedText NextPageToken = JsonEncodedText.Encode("nextPageToken");

    private readonly ResponseShape _shape;
    private readonly JsonField<T>? _content;
    private readonly FieldDescriptor? _page;
    private readonly JsonField<T>[] _beside;
    private readonly (string Text, FieldDescriptor? Field)[] _location;

    public ResponseWriter(Route route)
    {
        _shape = ResponseShapes.Of(route.Rpc);
        var fields = MessageCodec<T>.Whole.Fields;
        _content = _shape switch
        {
            ResponseShape.One => fields[0],
            ResponseShape.List => fields.Single(field => field.Descriptor.IsRepeated),
            _ => null,
        };
        _page = route.Rpc.OutputType.FindFieldByName(ResponseShapes.PageField);
        _beside =
            _shape == ResponseShape.List
                ?
                [
                    .. ResponseShapes
                        .Beside(route.Rpc)
                        .Select(field => fields.Single(codec => codec.Descriptor == field)),
                ]
                : [];
        _location = Location(route);
    }

    public bool IsEmpty => _shape == ResponseShape.Nothing;

    /// <summary>Writes the answer; false, and nothing written, when there is nothing to show.</summary>
    public bool Write(Utf8JsonWriter writer, T response)
    {
        switch (_shape)
        {
            case ResponseShape.One:
                return _content!.WriteValue(writer, response);
            case ResponseShape.List:
                writer.WriteStartObject();
                _content!.Write(writer, Items, response);
                if (_page is not null)
                {
                    var page = (Common.V1.PageResponse?)_page.Accessor.GetValue(response);
                    writer.WriteString(NextPageToken, page?.NextPageToken ?? "");
                }

                foreach (var field in _beside)
                {
                    field.Write(writer, response);
                }

                writer.WriteEndObject();
                return true;
            default:
                MessageCodec<T>.Whole.Write(writer, response);
                return true;
        }
    }

    /// <summary>Token of the page after this one; empty after the last one, null when the answer is no list.</summary>
    public string? NextPageTokenOf(T response) =>
        _shape == ResponseShape.List && _page is not null
            ? ((Common.V1.PageResponse?)_page.Accessor.GetValue(response))?.NextPageToken
            : null;

    /// <summary>Address of what was created; null when it has none.</summary>
    public string? LocationOf(T response)
    {
        if (_location.Length == 0)
        {
            return null;
        }

        IMessage source = response;
        if (_shape == ResponseShape.One)
        {
            source = (IMessage)_content!.Descriptor.Accessor.GetValue(response);
        }

        var address = new StringBuilder(Route.Prefix);
        foreach (var (text, field) in _location)
        {
            address.Append(text);
            if (field is not null)
            {
                address.Append(Uri.EscapeDataString((string)field.Accessor.GetValue(source)));
            }
        }

        return address.ToString();
    }

    private (string Text, FieldDescriptor? Field)[] Location(Route route)
    {
        if (route.Location is not { } template)
        {
            return [];
        }

        var source = _shape == ResponseShape.One ? _content!.Descriptor.MessageType : route.Rpc.OutputType;
        var parts = new List<(string, FieldDescriptor?)>();
        while (template.IndexOf('{', StringComparison.Ordinal) is var open and >= 0)
        {
            var close = template.IndexOf('}', StringComparison.Ordinal);
            var name = template[(open + 1)..close];
            var field = source.Fields.InDeclarationOrder().Single(candidate => candidate.JsonName == name);
            parts.Add((template[..open], field));
            template = template[(close + 1)..];
        }

        parts.Add((template, null));
        return [.. parts];
    }
}
