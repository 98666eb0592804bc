using System.Globalization;
using Fund.Gateway.Identity;
using Microsoft.AspNetCore.Antiforgery;

namespace Fund.Gateway.Portal.Access;

/// <summary>What a browser does with its session besides looking at pages.</summary>
internal static class SessionEndpoints
{
    public static void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints.MapPost("/sign-out", SignOutAsync);
        endpoints.MapPost("/session/extend", ExtendAsync);
    }

    private static async Task<IResult> SignOutAsync(
        HttpContext context,
        Visitor visitor,
        Sessions sessions,
        IAntiforgery antiforgery
    )
    {
        if (!await antiforgery.IsRequestValidAsync(context))
        {
            return Results.StatusCode(StatusCodes.Status400BadRequest);
        }

        if (visitor.Session is { } session)
        {
            await sessions.RevokeAsync(session, context.RequestAborted);
        }

        SessionCookie.Clear(context);
        return Results.Redirect($"{context.Request.PathBase}/signed-out");
    }

    /// <summary>Answers with the seconds that the session has now; asked by our own script only.</summary>
    private static async Task<IResult> ExtendAsync(
        HttpContext context,
        Visitor visitor,
        Sessions sessions,
        TimeProvider time
    )
    {
        if (visitor.Session is not { } session || !context.Request.Headers.ContainsKey(SessionCookie.Header))
        {
            return Results.StatusCode(StatusCodes.Status401Unauthorized);
        }

        var end = await sessions.ExtendAsync(session, context.RequestAborted);
        var seconds = (int)(end - time.GetUtcNow()).TotalSeconds;
        return Results.Text(seconds.ToString(CultureInfo.InvariantCulture));
    }
}
