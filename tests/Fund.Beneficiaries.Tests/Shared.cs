using System.Text.Json;

namespace Fund.Beneficiaries.Tests;

/// <summary>Reference files beside the repository; tests that need one skip when it is not there.</summary>
internal static class Shared
{
    /// <summary>Path of a file under <c>../shared</c>.</summary>
    public static string File(params string[] path)
    {
        var relative = Path.Combine(path);
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var file = Path.Combine(folder.FullName, "shared", relative);
            if (System.IO.File.Exists(file))
            {
                return file;
            }
        }

        Assert.Skip($"needs ../shared/{relative}");
        return "";
    }

    public static JsonElement KnownTables()
    {
        using var stream = System.IO.File.OpenRead(File("standards", "sdc", "known-tables.json"));
        using var document = JsonDocument.Parse(stream);
        return document.RootElement.Clone();
    }
}
