using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Fund.Demo;
using Fund.Demo.Steps;

namespace Fund.EndToEnd.Tests;

/// <summary>
/// What the main job never comes to: a second project whose papers are sent back, letters with links in them, messages
/// that nobody can process, questions that only change nothing.
/// </summary>
/// <param name="fund">The Fund, whose databases and messages are looked into.</param>
/// <param name="mails">The folder where its messages lie.</param>
internal sealed partial class WhatIsRare(WholeFund fund, string mails)
{
    public IReadOnlyList<Func<Scene, Task>> Parts =>
        [CriterionAsync, ProjectAsync, LettersAsync, DeadMessagesAsync, TenantsAsync, ChecksAsync, SeenLastAsync];

    /// <summary>A person confirms what a rule found.</summary>
    private static async Task CriterionAsync(Scene scene)
    {
        var officer = scene["programme-officer"];
        var path = $"proposals/{scene.Ids["sprout-proposal"]}";
        var unmet = (await officer.GetAsync(path))
            .Rows("eligibility")
            .First(row => row.Text("outcome") == "notMet")
            .Text("key");
        var decision = new JsonObject { ["met"] = false, ["reason"] = "Too young by the register too." };
        await officer.PostAsync($"{path}/criteria/{unmet}", decision);
    }

    /// <summary>The organisation on the reserve list gets a smaller grant, and nothing of it goes through at once.</summary>
    private static async Task ProjectAsync(Scene scene)
    {
        var officer = scene["programme-officer"];
        await officer.PostAsync(
            TheBoardDecides.Decision(scene, "dawn"),
            TheBoardDecides.Award(scene.Ids["session"], "100000.00")
        );
        JsonNode? agreement = null;
        var came = await scene.EventuallyAsync(async () =>
            (
                agreement = (await officer.GetAsync("agreements?pageSize=500"))
                    .Rows()
                    .FirstOrDefault(row => row.Text("organisationId") == scene.Ids["dawn"])
            )
                is not null
        );
        Assert.True(came, "the second award became no agreement");
        var active = await SignAsync(scene, agreement!.Text("agreementId"));
        await InstalmentAsync(scene, active.Rows("instalments")[0].Text("instalmentId"));
        await ReportAsync(scene, active.Text("agreementId"), active.Rows("reports")[0].Text("reportId"));
    }

    private static async Task<JsonNode> SignAsync(Scene scene, string agreementId)
    {
        var officer = scene["programme-officer"];
        var path = $"agreements/{agreementId}";
        JsonObject Share(string category, string amount) =>
            new() { ["category"] = category, ["amount"] = Make.Money(amount) };
        JsonObject Due(string amount, int days) =>
            new() { ["amount"] = Make.Money(amount), ["dueOn"] = scene.Today(days) };
        var terms = new JsonObject
        {
            ["startsOn"] = scene.Today(-200),
            ["endsOn"] = scene.Today(-10),
            ["budget"] = Make.Array(Share("A", "60000.00"), Share("D", "30000.00"), Share("F", "10000.00")),
            ["instalments"] = Make.Array(Due("80000.00", -190), Due("20000.00", 30)),
            ["reports"] = Make.Array(
                new JsonObject
                {
                    ["periodFrom"] = scene.Today(-200),
                    ["periodTo"] = scene.Today(-10),
                    ["dueOn"] = scene.Today(20),
                }
            ),
        };
        await officer.PutAsync(path + "/terms", terms, (await officer.GetAsync(path)).Number("version"));
        await officer.PostAsync(path + "/sending");
        await scene["dawn-officer"].PostAsync(path + "/signature");
        return await scene["fund-manager"].PostAsync(path + "/signature");
    }

    private static async Task InstalmentAsync(Scene scene, string instalmentId)
    {
        var path = $"organisations/{scene.Ids["dawn"]}";
        var account = new JsonObject
        {
            ["accountNumber"] = "GB82WEST12345698765432",
            ["holderName"] = $"Dawn Legal Aid {scene.Run}",
        };
        await scene["dawn-officer"].PostAsync(path + "/bank-account", account);
        await scene["finance-officer"].PostAsync(path + "/bank-account-verification");
        await scene["second-finance-officer"].PostAsync(path + "/bank-account-verification");
        var diligence = new JsonObject
        {
            ["flag"] = "none",
            ["checkedOn"] = scene.Today(),
            ["findings"] = "Nothing found.",
        };
        await scene["programme-officer"].PostAsync(path + "/due-diligence", diligence);
        await scene["finance-officer"].PostAsync($"instalments/{instalmentId}/request");
        var reason = new JsonObject { ["reason"] = "Not before the lease is signed." };
        await scene["second-finance-officer"].PostAsync($"instalments/{instalmentId}/rejection", reason);
    }

