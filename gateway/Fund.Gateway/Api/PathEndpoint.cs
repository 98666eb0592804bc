using Microsoft.Net.Http.Headers;

namespace Fund.Gateway.Api;

/// <summary>
/// The verbs of one path; any other is refused with those that are allowed. Scripts of any site may read what is open
/// to everybody, and nothing else: that is all of CORS here.
/// </summary>
internal sealed class PathEndpoint((Route Route, IRouteHandler Handler)[] handlers)
{
    private const string Readable = "ETag, Link, Retry-After, Content-Disposition";
    private const string OpenVerbs = "GET, HEAD";
    private const string PreflightSeconds = "86400";

    private readonly string _allow = string.Join(", ", Verbs(handlers.Select(handler => handler.Route.Verb)));
    private readonly bool _isOpen = handlers.Any(handler => handler.Route.IsOpenData);

    public Task HandleAsync(HttpContext context)
    {
        var method = context.Request.Method;
        if (HttpMethods.IsOptions(method))
        {
            AnswerOptions(context.Response);
            return Task.CompletedTask;
        }

        // Without a line of its own HEAD is GET; the server leaves out the body by itself.
        if ((Find(method) ?? (HttpMethods.IsHead(method) ? Find(HttpMethods.Get) : null)) is not var (route, handler))
        {
            Problems.MethodNotAllowed(_allow).SendTo(context);
            return Task.CompletedTask;
        }

        if (route.IsOpenData)
        {
            OpenToScripts(context.Response);
        }

        return handler.HandleAsync(context);
    }

    private (Route Route, IRouteHandler Handler)? Find(string verb)
    {
        foreach (var line in handlers)
        {
            if (HttpMethods.Equals(line.Route.Verb, verb))
            {
                return line;
            }
        }

        return null;
    }

    private static IEnumerable<string> Verbs(IEnumerable<string> verbs)
    {
        foreach (var verb in verbs.Where(verb => !HttpMethods.IsHead(verb)))
        {
            yield return verb;
            if (HttpMethods.IsGet(verb))
            {
                yield return HttpMethods.Head;
            }
        }

        yield return HttpMethods.Options;
    }

    /// <summary>What may be done here, and to the browser of another site what its scripts may do.</summary>
    private void AnswerOptions(HttpResponse response)
    {
        response.StatusCode = StatusCodes.Status204NoContent;
        response.Headers.Allow = _allow;
        if (_isOpen)
        {
            OpenToScripts(response);
            response.Headers.AccessControlAllowMethods = OpenVerbs;
            response.Headers.AccessControlAllowHeaders = HeaderNames.IfNoneMatch;
            response.Headers.AccessControlMaxAge = PreflightSeconds;
        }
    }

    /// <summary>Any site's scripts may read the answer; the browser sends them without cookies.</summary>
    internal static void OpenToScripts(HttpResponse response)
    {
        response.Headers.AccessControlAllowOrigin = "*";
        response.Headers.AccessControlExposeHeaders = Readable;
        response.Headers["Cross-Origin-Resource-Policy"] = "cross-origin";
    }
}
