using Fund.Gateway.Identity;
using Fund.Hosting;
using Fund.Kernel;
using Microsoft.AspNetCore.Components.Endpoints;

namespace Fund.Gateway.Portal.Access;

/// <summary>
/// Stands before every page: says who looks at it, turns away who may not, and sends who has not signed in to do so
/// and back. What was typed into a form meanwhile goes along and comes back: nothing is lost by a session that ended.
/// </summary>
internal static class PageGate
{
    private const string KeptKey = "fund.kept-work";

    public static async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        if (IsFromElsewhere(context.Request))
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            return;
        }

        var visitor = context.RequestServices.GetRequiredService<Visitor>();
        var session = From(context, await SessionAsync(context));
        visitor.Session = session is { Stage: SessionStage.Full } ? session : null;
        visitor.Unfinished = session is { Stage: not SessionStage.Full } ? session : null;
        context.RequestServices.GetRequiredService<ICallerAccessor>().Current = visitor.Caller;
        if (context.GetEndpoint()?.Metadata.GetMetadata<PageAccessAttribute>() is not { } access)
        {
            await RefuseUnmarkedAsync(context, next);
            return;
        }

        if (access.IsOpen || (visitor.IsSignedIn && access.Allows(visitor.Caller)))
        {
            if (visitor.IsSignedIn)
            {
                // As the forms of the framework say it, which else warns that it says more.
                context.Response.Headers.CacheControl = "no-cache, no-store";
            }

            await next(context);
            return;
        }

        if (visitor.IsSignedIn)
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            return;
        }

        await SendToSignInAsync(context, next);
    }

    /// <summary>What was typed when the session had ended; null when nothing was.</summary>
    public static IFormCollection? KeptWork(HttpContext context) => context.Items[KeptKey] as IFormCollection;

    /// <summary>Says for the audit trail where the visitor asks from.</summary>
    private static SignedIn? From(HttpContext context, SignedIn? session) =>
        session is null
            ? null
            : session with
            {
                Caller = session.Caller with { Address = ClientPlace.Of(context).Address?.ToString() },
            };

    private static async Task<SignedIn?> SessionAsync(HttpContext context)
    {
        if (SessionCookie.Of(context.Request) is not { Length: > 0 } token)
        {
            return null;
        }

        var sessions = context.RequestServices.GetRequiredService<Sessions>();
        try
        {
            // Using a session is what keeps it alive.
            return await sessions.OfBrowserAsync(token, context.RequestAborted);
        }
        catch (RefusedException)
        {
            // Expired or revoked: the visitor is nobody until signing in again.
            SessionCookie.Clear(context);
            return null;
        }
    }

    private static Task RefuseUnmarkedAsync(HttpContext context, RequestDelegate next)
    {
        // No page at all is the router's business; a page of ours without a mark is a mistake of ours.
        if (context.GetEndpoint()?.Metadata.GetMetadata<ComponentTypeMetadata>() is { } page)
        {
            throw new InvalidOperationException($"{page.Type.Name} does not say who may open it.");
        }

        return next(context);
    }

    private static async Task SendToSignInAsync(HttpContext context, RequestDelegate next)
    {
        var request = context.Request;
        var back = request.Path + request.QueryString;
        if (!HttpMethods.IsPost(request.Method) || !request.HasFormContentType)
        {
            context.Response.Redirect($"{request.PathBase}/sign-in?return={Uri.EscapeDataString(back)}");
            return;
        }

        // The sign-in page is shown in place of the answer, with what was typed in its own form.
        context.Items[KeptKey] = await request.ReadFormAsync(context.RequestAborted);
        request.Method = HttpMethods.Get;
        request.ContentType = null;
        request.QueryString = QueryString.Create("return", back);
        request.Path = "/sign-in";
        request.RouteValues.Clear();
        context.SetEndpoint(SignInPage(context));
        await next(context);
    }

    private static Endpoint SignInPage(HttpContext context) =>
        context
            .RequestServices.GetRequiredService<EndpointDataSource>()
            .Endpoints.Single(endpoint =>
                endpoint.Metadata.GetMetadata<ComponentTypeMetadata>()?.Type == typeof(Pages.Account.SignIn)
            );

    /// <summary>
    /// True for a form that a page of another site sends; every browser of today says so. Forms carry a token as well.
    /// </summary>
    private static bool IsFromElsewhere(HttpRequest request)
    {
        if (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method))
        {
            return false;
        }

        if (
            request.Headers.TryGetValue("Sec-Fetch-Site", out var site)
            && site.ToString() is not ("same-origin" or "none")
        )
        {
            return true;
        }

        return request.Headers.Origin.ToString() is { Length: > 0 } origin
            && (!Uri.TryCreate(origin, UriKind.Absolute, out var from) || from.Authority != request.Host.Value);
    }
}