    private static async Task ReportAsync(Scene scene, string agreementId, string reportId)
    {
        var (officer, own) = (scene["programme-officer"], scene["dawn-officer"]);
        JsonObject Spent(string category, string amount) =>
            new()
            {
                ["category"] = category,
                ["local"] = Make.Money(amount),
                ["usd"] = Make.Money(amount),
            };
        var report = new JsonObject
        {
            ["narrative"] = new JsonObject { ["activities"] = "Advice.", ["results"] = "Half of what was planned." },
            ["spending"] = Make.Array(Spent("A", "60000.00"), Spent("D", "30000.00"), Spent("F", "10000.00")),
        };
        await own.PostAsync($"reports/{reportId}/submission", report);
        var reason = new JsonObject { ["reason"] = "Say why half was not done." };
        await officer.PostAsync($"reports/{reportId}/sending-back", reason);

        var path = $"agreements/{agreementId}";
        Assert.True(
            await scene.EventuallyAsync(async () => (await own.TryAsync(HttpMethod.Get, path + "/counts")).Ok),
            "beneficiary reporting does not know the second project"
        );
        var all = new JsonObject { ["measure"] = "assisted", ["count"] = 30 };
        var made = await own.PostAsync(
            path + "/aggregate-returns",
            new JsonObject { ["reportId"] = reportId, ["cells"] = Make.Array(all) }
        );
        var question = new JsonObject { ["question"] = "Is the total right?" };
        await officer.PostAsync($"returns/{made.Text("returnId")}/question", question);
    }

    /// <summary>Links that only whoever reads the mail has.</summary>
    private async Task LettersAsync(Scene scene)
    {
        var invited = $"accepting-{scene.Run}@demo.example";
        await scene["administrator"]
            .PostAsync(
                "invitations",
                new JsonObject
                {
                    ["email"] = invited,
                    ["role"] = "donorContact",
                    ["donorId"] = scene.Ids["company"],
                    ["language"] = "en",
                }
            );
        var acceptance = new JsonObject
        {
            ["token"] = await LinkToAsync(scene, invited),
            ["name"] = "Somebody",
            ["password"] = "nine quiet otters under the bridge",
        };
        await scene.Public.PostAsync("invitations/acceptance", acceptance);

        var (forgetful, _, _) = scene.Passwords[^1];
        var asked = await scene.Public.TryAsync(
            HttpMethod.Post,
            "password-resets",
            new JsonObject { ["email"] = forgetful }
        );
        Assert.True(asked.Ok, asked.Text);
        var completion = new JsonObject
        {
            ["token"] = await LinkToAsync(scene, forgetful),
            ["password"] = "eleven slow barges on the canal",
        };
        var completed = await scene.Public.TryAsync(HttpMethod.Post, "password-resets/completion", completion);
        Assert.True(completed.Ok, completed.Text);
    }

    private async Task<string> LinkToAsync(Scene scene, string address)
    {
        var token = "";
        await scene.EventuallyAsync(async () =>
        {
            foreach (var file in Directory.EnumerateFiles(mails, "*.txt"))
            {
                var text = await File.ReadAllTextAsync(file);
                var isTheirs = text.StartsWith($"To: {address}\n", StringComparison.OrdinalIgnoreCase);
                token = isTheirs && Link().Match(text) is { Success: true } link ? link.Groups[1].Value : token;
            }

            return token.Length > 0;
        });
        Assert.True(token.Length > 0, $"no message with a link came to {address}");
        return token;
    }

    /// <summary>Two events of a kind that nobody knows, set aside as after all attempts: one is tried again, one dropped.</summary>
    private async Task DeadMessagesAsync(Scene scene)
    {
        var administrator = scene["administrator"];
        await fund.DatabaseOf("GrantCalls")
            .ExecuteAsync(
                "insert into outbox (message_id, aggregate_key, type, body, attempts, last_error, parked_at) "
                    + "select gen_random_uuid(), 'rare-' || n, 'Fund.Events.NeverHeardOf', '{}', 10, 'Nobody knows it.', "
                    + "now() from generate_series(1, 2) n"
            );
        var list = await administrator.GetAsync("dead-messages/grantcalls");
        var dead = list.Rows();
        Assert.True(dead.Count == 2, list.ToJsonString());
        var ids = dead.Select(message => message.Text("messageId")).ToList();
        await administrator.GetAsync($"dead-messages/grantcalls/{ids[0]}");
        await administrator.PostAsync("dead-messages/grantcalls/replay", new JsonObject { ["messageId"] = ids[0] });
        var drop = new JsonObject { ["messageId"] = ids[1], ["reason"] = "Made by a test." };
        await administrator.PostAsync("dead-messages/grantcalls/dropping", drop);
    }

    private static Task TenantsAsync(Scene scene) =>
        scene["administrator"].GetAsync($"tenants/organisation/{scene.Ids["harbour"]}");

    private static Task ChecksAsync(Scene scene) =>
        scene["finance-officer"].PostFileAsync("rates/imports/check", Files.Read("un-operational-rates.xml", scene));

    /// <summary>What others try is what the main job made: the last that was seen of each kind.</summary>
    private static async Task SeenLastAsync(Scene scene)
    {
        var officer = scene["programme-officer"];
        await officer.GetAsync($"proposals/{scene.Ids["harbour-proposal"]}");
        await officer.GetAsync($"agreements/{scene.Ids["agreement"]}");
        await officer.GetAsync($"reports/{scene.Ids["report-2"]}");
        await officer.GetAsync($"calls/{scene.Ids["call"]}");
    }

    [GeneratedRegex("[?]token=([A-Za-z0-9_-]+)")]
    private static partial Regex Link();
}
