using System.Reflection;
using System.Text.RegularExpressions;
using Fund.Gateway.Portal;
using Fund.Gateway.Portal.Access;
using Fund.Hosting;
using Microsoft.AspNetCore.Components;

namespace Fund.Gateway.Tests.Portal;

/// <summary>A page of the portal, as its address and who may open it.</summary>
internal sealed record PortalPage(string Template, Type Component, PageAccessAttribute? Access)
{
    /// <summary>An address with something in every parameter.</summary>
    public string Address =>
        PortalPages
            .Parameter()
            .Replace(
                Template,
                match =>
                    match.Value switch
                    {
                        var number when number.Contains(":int", StringComparison.Ordinal) => "404",
                        "{Reason}" => "not-found",
                        "{Service}" => "donations",
                        "{Audience}" => "applicants",
                        "{Section}" => ApplyingFacts.Section,
                        "{Path}" => "text",
                        "{Kind}" when Template.StartsWith("/admin/tenants", StringComparison.Ordinal) => "Organisation",
                        "{Kind}" => "contribution",
                        _ => "0198f3a2-7c1e-7b11-9f61-3a55c0d4e8b2",
                    }
            );

    /// <summary>Somebody who may open it; null for the public.</summary>
    public Role? Reader =>
        Access switch
        {
            null or OpenPageAttribute => null,
            PageForAttribute some => some.Roles[0],
            _ => Role.FinanceOfficer,
        };
}

/// <summary>Every page there is, found as the router finds them.</summary>
internal static partial class PortalPages
{
    public static IReadOnlyList<PortalPage> All { get; } =
    [
        .. from component in typeof(App).Assembly.GetTypes()
        from route in component.GetCustomAttributes<RouteAttribute>()
        orderby route.Template
        select new PortalPage(route.Template, component, component.GetCustomAttribute<PageAccessAttribute>()),
    ];

    [GeneratedRegex(@"\{[^}]+\}")]
    internal static partial Regex Parameter();
}
