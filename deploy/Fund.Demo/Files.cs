using System.Globalization;

namespace Fund.Demo;

/// <summary>The files that banks and the UN Treasury send, with this run's dates and references put in.</summary>
internal static class Files
{
    public static string Read(string name, Scene scene)
    {
        var assembly = typeof(Files).Assembly;
        using var stream =
            assembly.GetManifestResourceStream($"Fund.Demo.Files.{name}")
            ?? throw new DemoFailedException($"the file {name} is not in the program");
        using var reader = new StreamReader(stream);
        var today = scene.Clock.GetUtcNow().UtcDateTime;
        var monthStart = new DateTime(today.Year, today.Month, 1, 0, 0, 0, DateTimeKind.Utc).AddMonths(-2);
        return reader
            .ReadToEnd()
            .Replace("{RUN}", scene.Run, StringComparison.Ordinal)
            .Replace(
                "{MONTH}",
                monthStart.ToString("dd MMM yyyy", CultureInfo.InvariantCulture),
                StringComparison.Ordinal
            )
            .Replace("{DATE}", scene.Today(-3), StringComparison.Ordinal);
    }
}
