using System.Collections.Frozen;
using System.Reflection;
using System.Text.Json;

namespace Fund.Gateway.Api.ProblemTypes;

/// <summary>What one reason of a problem means; its page is the problem's <c>type</c>.</summary>
/// <param name="Reason">UPPER_SNAKE_CASE, as answers have it.</param>
/// <param name="Statuses">The HTTP statuses it comes with.</param>
/// <param name="Means">What it says, for a person.</param>
/// <param name="Todo">What can be done about it.</param>
internal sealed record ProblemType(string Reason, IReadOnlyList<int> Statuses, string Means, string Todo)
{
    /// <summary>Path of its page.</summary>
    public string Path => Problem.TypeOf(Reason);
}

/// <summary>
/// Every reason that the system can answer with, by where it comes from. The lists are files beside this one; a test
/// compares them with the reasons in the sources of all services, so that none is missing and none is left over.
/// </summary>
internal static class ProblemCatalogue
{
    private const string Prefix = "problem-types/";

    /// <summary>Reasons that any part of the system may give.</summary>
    public const string Shared = "shared";

    /// <summary>Reasons that the gateway itself gives.</summary>
    public const string Gateway = "gateway";

    private static readonly JsonSerializerOptions Reading = new(JsonSerializerDefaults.Web);

    /// <summary>Services that a service asks while it answers: their refusals pass through.</summary>
    private static readonly Dictionary<string, string[]> Asks = new(StringComparer.Ordinal)
    {
        ["grantcalls"] = ["donations", "projects"],
    };

    /// <summary>By origin: shared, gateway, donations, grantcalls, projects, beneficiaries.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<ProblemType>> ByOrigin { get; } = Read();

    /// <summary>All of them by reason.</summary>
    public static IReadOnlyDictionary<string, ProblemType> All { get; } =
        ByOrigin
            .SelectMany(origin => origin.Value)
            .GroupBy(type => type.Reason, StringComparer.Ordinal)
            .ToFrozenDictionary(same => same.Key, same => same.First(), StringComparer.Ordinal);

    /// <summary>What a call that a service carries out may be answered with at a status.</summary>
    /// <param name="service">Name of the service, or gateway.</param>
    /// <param name="status">HTTP status.</param>
    public static IEnumerable<ProblemType> Of(string service, int status) =>
        new[] { Gateway, Shared, service }
            .Concat(Asks.GetValueOrDefault(service, []))
            .Distinct(StringComparer.Ordinal)
            .SelectMany(origin => ByOrigin.GetValueOrDefault(origin, []))
            .Where(type => type.Statuses.Contains(status))
            .DistinctBy(type => type.Reason)
            .OrderBy(type => type.Reason, StringComparer.Ordinal);

    private static Dictionary<string, IReadOnlyList<ProblemType>> Read()
    {
        var assembly = Assembly.GetExecutingAssembly();
        var all = new Dictionary<string, IReadOnlyList<ProblemType>>(StringComparer.Ordinal);
        foreach (var name in assembly.GetManifestResourceNames())
        {
            if (name.StartsWith(Prefix, StringComparison.Ordinal))
            {
                using var stream = assembly.GetManifestResourceStream(name)!;
                var entries = JsonSerializer.Deserialize<Dictionary<string, Entry>>(stream, Reading)!;
                all[Path.GetFileNameWithoutExtension(name)] =
                [
                    .. entries.Select(entry => new ProblemType(
                        entry.Key,
                        entry.Value.Statuses,
                        entry.Value.Means,
                        entry.Value.Todo
                    )),
                ];
            }
        }

        return all;
    }

    private sealed record Entry(int[] Statuses, string Means, string Todo);
}
