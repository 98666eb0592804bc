using Fund.Gateway.Identity;

namespace Fund.Gateway.Portal.Ui;

/// <summary>
/// What was done, in words. The audit trail keeps the names of calls, events and clock work, which are the same in every
/// language and for good.
/// </summary>
internal static class Acts
{
    private const string Prefix = "Act.";

    /// <summary>The words of a call; its name as it is when it is none of today's, such as one of an earlier release.</summary>
    public static string Name(Words words, string call) => words.Find(Prefix + call) ?? call;

    /// <summary>
    /// Calls to choose from, in words and in their order: those that are seen already, and all of a part of the system
    /// once that is chosen. All of all parts would be heavier than the rest of the page.
    /// </summary>
    public static IEnumerable<(string Call, string Text)> Choices(
        Words words,
        string service,
        IEnumerable<string> seen
    ) =>
        PermissionTable
            .All.Values.Where(permission => permission.Part == service)
            .Select(permission => permission.Route.Rpc.Name)
            .Concat(seen)
            .Distinct(StringComparer.Ordinal)
            .Where(call => words.Find(Prefix + call) is not null)
            .Select(call => (call, Name(words, call)))
            .OrderBy(act => act.Item2, StringComparer.CurrentCulture);
}
