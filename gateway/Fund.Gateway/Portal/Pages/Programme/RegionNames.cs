namespace Fund.Gateway.Portal.Pages.Programme;

/// <summary>The regions that a balance, a filter and the statistics go by, as the services name them.</summary>
internal static class RegionNames
{
    public static readonly string[] All = ["africa", "americas", "asia", "europe", "oceania", "elsewhere"];

    /// <summary>The name itself where there is a word for it.</summary>
    public static string Known(string name) => All.Contains(name, StringComparer.Ordinal) ? name : "elsewhere";
}
