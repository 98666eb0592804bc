namespace Fund.GrantCalls.Domain;

/// <summary>What was given, short enough for a message.</summary>
internal static class Shown
{
    private const int Most = 40;

    public static string Of(string given) => given.Length <= Most ? given : given[..Most] + "…";
}
