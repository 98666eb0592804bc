using Fund.Gateway.Identity;

namespace Fund.Gateway.Portal.Access;

/// <summary>
/// The access token of a browser: out of reach of scripts, sent to this site only, gone when the browser is closed; how
/// long it is worth something only the session says. Over TLS its name binds it to this host.
/// </summary>
internal static class SessionCookie
{
    private const string Plain = "fund";
    private const string Bound = "__Host-fund";

    /// <summary>
    /// A program of another site can make a browser send a form, but not with this header; see <see cref="OfApiCall"/>.
    /// </summary>
    public const string Header = "Fund-Portal";

    public static string? Of(HttpRequest request) => request.Cookies[Name(request)];

    /// <summary>
    /// The token of a browser that calls the API: for reading always; for anything else only when our own script asks,
    /// which a header shows that other sites cannot send.
    /// </summary>
    public static string? OfApiCall(HttpRequest request) =>
        HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) || request.Headers.ContainsKey(Header)
            ? Of(request)
            : null;

    public static void Set(HttpContext context, string token) =>
        context.Response.Cookies.Append(Name(context.Request), token, Options(context.Request));

    public static void Clear(HttpContext context) =>
        context.Response.Cookies.Delete(Name(context.Request), Options(context.Request));

    private static string Name(HttpRequest request) => request.IsHttps ? Bound : Plain;

    private static CookieOptions Options(HttpRequest request) =>
        new()
        {
            HttpOnly = true,
            Secure = request.IsHttps,
            SameSite = SameSiteMode.Lax,
            Path = "/",
            IsEssential = true,
        };
}
