using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Fund.Architecture.Tests;

/// <summary>One project file: its name and what it refers to.</summary>
/// <param name="Path">Path below the repository's root, with slashes.</param>
public sealed record Project(
    string Name,
    string Path,
    IReadOnlyList<string> References,
    IReadOnlyList<string> Packages
);

/// <summary>One source file, by path below the repository's root.</summary>
public sealed record Source(string Path, string Text);

/// <summary>The repository as it stands on disk: sources and project files, generated ones left out.</summary>
public static partial class Repository
{
    public static string Root { get; } =
        typeof(Repository)
            .Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(attribute => attribute.Key == "RepositoryRoot")
            .Value!;

    public static IReadOnlyList<Project> Projects { get; } = [.. Files("*.csproj").Select(ReadProject)];

    public static IReadOnlyList<Source> Sources { get; } =
    [.. Files("*.cs").Select(path => new Source(path, File.ReadAllText(System.IO.Path.Combine(Root, path))))];

    private static IEnumerable<string> Files(string pattern) =>
        Directory
            .EnumerateFiles(Root, pattern, SearchOption.AllDirectories)
            .Select(path => System.IO.Path.GetRelativePath(Root, path).Replace('\\', '/'))
            .Where(path => !Generated().IsMatch(path));

    private static Project ReadProject(string path)
    {
        var xml = XDocument.Load(System.IO.Path.Combine(Root, path));
        string[] Includes(string element) =>
            [
                .. xml.Descendants(element)
                    .Select(node => node.Attribute("Include")?.Value ?? "")
                    .Where(v => v.Length > 0),
            ];
        return new Project(
            System.IO.Path.GetFileNameWithoutExtension(path),
            path,
            [
                .. Includes("ProjectReference")
                    .Select(r => System.IO.Path.GetFileNameWithoutExtension(r.Replace('\\', '/'))),
            ],
            Includes("PackageReference")
        );
    }

    [GeneratedRegex(@"(^|/)(obj|bin|node_modules|\.fund|artifacts)/")]
    private static partial Regex Generated();
}
