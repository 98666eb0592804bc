using System.Globalization;
using System.Text.Json.Nodes;

namespace Fund.Demo.Steps;

/// <summary>Step 3: four organisations apply; one is too young, one withdraws; the deadline and the seal hold.</summary>
internal static class OrganisationsApply
{
    private static readonly (string Key, string Name, string Country, int YearsOld, string Amount)[] Organisations =
    [
        ("harbour", "Harbour House", "KE", 14, "300000.00"),
        ("dawn", "Dawn Legal Aid", "AL", 9, "250000.00"),
        ("sprout", "Sprout Collective", "NP", 1, "60000.00"),
        ("bridge", "Bridge Shelter", "PE", 11, "80000.00"),
    ];

    /// <summary>Before the call opens: four organisations, each with two people, so that its window is for applying.</summary>
    public static async Task EnrolAsync(Scene scene)
    {
        foreach (var (key, name, country, years, _) in Organisations)
        {
            await EnrolAsync(scene, key, name, country, years);
        }

        scene.Report.Say(
            $"organisations: {string.Join(", ", Organisations.Select(organisation => organisation.Name))}"
        );
    }

    public static async Task RunAsync(Scene scene)
    {
        var report = scene.Report;
        report.Step("3. Organisations apply");
        foreach (var (key, name, country, _, amount) in Organisations)
        {
            await ApplyAsync(scene, key, name, country, amount);
        }

        await RefuseBadDraftsAsync(scene);
        await SealedAsync(scene);
        await scene["bridge-officer"].PostAsync($"proposals/{scene.Ids["bridge-proposal"]}/withdrawal");
        report.Say("Bridge Shelter withdrew");
        await WaitForDeadlineAsync(scene);
        await NothingChangesAfterwardsAsync(scene);
        await ScreenAsync(scene);
    }

    public static async Task EnrolAsync(Scene scene, string key, string name, string country, int yearsOld)
    {
        var today = scene.Clock.GetUtcNow();
        var organisation = await scene["programme-officer"]
            .PostAsync(
                "organisations",
                new JsonObject
                {
                    ["name"] = $"{name} {scene.Run}",
                    ["countryCode"] = country,
                    ["registrationNumber"] = $"{key}-{scene.Run}",
                    ["registeredOn"] = Make.Date(today.AddYears(-yearsOld)),
                    ["assistingSinceYear"] = today.Year - Math.Max(2, yearsOld - 1),
                    ["hasPseaPolicy"] = true,
                }
            );
        scene.Ids[key] = organisation.Text("organisationId");
        JsonObject Tenant() => new() { ["organisationId"] = scene.Ids[key] };
        await scene.EnrolAsync($"{key}-member", "organisationMember", Tenant());
        await scene.EnrolAsync($"{key}-officer", "authorisingOfficer", Tenant());
    }

    private static async Task ApplyAsync(Scene scene, string key, string name, string country, string amount)
    {
        var member = scene[$"{key}-member"];
        var draft = await member.PostAsync($"calls/{scene.Ids["call"]}/proposals");
        var proposalId = scene.Ids[$"{key}-proposal"] = draft.Text("proposalId");
        await member.PutAsync(
            $"proposals/{proposalId}",
            new JsonObject { ["content"] = Content($"{name}: help that stays", country, amount) },
            draft.Number("version")
        );
        var submitted = await scene[$"{key}-officer"].PostAsync($"proposals/{proposalId}/submission");
        scene.Report.Say($"{name} applied for USD {amount}: proposal {submitted.Text("number")}");
    }

    private static JsonObject Content(string title, string country, string amount)
    {
        var cents = (long)(decimal.Parse(amount, CultureInfo.InvariantCulture) * 100);
        return new JsonObject
        {
            ["title"] = title,
            ["summary"] = "Shelter, legal aid and a way back to work for survivors, in their own language.",
            ["countryCode"] = country,
            ["requested"] = Make.Money(amount),
            ["durationMonths"] = 12,
            ["answers"] = Make.Array(
                new JsonObject { ["key"] = "need", ["value"] = "Beds are full every week of the year." },
                new JsonObject { ["key"] = "unconditional", ["value"] = "yes" }
            ),
            ["budget"] = Make.Array(
                Line("A", "Case workers", cents * 6 / 10),
                Line("D", "Legal counsel", cents * 3 / 10),
                Line("F", "Stipends", cents - (cents * 6 / 10) - (cents * 3 / 10))
            ),
        };
    }

