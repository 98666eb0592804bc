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

    /// <summary>Every call that has words, with them, in their order.</summary>
    public static IEnumerable<(string Call, string Text)> All(Words words) =>
        words
            .In("en")
            .Keys.Where(key => key.StartsWith(Prefix, StringComparison.Ordinal))
            .Select(key => (key[Prefix.Length..], words[key]))
            .OrderBy(act => act.Item2, StringComparer.CurrentCulture);
}
