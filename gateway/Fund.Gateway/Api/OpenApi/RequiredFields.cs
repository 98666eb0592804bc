using System.Reflection;
using System.Text.Json;

namespace Fund.Gateway.Api.OpenApi;

/// <summary>
/// The fields that each operation's body must have. The services decide that and the protos do not say it, so a test
/// asks the running services and compares; <c>required.json</c> is what they said.
/// </summary>
internal static class RequiredFields
{
    private static readonly Dictionary<string, string[]> All = Read();

    /// <summary>Names as in JSON; none for an operation that takes an empty body.</summary>
    public static IReadOnlyList<string> Of(Route route) => All.GetValueOrDefault(route.OperationId, []);

    private static Dictionary<string, string[]> Read()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("api-required.json")!;
        return JsonSerializer.Deserialize<Dictionary<string, string[]>>(stream)!;
    }
}
