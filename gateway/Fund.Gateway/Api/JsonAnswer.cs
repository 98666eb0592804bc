using Fund.Gateway.Api.Json;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace Fund.Gateway.Api;

/// <summary>Sends the answer of an RPC as JSON, with the route's status, location, tag and link to the next page.</summary>
internal sealed class JsonAnswer<TResponse>(Route route)
    where TResponse : class, IMessage<TResponse>, new()
{
    private readonly ResponseWriter<TResponse> _writer = new(route);
    private readonly (IFieldAccessor Thing, IFieldAccessor Version)? _version = Version(route);

    /// <param name="context">The request.</param>
    /// <param name="answer">What the RPC said.</param>
    /// <param name="isOpen">True when anybody may keep the answer for a while.</param>
    public void SendTo(HttpContext context, TResponse answer, bool isOpen)
    {
        var response = context.Response;
        if (_writer.IsEmpty)
        {
            response.StatusCode = StatusCodes.Status204NoContent;
            return;
        }

        var output = JsonOutput.Start();
        if (!_writer.Write(output.Writer, answer))
        {
            Problems.Nothing.SendTo(context);
            return;
        }

        response.StatusCode = route.Status;
        if (_writer.LocationOf(answer) is { } location)
        {
            response.Headers.Location = location;
        }

        if (_writer.NextPageTokenOf(answer) is { Length: > 0 } token)
        {
            response.Headers.Link = NextPage.LinkOf(context.Request, token);
        }

        if (isOpen && route.IsOpenData)
        {
            var tag = EntityTag.Of(output.Written);
            response.Headers.ETag = tag;
            if (EntityTag.IsKnown(context.Request.Headers.IfNoneMatch, tag))
            {
                response.StatusCode = StatusCodes.Status304NotModified;
                return;
            }
        }
        else if (TagOf(answer) is { } tag)
        {
            response.Headers.ETag = tag;
        }

        output.SendTo(response, "application/json");
    }

    /// <summary>The thing of the answer as JSON; empty when there is nothing to show.</summary>
    public byte[] Json(TResponse answer)
    {
        var output = JsonOutput.Start();
        return _writer.Write(output.Writer, answer) ? output.Written.ToArray() : [];
    }

    /// <summary>Tag of the version; null when the answer has none.</summary>
    public string? TagOf(TResponse answer) =>
        _version is var (thing, version) && thing.GetValue(answer) is IMessage one
            ? EntityTag.Of((int)version.GetValue(one))
            : null;

    private static (IFieldAccessor Thing, IFieldAccessor Version)? Version(Route route)
    {
        if (!route.HasVersion)
        {
            return null;
        }

        var thing = route.Rpc.OutputType.Fields.InDeclarationOrder()[0];
        return (thing.Accessor, thing.MessageType.FindFieldByName("version").Accessor);
    }
}
