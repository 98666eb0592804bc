using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Fund.Demo;

namespace Fund.EndToEnd.Tests;

/// <summary>What the finance office does beside the main job, so that every operation succeeds at least once.</summary>
internal static class MoreOfFinance
{
    private static readonly Func<Scene, Task>[] Parts =
    [
        DonorsAsync,
        GiftsAsync,
        ImportAsync,
        PapersAsync,
        RatesAsync,
        TotalsAsync,
        SettingsAsync,
        MonthsAsync,
        BankAsync,
        SessionsAsync,
    ];

    /// <summary>Does all of it; what did not succeed does not keep the rest from being tried.</summary>
    public static async Task<IReadOnlyList<string>> RunAsync(Scene scene, WhatIsRare rare)
    {
        var troubles = new List<string>();
        foreach (var part in Parts.Concat(MoreOfTheOffice.Parts).Concat(MarkedProposals.Parts).Concat(rare.Parts))
        {
            try
            {
                await part(scene);
            }
            catch (Exception e) when (e is DemoFailedException or Xunit.Sdk.XunitException)
            {
                troubles.Add($"{part.Method.DeclaringType!.Name}.{part.Method.Name}: {e.Message}");
            }
        }

        return troubles;
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
        await finance.PostAsync($"donor-merges/{merged.Rows("mergedFrom")[0].Text("mergeId")}/undoing", reason);
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
        var instalment = new JsonObject { ["amount"] = Make.Money("100.00"), ["dueDate"] = scene.Today(30) };
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
        var csv =
            $"donorId,amount,currency,valueDate,channel\n{scene.Ids["company"]},5.00,USD,{scene.Today(-3)},bank\n";
        await UploadAsync(scene, id, csv);
        await CheckedAsync(scene, id);
        var comma = new JsonObject { ["separator"] = ",", ["columns"] = new JsonArray() };
        var changed = await finance.TryAsync(
            HttpMethod.Put,
            $"imports/{id}/layout",
            new JsonObject { ["layout"] = comma }
        );
        Assert.True(changed.Ok, changed.Text);
        await CheckedAsync(scene, id);
        await finance.PostAsync($"imports/{id}/start", new JsonObject { ["leaveOutBadRows"] = true });
        var given = await finance.PostAsync(
            "imports",
            new JsonObject { ["kind"] = "donors", ["fileName"] = "donors.csv" }
        );
        await finance.PostAsync($"imports/{given.Text("importId")}/cancellation");
    }

    private static async Task CheckedAsync(Scene scene, string id)
    {
        var read = await scene.EventuallyAsync(async () =>
            (await scene["finance-officer"].GetAsync($"imports/{id}"))["state"]!.GetValue<string>()
                is "checked"
                    or "unreadable"
        );
        Assert.True(read, "the import was not checked in time");
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
        var setting = (await scene["auditor"].GetAsync("policy-settings")).Rows()[0];
        await scene["fund-manager"]
            .PostAsync(
                "policy-settings",
                new JsonObject
                {
                    ["name"] = setting.Text("name"),
                    ["value"] = setting["value"]!.GetValue<long>(),
                    ["effectiveDate"] = scene.Today(40),
                    ["source"] = "As before.",
                }
            );
    }

    private static async Task MonthsAsync(Scene scene)
    {
        var month = scene.Clock.GetUtcNow().AddMonths(-9).ToString("yyyy-MM", CultureInfo.InvariantCulture);
        var path = $"accounting-periods/{month}";
        await scene["finance-officer"].PostAsync(path + "/closing-request", new JsonObject { ["note"] = "All there." });
        await scene["fund-manager"].PostAsync(path + "/closing");
    }

    private static async Task BankAsync(Scene scene)
    {
        var finance = scene["finance-officer"];
        var profile = await finance.PostAsync(
            "bank-csv-profiles",
            new JsonObject
            {
                ["account"] = "AT611904300234573201",
                ["name"] = "House bank",
                ["layout"] = new JsonObject { ["separator"] = ",", ["columns"] = new JsonArray() },
            }
        );
        var path = $"bank-csv-profiles/{profile.Text("bankCsvProfileId")}";
        var layout = new JsonObject { ["separator"] = ";", ["columns"] = new JsonArray() };
        var seen = (await finance.GetAsync(path)).Number("version");
        await finance.PutAsync(path, new JsonObject { ["layout"] = layout }, seen);
        await finance.PostAsync(path + "/imports", new JsonObject { ["fileName"] = "movements.csv" });
        var booked = (await finance.GetAsync("bank-entries?state=confirmed")).Rows()[0];
        var reason = new JsonObject { ["reason"] = "Not for the Fund." };
        var entry = $"bank-entries/{booked.Text("bankEntryId")}";
        await finance.PostAsync(entry + "/undoing", (JsonObject)reason.DeepClone());
        await finance.PostAsync(entry + "/dismissal", (JsonObject)reason.DeepClone());
        await finance.PostAsync(entry + "/undoing", reason);
        var choice = new JsonObject
        {
            ["bankEntryId"] = booked.Text("bankEntryId"),
            ["donorId"] = scene.Ids["company"],
        };
        await finance.PostAsync("bank-entries/confirmations", new JsonObject { ["choices"] = Make.Array(choice) });
    }

    /// <summary>Somebody who comes and goes: what ends sessions is not tried by the people of other tests.</summary>
    private static async Task SessionsAsync(Scene scene)
    {
        var tenant = new JsonObject { ["donorId"] = scene.Ids["company"] };
        var leaver = await scene.EnrolAsync("leaver", "donorContact", tenant);
        await leaver.GetAsync("session");
        await leaver.GetAsync("second-factor");
        await leaver.TryAsync(HttpMethod.Post, "sessions/ending-of-others");
        var own = (await leaver.GetAsync("sessions")).Rows()[0].Text("sessionId");
        await leaver.TryAsync(HttpMethod.Delete, $"sessions/{own}");
        var again = await scene.EnrolAsync(
            "leaver-2",
            "donorContact",
            new JsonObject { ["donorId"] = scene.Ids["company"] }
        );
        await again.TryAsync(HttpMethod.Delete, "session");
    }

    private static async Task RatesAsync(Scene scene)
    {
        var finance = scene["finance-officer"];
        var rate = new JsonObject
        {
            ["currencyCode"] = "CHF",
            ["effectiveDate"] = scene.Today(-1),
            ["unitsPerUsd"] = "0.9",
        };
        await finance.PostAsync("rates/check", (JsonObject)rate.DeepClone());
        await finance.PostAsync("rates", rate);
    }

    private static async Task TotalsAsync(Scene scene)
    {
        var manager = scene["fund-manager"];
        await manager.PostAsync(
            "published-totals",
            new JsonObject
            {
                ["kind"] = "received",
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
