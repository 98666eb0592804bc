using System.Text.Json;
using Fund.Testing;

namespace Fund.Beneficiaries.Tests;

/// <summary>Published tables that attacks are tried on.</summary>
internal static class Shared
{
    public static JsonElement KnownTables()
    {
        using var stream = File.OpenRead(SharedFiles.PathOf("standards/sdc/known-tables.json"));
        using var document = JsonDocument.Parse(stream);
        return document.RootElement.Clone();
    }
}
