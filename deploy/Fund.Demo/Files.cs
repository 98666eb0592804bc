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
            .Replace("{IBAN-STATE}", Iban(scene.Run + "state"), StringComparison.Ordinal)
            .Replace("{IBAN-COMPANY}", Iban(scene.Run + "company"), StringComparison.Ordinal)
            .Replace(
                "{MONTH}",
                monthStart.ToString("dd MMM yyyy", CultureInfo.InvariantCulture),
                StringComparison.Ordinal
            )
            .Replace("{DATE}", scene.Today(-3), StringComparison.Ordinal);
    }

    /// <summary>A well-formed invented IBAN: remitters of an earlier run must not be recognised in this one.</summary>
    private static string Iban(string seed)
    {
        var hash = System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(seed));
        var account = string.Concat(hash.Take(18).Select(value => value % 10));
        // Check digits (ISO 7064 mod 97-10) over account, country letters as numbers (D = 13, E = 14) and 00.
        var remainder = System.Numerics.BigInteger.Parse(account + "131400", CultureInfo.InvariantCulture) % 97;
        return string.Create(CultureInfo.InvariantCulture, $"DE{98 - (int)remainder:D2}{account}");
    }
}
