using System.Globalization;
using System.Text.Json.Nodes;

namespace Fund.Demo.Steps;

/// <summary>Step 2: a call is refused while less than its envelope is available, and published when more arrives.</summary>
internal static class ACallIsPublished
{
    /// <summary>How long the demo's call stays open; applicants do everything within it.</summary>
    private static readonly int WindowSeconds = int.Parse(
        Environment.GetEnvironmentVariable("DEMO_WINDOW_SECONDS") ?? "60",
        CultureInfo.InvariantCulture
    );

    public static async Task RunAsync(Scene scene)
    {
        var (report, officer) = (scene.Report, scene["programme-officer"]);
        report.Step("2. A call for proposals is published");
        var available = await scene.AvailableAsync();
        // On a fresh system this is the USD 500,000 of the story; after earlier runs there may be more money.
        var envelope = Math.Max(50_000_000, (available / 10_000_000 + 1) * 10_000_000);
        await RefuseBadTermsAsync(scene, envelope);

        var draft = await officer.PostAsync("calls", new JsonObject { ["terms"] = Terms(scene, envelope, 3_600) });
        var callId = draft.Text("callId");
        var refused = await officer.TryAsync(HttpMethod.Post, $"calls/{callId}/publication");
        report.Refused(refused, $"publishing {Figures.Usd(envelope)} with {Figures.Usd(available)} available");
        report.Check(
            refused.Text.Contains(Figures.Usd(envelope), StringComparison.Ordinal)
                && refused.Text.Contains(Figures.Usd(available), StringComparison.Ordinal),
            "the refusal names both numbers"
        );

        await MoreMoneyAsync(scene, envelope - available);
        var before = await scene.AvailableAsync();
        report.Say($"more money arrived: {Figures.Usd(before)} available");

        var terms = new JsonObject { ["terms"] = Terms(scene, envelope, WindowSeconds) };
        var version = (await officer.GetAsync($"calls/{callId}")).Number("version");
        await officer.PutAsync($"calls/{callId}", terms, version);
        var call = await officer.PostAsync($"calls/{callId}/publication");
        var after = await scene.AvailableAsync();
        report.Check(
            before - after == envelope,
            $"published; available fell by {Figures.Usd(before - after)} to {Figures.Usd(after)}"
        );
        var reservation = await scene["finance-officer"].GetAsync($"reservations/{callId}");
        report.Check(
            reservation.Cents("left") == envelope,
            $"reserved for the call: {Figures.Usd(reservation.Cents("left"))}"
        );
        scene.Ids["call"] = callId;
        scene.Ids["closes"] = call.Text("closesAt");
        scene.Ids["envelope"] = envelope.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>A call that is open for weeks, as far as the money allows, and the draft of another.</summary>
    public static async Task MoreAsync(Scene scene)
    {
        const int weeks = 6 * 7 * 86_400;
        var officer = scene["programme-officer"];
        var envelope = Math.Max(await scene.AvailableAsync() / 2 / 100_000 * 100_000, 40_000_000);
        await MoreMoneyAsync(scene, Math.Max(0, Math.Max(2 * envelope, 50_000_000) - await scene.AvailableAsync()));
        var open = await officer.PostAsync("calls", new JsonObject { ["terms"] = Terms(scene, envelope, weeks) });
        await officer.PostAsync($"calls/{open.Text("callId")}/publication");
        var draft = await officer.PostAsync("calls", new JsonObject { ["terms"] = Terms(scene, envelope, 2 * weeks) });
        (scene.Ids["open-call"], scene.Ids["draft-call"]) = (open.Text("callId"), draft.Text("callId"));
        scene.Report.Say($"a call over {Figures.Usd(envelope)} is open for six weeks, and another is a draft");
    }

    /// <summary>What has to be available, by the policy of the house, before any call may be published.</summary>
    private const long LeastAvailable = 50_000_000;

    /// <summary>Sees to it that a call over this much can be published; a Member State gives what lacks.</summary>
    public static async Task HaveAsync(Scene scene, long cents)
    {
        var missing = Math.Max(cents, LeastAvailable) - await scene.AvailableAsync();
        if (missing > 0)
        {
            await MoreMoneyAsync(scene, missing);
        }
    }

    private static async Task RefuseBadTermsAsync(Scene scene, long envelope)
    {
        var officer = scene["programme-officer"];
        var past = Terms(scene, envelope, -60);
        var lateAnswer = await officer.TryAsync(HttpMethod.Post, "calls", new JsonObject { ["terms"] = past });
        scene.Report.Refused(lateAnswer, "a deadline in the past");
        var unbalanced = Terms(scene, envelope, 3_600);
        unbalanced["grid"]![0]!["weight"] = 10;
        var weightAnswer = await officer.TryAsync(HttpMethod.Post, "calls", new JsonObject { ["terms"] = unbalanced });
        scene.Report.Refused(weightAnswer, "weights that do not total 100");
    }

    private static async Task MoreMoneyAsync(Scene scene, long missing)
    {
        // 13 of every 113 are set aside for programme support costs, so more than what is missing has to come.
        var gift = (missing * 113 / 100 / 1_000_000 + 5) * 1_000_000;
        await scene["finance-officer"]
            .PostAsync(
                "contributions",
                new JsonObject
                {
                    ["donorId"] = scene.Ids["member-state"],
                    ["amount"] = Make.Money(gift),
                    ["valueDate"] = scene.Today(-1),
                    ["channel"] = "bank",
                }
            );
        scene.Report.Say($"the Member State gives another {Figures.Usd(gift)}");
    }

    private static JsonObject Terms(Scene scene, long envelope, int seconds)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById("Europe/Vienna");
        var now = TimeZoneInfo.ConvertTime(scene.Clock.GetUtcNow(), zone);
        string Local(DateTimeOffset moment) => moment.ToString("yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture);
        return new JsonObject
        {
            ["titles"] = Texts("Direct assistance to survivors", "Assistance directe aux victimes"),
            ["descriptions"] = Texts(
                "Shelter, legal aid, health care and livelihoods for victims of trafficking.",
                "Hébergement, aide juridique, soins et moyens de subsistance pour les victimes de la traite."
            ),
            ["opensAtLocal"] = Local(now.AddSeconds(seconds < 0 ? 2 * seconds : -1)),
            ["closesAtLocal"] = Local(now.AddSeconds(seconds)),
            ["timeZone"] = "Europe/Vienna",
            ["envelope"] = Make.Money(envelope),
            ["minimumGrant"] = Make.Money("20000.00"),
            ["maximumGrant"] = Make.Money("300000.00"),
            ["minimumMonths"] = 6,
            ["maximumMonths"] = 24,
            ["criteria"] = Make.Array(
                Criterion("registered", "yearsRegistered", 3),
                Criterion("experience", "yearsOfAssistance", 2),
                Criterion("amount", "amountInRange", 0),
                Criterion("duration", "durationInRange", 0)
            ),
            ["questions"] = Make.Array(
                new JsonObject
                {
                    ["key"] = "need",
                    ["section"] = "Context",
                    ["label"] = "Which need do you meet?",
                    ["type"] = "text",
                    ["required"] = true,
                    ["maxWords"] = 300,
                },
                new JsonObject
                {
                    ["key"] = "unconditional",
                    ["section"] = "Declarations",
                    ["label"] = "Help never depends on migration status or on cooperation with an investigation.",
                    ["type"] = "declaration",
                    ["required"] = true,
                }
            ),
            ["grid"] = Make.Array(
                Weight("need", "Need and relevance", 20),
                Weight("safeguarding", "Victim-centred quality and safeguarding", 25),
                Weight("design", "Design and results", 15),
                Weight("capacity", "Capacity and track record", 15),
                Weight("budget", "Budget", 15),
                Weight("monitoring", "Monitoring and sustainability", 10)
            ),
            ["reviewersPerProposal"] = 2,
            ["spreadLimit"] = 20,
        };
    }

    private static JsonArray Texts(string english, string french) =>
        Make.Array(
            new JsonObject { ["language"] = "en", ["text"] = english },
            new JsonObject { ["language"] = "fr", ["text"] = french }
        );

    private static JsonObject Criterion(string key, string kind, int number)
    {
        var criterion = new JsonObject { ["key"] = key, ["kind"] = kind };
        if (number > 0)
        {
            criterion["number"] = number;
        }

        return criterion;
    }

    private static JsonObject Weight(string key, string label, int weight) =>
        new()
        {
            ["key"] = key,
            ["label"] = label,
            ["weight"] = weight,
        };
}
