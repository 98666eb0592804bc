using System.Net;
using Fund.Gateway.Portal.Access;

namespace Fund.Gateway.Identity;

/// <summary>Where a request comes from, as far as the person needs it to recognise a sign-in.</summary>
/// <param name="Address">Network address; null when unknown.</param>
/// <param name="Device">Family of browser and system; the whole user agent is never kept.</param>
/// <param name="Mark">What the browser is known by since a sign-in; null for programs and browsers that are not.</param>
internal sealed record ClientPlace(IPAddress? Address, string Device, string? Mark = null)
{
    private static readonly (string Sign, string Name)[] Browsers =
    [
        ("Edg", "Edge"),
        ("OPR/", "Opera"),
        ("Firefox", "Firefox"),
        ("SamsungBrowser", "Samsung Internet"),
        ("Chrome", "Chrome"),
        ("Safari", "Safari"),
        ("curl", "curl"),
    ];

    private static readonly (string Sign, string Name)[] Systems =
    [
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Windows", "Windows"),
        ("Mac OS", "macOS"),
        ("Linux", "Linux"),
    ];

    public static ClientPlace Unknown { get; } = new(null, "");

    public static ClientPlace Of(HttpContext context)
    {
        var agent = context.Request.Headers.UserAgent.ToString();
        var address = context.Connection.RemoteIpAddress;
        return new ClientPlace(
            address is { IsIPv4MappedToIPv6: true } ? address.MapToIPv4() : address,
            FamilyOf(agent),
            BrowserMark.Of(context)
        );
    }

    /// <summary>For example <c>Firefox, Windows</c>; empty when nothing is recognised.</summary>
    public static string FamilyOf(string userAgent)
    {
        var browser = Find(Browsers, userAgent);
        var system = Find(Systems, userAgent);
        return browser is null || system is null ? browser ?? system ?? "" : $"{browser}, {system}";
    }

    private static string? Find((string Sign, string Name)[] families, string userAgent)
    {
        foreach (var (sign, name) in families)
        {
            if (userAgent.Contains(sign, StringComparison.Ordinal))
            {
                return name;
            }
        }

        return null;
    }
}
