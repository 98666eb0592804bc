using Fund.Gateway.Api.Json;
using Google.Protobuf;

namespace Fund.Gateway.Api;

/// <summary>Sends the answer of an RPC as JSON, with the route's status and location.</summary>
internal sealed class JsonAnswer<TResponse>(Route route)
    where TResponse : class, IMessage<TResponse>, new()
{
    private readonly ResponseWriter<TResponse> _writer = new(route);

    public void SendTo(HttpContext context, TResponse answer)
    {
        if (_writer.IsEmpty)
        {
            context.Response.StatusCode = StatusCodes.Status204NoContent;
            return;
        }

        var output = JsonOutput.Start();
        if (!_writer.Write(output.Writer, answer))
        {
            Problems.Nothing.SendTo(context);
            return;
        }

        context.Response.StatusCode = route.Status;
        if (_writer.LocationOf(answer) is { } location)
        {
            context.Response.Headers.Location = location;
        }

        output.SendTo(context.Response, "application/json");
    }
}