    private static JsonObject Line(string category, string description, long cents) =>
        new()
        {
            ["category"] = category,
            ["description"] = description,
            ["amount"] = Make.Money(cents),
        };

    private static async Task RefuseBadDraftsAsync(Scene scene)
    {
        var report = scene.Report;
        var second = await scene["harbour-member"].TryAsync(HttpMethod.Post, $"calls/{scene.Ids["call"]}/proposals");
        report.Refused(second, "a second proposal of the same organisation");
        var strange = await scene["dawn-member"].TryAsync(HttpMethod.Get, $"proposals/{scene.Ids["harbour-proposal"]}");
        report.Refused(strange, "reading another organisation's proposal", "NOT_FOUND");
        var member = await scene["bridge-member"]
            .TryAsync(HttpMethod.Post, $"proposals/{scene.Ids["bridge-proposal"]}/submission");
        report.Refused(member, "a submission by somebody who may not sign");
    }

    private static async Task SealedAsync(Scene scene)
    {
        var officer = scene["programme-officer"];
        var one = await officer.TryAsync(HttpMethod.Get, $"proposals/{scene.Ids["harbour-proposal"]}");
        scene.Report.Refused(one, "staff reading a proposal before the deadline");
        var list = await officer.TryAsync(HttpMethod.Get, $"proposals?callId={scene.Ids["call"]}");
        scene.Report.Check(
            !list.Text.Contains("help that stays", StringComparison.Ordinal),
            "the list shows staff no content before the deadline"
        );
    }

    private static async Task WaitForDeadlineAsync(Scene scene)
    {
        if (scene.BringDeadlineAsync is { } bring)
        {
            await bring(scene.Ids["call"]);
            return;
        }

        var closes = DateTimeOffset.Parse(scene.Ids["closes"], CultureInfo.InvariantCulture);
        var wait = closes - scene.Clock.GetUtcNow() + TimeSpan.FromSeconds(1);
        scene.Report.Say($"the deadline is in {Math.Max(0, wait.TotalSeconds):F0} s; waiting for it");
        if (wait > TimeSpan.Zero)
        {
            await Task.Delay(wait);
        }
    }

    private static async Task NothingChangesAfterwardsAsync(Scene scene)
    {
        var report = scene.Report;
        var path = $"proposals/{scene.Ids["dawn-proposal"]}";
        var proposal = await scene["dawn-member"].GetAsync(path);
        var save = new JsonObject { ["content"] = Content("Changed too late", "AL", "250000.00") };
        report.Refused(
            await scene["dawn-member"].TryAsync(HttpMethod.Put, path, save, version: proposal.Number("version")),
            "a change after the deadline"
        );
        report.Refused(
            await scene["bridge-officer"]
                .TryAsync(HttpMethod.Post, $"proposals/{scene.Ids["bridge-proposal"]}/submission"),
            "a submission after the deadline"
        );
        report.Refused(
            await scene["dawn-officer"].TryAsync(HttpMethod.Post, path + "/withdrawal"),
            "a withdrawal after the deadline"
        );
    }

    private static async Task ScreenAsync(Scene scene)
    {
        foreach (var key in new[] { "harbour", "dawn", "sprout" })
        {
            var screened = await scene["programme-officer"]
                .PostAsync($"proposals/{scene.Ids[$"{key}-proposal"]}/screening");
            var expected = key == "sprout" ? "ineligible" : "eligible";
            scene.Report.Check(screened.Text("state") == expected, $"{key} is {screened.Text("state")} by rule");
            foreach (var result in screened.Rows("eligibility").Where(row => row.Text("outcome") == "notMet"))
            {
                scene.Report.Say($"     {result.Text("key")}: {result.Text("reason")}");
            }
        }
    }
}
