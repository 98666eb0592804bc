namespace Fund.Gateway.Portal;

/// <summary>
/// What a browser may do with our pages: scripts, styles, pictures and fonts from here and from nowhere else, nothing written into a page, no frame around them.
/// </summary>
internal static class SecurityHeaders
{
    private const string Policy =
        "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
        + "form-action 'self'; "
        + "base-uri 'none'; frame-ancestors 'none'";

    public static Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        // When the answer starts, because an error page begins by clearing all headers.
        context.Response.OnStarting(Set, context.Response.Headers);
        return next(context);
    }

    private static Task Set(object state)
    {
        var headers = (IHeaderDictionary)state;
        headers.ContentSecurityPolicy = Policy;
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        return Task.CompletedTask;
    }
}
