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
        endpoints.MapPost("/session/extend", Extend);
    }

    private static async Task<IResult> SignOutAsync(
        HttpContext context,
        Visitor visitor,
        SessionEnds ends,
        IAntiforgery antiforgery
    )
    {
        if (!await antiforgery.IsRequestValidAsync(context))
        {
            return Results.StatusCode(StatusCodes.Status400BadRequest);
        }

        if ((visitor.Session ?? visitor.Unfinished) is { } session)
        {
            await ends.OneAsync(session.AccountId, session.SessionId, context.RequestAborted);
        }

        SessionCookie.Clear(context);
        return Results.Redirect($"{context.Request.PathBase}/signed-out");
    }

    /// <summary>
    /// Answers with the seconds that the session has now, which asking has just extended; asked by our own script only.
    /// </summary>
    private static IResult Extend(HttpContext context, Visitor visitor, TimeProvider time)
    {
        if (visitor.Session is not { } session || !context.Request.Headers.ContainsKey(SessionCookie.Header))
        {
            return Results.StatusCode(StatusCodes.Status401Unauthorized);
        }

        var seconds = (int)(session.ExpiresAt - time.GetUtcNow()).TotalSeconds;
        return Results.Text(seconds.ToString(CultureInfo.InvariantCulture));
    }
}
