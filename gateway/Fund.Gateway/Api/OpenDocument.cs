namespace Fund.Gateway.Api;

/// <summary>A document that anybody may read and keep for a while, such as the API's description.</summary>
internal sealed class OpenDocument(byte[] content)
{
    private const string Caching = "public, max-age=300";
    private readonly string _tag = EntityTag.Of(content);

    public Task HandleAsync(HttpContext context)
    {
        var (request, response) = (context.Request, context.Response);
        if (!HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method))
        {
            Problems.MethodNotAllowed("GET, HEAD").SendTo(context);
            return Task.CompletedTask;
        }

        PathEndpoint.OpenToScripts(response);
        response.Headers.CacheControl = Caching;
        response.Headers.ETag = _tag;
        if (EntityTag.IsKnown(request.Headers.IfNoneMatch, _tag))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return Task.CompletedTask;
        }

        response.ContentType = "application/json";
        response.ContentLength = content.Length;
        return response.Body.WriteAsync(content, context.RequestAborted).AsTask();
    }
}
