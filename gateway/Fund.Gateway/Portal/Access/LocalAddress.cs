namespace Fund.Gateway.Portal.Access;

/// <summary>Where to go on after signing in: a page of ours and nothing else.</summary>
internal static class LocalAddress
{
    /// <summary>The address below the language when it is one of ours; otherwise the home page of who signs in.</summary>
    public static string OrHome(string? address) => IsLocal(address) ? address! : "/home";

    /// <summary>A path that begins with one slash: anything else could lead to another site.</summary>
    private static bool IsLocal(string? address) =>
        address is { Length: > 0 and <= 2000 }
        && address[0] == '/'
        && (address.Length == 1 || address[1] is not ('/' or '\\'))
        && !address.Any(char.IsControl);
}
