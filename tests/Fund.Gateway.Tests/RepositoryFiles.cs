using System.Reflection;

namespace Fund.Gateway.Tests;

/// <summary>The repository these tests were built from, for tests about its sources.</summary>
internal static class RepositoryFiles
{
    public static string Root { get; } =
        typeof(RepositoryFiles)
            .Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(attribute => attribute.Key == "RepositoryRoot")
            .Value!;

    /// <summary>Source files of a folder, without what a build made.</summary>
    public static IEnumerable<string> Sources(string folder) =>
        Directory
            .EnumerateFiles(Path.Combine(Root, folder), "*.cs", SearchOption.AllDirectories)
            .Where(path => !path.Replace('\\', '/').Contains("/obj/", StringComparison.Ordinal))
            .Where(path => !path.Replace('\\', '/').Contains("/bin/", StringComparison.Ordinal));
}
