using System.Text.Json.Nodes;
using Fund.Demo.Steps;

namespace Fund.Demo.Seeding;

/// <summary>What waits for somebody in the finance office: entries to match, an instalment overdue, a gift without a rate.</summary>
internal static class WaitingWork
{
    /// <summary>A currency that no rate of the set is for.</summary>
    private const string WithoutRate = "ISK";

    /// <param name="scene">With the donors of the set loaded.</param>
    /// <param name="donors">Ids of donors of the set by a word of their names.</param>
    public static async Task RunAsync(Scene scene, IReadOnlyDictionary<string, string> donors)
    {
        var (report, finance) = (scene.Report, scene["finance-officer"]);
        report.Step("Work that waits");
        foreach (var (donor, currency) in new[] { ("Ruritania", "EUR"), ("Northwind Traders", "AUD") })
        {
            var pledge = await finance.PostAsync(
                "pledges",
                new JsonObject
                {
                    ["donorId"] = donors[donor],
                    ["amount"] = Make.Money("30000.00", currency),
                    ["pledgedOn"] = scene.Today(-120),
                    ["reference"] = $"SET-{donor[..4].ToUpperInvariant()}-{scene.Run}",
                }
            );
            var instalments = new[] { -20, 70, 160 }.Select(days => new JsonObject
            {
                ["amount"] = Make.Money("10000.00", currency),
                ["dueDate"] = scene.Today(days),
            });
            await finance.PostAsync(
                $"pledges/{pledge.Text("pledgeId")}/plan",
                new JsonObject { ["instalments"] = new JsonArray([.. instalments]), ["reason"] = "As agreed." }
            );
        }

        await finance.PostAsync(
            "contributions",
            new JsonObject
            {
                ["donorId"] = donors["Evergreen"],
                ["amount"] = Make.Money("250000", WithoutRate),
                ["valueDate"] = scene.Today(-4),
                ["channel"] = "bank",
            }
        );
        var statement = await finance.PostFileAsync(
            "bank-statements",
            Files.Read("bank-statement-of-the-set.xml", scene)
        );
        report.Say($"{statement.Rows("statements")[0].Number("newEntries")} bank entries wait to be matched");
        report.Say($"two pledges have an overdue instalment, and a gift in {WithoutRate} waits for a rate");
    }
}
