using System.Text.Json.Nodes;

namespace Fund.Demo.Steps;

/// <summary>Step 8: the same request sent twice has one effect; the same key with another body is refused.</summary>
internal static class TheSameRequestTwice
{
    public static async Task RunAsync(Scene scene)
    {
        var (report, finance) = (scene.Report, scene["finance-officer"]);
        report.Step("8. The same request twice");
        var key = Api.NewKey();
        var before = (await scene.Public.GetAsync("fund-position")).Cents("received");
        var first = await finance.PostAsync("contributions", Gift(scene, "1000.00"), key);
        var second = await finance.PostAsync("contributions", Gift(scene, "1000.00"), key);
        var after = (await scene.Public.GetAsync("fund-position")).Cents("received");
        report.Check(
            first.Text("contributionId") == second.Text("contributionId") && after - before == 100_000,
            "the same contribution twice: one effect, the same answer"
        );
        report.Refused(
            await finance.TryAsync(HttpMethod.Post, "contributions", Gift(scene, "2000.00"), key),
            "the same key with another amount"
        );
        var award = await scene["programme-officer"]
            .TryAsync(
                HttpMethod.Post,
                TheBoardDecides.Decision(scene, "harbour"),
                TheBoardDecides.Award(scene.Ids["session"], "300000.00"),
                scene.Ids["award-key"]
            );
        var awards = (await scene.Public.GetAsync($"awards?callId={scene.Ids["call"]}")).Rows();
        report.Check(award.Ok && awards.Count == 1, "the same award twice: still one award");
        var precise = Gift(scene, "10.005");
        report.Refused(await finance.TryAsync(HttpMethod.Post, "contributions", precise), "half a cent");
        var negative = Gift(scene, "-10.00");
        report.Refused(await finance.TryAsync(HttpMethod.Post, "contributions", negative), "a negative amount");
        var future = Gift(scene, "10.00");
        future["valueDate"] = scene.Today(30);
        report.Refused(await finance.TryAsync(HttpMethod.Post, "contributions", future), "a value date in the future");
        var unknown = Gift(scene, "10.00");
        unknown["colour"] = "blue";
        report.Refused(await finance.TryAsync(HttpMethod.Post, "contributions", unknown), "an unknown field");
    }

    private static JsonObject Gift(Scene scene, string amount) =>
        new()
        {
            ["donorId"] = scene.Ids["individual"],
            ["amount"] = Make.Money(amount),
            ["valueDate"] = scene.Today(-1),
            ["channel"] = "bank",
        };
}
