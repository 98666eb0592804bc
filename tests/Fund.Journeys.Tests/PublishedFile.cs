using System.Text.Json.Nodes;
using System.Xml.Linq;
using Fund.Gateway.Tests.OpenData;
using Fund.Testing;

namespace Fund.Journeys.Tests;

/// <summary>A file of the open data of a Fund that has worked for a while.</summary>
public sealed class PublishedFile(RunningFund fund)
{
    private static readonly DateOnly Today = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);

    /// <summary>It is of the kind that its address says, and something is in it.</summary>
    internal static void Check(string address, string text)
    {
        switch (Path.GetExtension(address))
        {
            case ".xml":
                Assert.NotEmpty(XDocument.Parse(text).Root!.Elements());
                break;
            case ".json":
                Assert.NotNull(JsonNode.Parse(text));
                break;
            default:
                // Of so few applications as there are here nothing is told; the file says so by having no rows.
                var least = address.EndsWith("/applications.csv", StringComparison.Ordinal) ? 2 : 3;
                Assert.True(text.Split('\n').Length >= least, $"{address}: {text}");
                break;
        }
    }

    [Theory]
    [InlineData("activities.xml", "iati-activities-schema.xsd")]
    [InlineData("organisation.xml", "iati-organisations-schema.xsd")]
    public async Task Iati_is_valid_by_schema_and_ruleset(string file, string schema)
    {
        var text = await TextAsync("open-data/iati/" + file);

        Assert.Empty(IatiSchema.ProblemsOf(text, schema));
        Assert.Empty(IatiRuleset.BrokenBy(text, Today));
    }

    [Fact]
    public async Task Grants_are_valid_after_360Giving()
    {
        var grants = JsonNode.Parse(SharedFiles.Read("standards/360giving/schema/360-giving-schema.json"))!;
        var package = JsonNode.Parse(SharedFiles.Read("standards/360giving/schema/360-giving-package-schema.json"))!;
        var text = await TextAsync("open-data/360giving.json");

        var reference = package["properties"]!["grants"]!["items"]!["$ref"]!.GetValue<string>();
        var schema = new JsonSchema(new Dictionary<string, JsonNode> { [reference] = grants });
        Assert.Empty(schema.ProblemsOf(JsonNode.Parse(text), package));
    }

    private Task<string> TextAsync(string path) =>
        fund.Scene.Http.GetStringAsync(path, TestContext.Current.CancellationToken);
}
