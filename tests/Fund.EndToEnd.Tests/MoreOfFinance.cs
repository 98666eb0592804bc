using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Fund.Demo;

namespace Fund.EndToEnd.Tests;

/// <summary>What the finance office does beside the main job, so that every operation succeeds at least once.</summary>
internal static class MoreOfFinance
{
    public static async Task RunAsync(Scene scene)
    {
        await DonorsAsync(scene);
        await GiftsAsync(scene);
        await ImportAsync(scene);
        await PapersAsync(scene);
        await SettingsAsync(scene);
    }

    private static async Task DonorsAsync(Scene scene)
    {
        var finance = scene["finance-officer"];
        var donor = await finance.PostAsync("donors", Donor($"Lumen Textiles GmbH {scene.Run}"));
        var duplicate = await finance.PostAsync("donors", Donor($"Lumen Textile GmbH {scene.Run}"));
        var id = donor.Text("donorId");
        await finance.PutAsync($"donors/{id}", Donor($"Lumen {scene.Run}"), donor.Number("version"));
        var merged = await finance.PostAsync(
            $"donors/{id}/merges",
            new JsonObject { ["duplicateId"] = duplicate.Text("donorId"), ["reason"] = "The same firm." }
        );
        var reason = new JsonObject { ["reason"] = "They are two after all." };
        await finance.PostAsync($"donor-merges/{merged.Text("mergeId")}/undoing", reason);
        var pledge = await finance.PostAsync(
            "pledges",
            new JsonObject
            {
                ["donorId"] = id,
                ["amount"] = Make.Money("100.00"),
                ["pledgedOn"] = scene.Today(-10),
            }
        );
        var path = $"pledges/{pledge.Text("pledgeId")}";
        var instalment = new JsonObject { ["amount"] = Make.Money("100.00"), ["dueOn"] = scene.Today(30) };
        var plan = new JsonObject { ["instalments"] = Make.Array(instalment), ["reason"] = "Agreed." };
        await finance.PostAsync(path + "/plan", plan);
        await finance.PostAsync(path + "/cancellation", new JsonObject { ["reason"] = "No money this year." });
    }

    private static async Task GiftsAsync(Scene scene)
    {
        var finance = scene["finance-officer"];
        var gift = await finance.PostAsync(
            "in-kind-gifts",
            new JsonObject
            {
                ["donorId"] = scene.Ids["company"],
                ["description"] = "Blankets",
                ["estimatedValue"] = Make.Money("500.00"),
                ["givenOn"] = scene.Today(-5),
            }
        );
        var withdrawn = new JsonObject { ["reason"] = "Never arrived." };
        await finance.PostAsync($"in-kind-gifts/{gift.Text("inKindGiftId")}/withdrawal", withdrawn);
        var first = await GiveAsync(scene, "10.00");
        var correction = Contribution(scene, "11.00");
        correction["reason"] = "A slip of the pen.";
        await finance.PostAsync($"contributions/{first}/correction", correction);
        var second = await GiveAsync(scene, "12.00");
        await finance.PostAsync($"contributions/{second}/reversal", new JsonObject { ["reason"] = "Not ours." });
    }

    private static async Task ImportAsync(Scene scene)
    {
        var finance = scene["finance-officer"];
        var begun = await finance.PostAsync(
            "imports",
            new JsonObject { ["kind"] = "contributions", ["fileName"] = "gifts.csv" }
        );
        var id = begun.Text("importId");
        var csv = $"donor,amount,currency,valueDate,channel\n{scene.Ids["company"]},5.00,USD,{scene.Today(-3)},bank\n";
        await UploadAsync(scene, id, csv);
        var read = await scene.EventuallyAsync(async () =>
            (await finance.GetAsync($"imports/{id}"))["state"]!.GetValue<string>() is "checked" or "unreadable"
        );
        Assert.True(read, "the import was not checked in time");
        await finance.PostAsync($"imports/{id}/start", new JsonObject { ["leaveOutBadRows"] = true });
        var given = await finance.PostAsync(
            "imports",
            new JsonObject { ["kind"] = "donors", ["fileName"] = "donors.csv" }
        );
        await finance.PostAsync($"imports/{given.Text("importId")}/cancellation");
    }

    private static async Task UploadAsync(Scene scene, string id, string csv)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, $"api/v1/imports/{id}/content");
        request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(csv));
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("text/csv");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", scene["finance-officer"].Token);
        using var answer = await scene.Http.SendAsync(request);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    private static async Task PapersAsync(Scene scene)
    {
        var finance = scene["finance-officer"];
        var gift = await GiveAsync(scene, "20.00");
        await finance.PostAsync("receipts", new JsonObject { ["contributionId"] = gift, ["language"] = "en" });
        var range = new JsonObject { ["fromDate"] = scene.Today(-30), ["toDate"] = scene.Today() };
        await finance.PostAsync("receipts/batches", range);
        var year = scene.Clock.GetUtcNow().Year;
        await finance.PostAsync("statement-batches", new JsonObject { ["year"] = year });
    }

    private static async Task SettingsAsync(Scene scene)
    {
        var (finance, manager) = (scene["finance-officer"], scene["fund-manager"]);
        var rate = new JsonObject
        {
            ["currencyCode"] = "CHF",
            ["effectiveDate"] = scene.Today(-1),
            ["unitsPerUsd"] = "0.9",
        };
        await finance.PostAsync("rates/check", (JsonObject)rate.DeepClone());
        await finance.PostAsync("rates", rate);
        await manager.PostAsync(
            "published-totals",
            new JsonObject
            {
                ["kind"] = "contributions",
                ["amount"] = Make.Money("6700000.00"),
                ["asOf"] = "2019-03-01",
                ["source"] = "Report of 2019",
            }
        );
    }

    private static async Task<string> GiveAsync(Scene scene, string amount) =>
        (await scene["finance-officer"].PostAsync("contributions", Contribution(scene, amount))).Text("contributionId");

    private static JsonObject Contribution(Scene scene, string amount) =>
        new()
        {
            ["donorId"] = scene.Ids["company"],
            ["amount"] = Make.Money(amount),
            ["valueDate"] = scene.Today(-2),
            ["channel"] = "bank",
        };

    private static JsonObject Donor(string name) =>
        new()
        {
            ["kind"] = "privateSector",
            ["name"] = name,
            ["countryCode"] = "DE",
        };
}
