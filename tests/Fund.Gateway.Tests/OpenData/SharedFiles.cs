namespace Fund.Gateway.Tests.OpenData;

/// <summary>Schemas of the standards, which are not part of the repository; tests that need them say so when they are absent.</summary>
internal static class SharedFiles
{
    public static byte[] Read(string path)
    {
        var file = Find(path);
        Assert.SkipUnless(file is not null, $"needs ../shared/{path}");
        return File.ReadAllBytes(file!);
    }

    private static string? Find(string path)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var candidate = Path.Combine(folder.FullName, "..", "shared", path);
            if (File.Exists(Path.Combine(folder.FullName, "Fund.sln")))
            {
                return File.Exists(candidate) ? candidate : null;
            }
        }

        return null;
    }
}
