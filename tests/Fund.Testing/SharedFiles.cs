using Xunit;

namespace Fund.Testing;

/// <summary>Reference files that stand beside the repository and are no part of it; tests that need one skip without it.</summary>
public static class SharedFiles
{
    /// <summary>Content of a file under <c>../shared</c>.</summary>
    public static byte[] Read(string path) => File.ReadAllBytes(PathOf(path));

    /// <summary>Where a file under <c>../shared</c> is.</summary>
    public static string PathOf(string path)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Fund.sln")))
        {
            folder = folder.Parent;
        }

        var file = Path.GetFullPath(Path.Combine(folder?.FullName ?? "/", "..", "shared", path));
        Assert.SkipUnless(File.Exists(file), $"needs ../shared/{path}");
        return file;
    }
}
