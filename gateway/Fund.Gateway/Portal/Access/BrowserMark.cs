using System.Buffers.Text;
using Fund.Gateway.Identity;

namespace Fund.Gateway.Portal.Access;

/// <summary>
/// By what a browser is known in which somebody has signed in: a random text that says nothing about the person. Guesses
/// made elsewhere do not keep the person waiting in it (see <see cref="SignInThrottle"/>), wherever the browser is.
/// Given after a sign-in and never before; out of reach of scripts, and sent to this site only.
/// </summary>
internal static class BrowserMark
{
    private const string Plain = "fund-known";
    private const string Bound = "__Host-fund-known";
    private const string ItemsKey = "fund.new-browser-mark";

    /// <summary>Characters of 256 random bits.</summary>
    private const int Length = 43;

    /// <summary>The mark of the browser that asks; null when it has none.</summary>
    public static string? Of(HttpContext context) =>
        context.Items[ItemsKey] as string
        ?? (
            context.Request.Cookies[Name(context.Request)] is { Length: Length } mark && Base64Url.IsValid(mark)
                ? mark
                : null
        );

    /// <summary>Before a sign-in: the mark that it will be known by, when it succeeds.</summary>
    public static void Prepare(HttpContext context)
    {
        if (Of(context) is null)
        {
            context.Items[ItemsKey] = AccessToken.Random();
        }
    }

    /// <summary>After a sign-in: the browser keeps its mark.</summary>
    public static void Keep(HttpContext context)
    {
        if (Of(context) is { } mark)
        {
            context.Response.Cookies.Append(
                Name(context.Request),
                mark,
                new CookieOptions
                {
                    HttpOnly = true,
                    Secure = context.Request.IsHttps,
                    SameSite = SameSiteMode.Lax,
                    Path = "/",
                    MaxAge = SignInThrottle.KnownFor,
                    IsEssential = true,
                }
            );
        }
    }

    private static string Name(HttpRequest request) => request.IsHttps ? Bound : Plain;
}
