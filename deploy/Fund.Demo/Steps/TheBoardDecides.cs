using System.Globalization;
using System.Text.Json.Nodes;

namespace Fund.Demo.Steps;

/// <summary>Step 4: reviews, a conflict of interest, the Board's decisions within the envelope.</summary>
internal static class TheBoardDecides
{
    public static readonly (string Key, int Weight)[] Grid =
    [
        ("need", 20),
        ("safeguarding", 25),
        ("design", 15),
        ("capacity", 15),
        ("budget", 15),
        ("monitoring", 10),
    ];

    public static async Task RunAsync(Scene scene)
    {
        scene.Report.Step("4. Reviews and the Board");
        await ReviewAsync(scene, "harbour", "reviewer-1", 0);
        await ReviewAsync(scene, "harbour", "reviewer-2", 1);
        await ReviewAsync(scene, "dawn", "reviewer-1", 3);
        await RecuseAsync(scene);
        await ReviewAsync(scene, "dawn", "reviewer-3", 4);
        await RankAsync(scene);
        await DecideAsync(scene);
    }

    private static async Task<JsonNode> AssignAsync(Scene scene, string key, string reviewer) =>
        await scene["programme-officer"]
            .PostAsync(
                $"proposals/{scene.Ids[$"{key}-proposal"]}/assignments",
                new JsonObject { ["reviewerId"] = scene.Accounts[reviewer] }
            );

    private static async Task ReviewAsync(Scene scene, string key, string reviewer, int below)
    {
        var (report, person) = (scene.Report, scene[reviewer]);
        var path = $"assignments/{(await AssignAsync(scene, key, reviewer)).Text("assignmentId")}";
        if (below == 0)
        {
            var unseen = await person.TryAsync(HttpMethod.Get, $"proposals/{scene.Ids[$"{key}-proposal"]}");
            report.Refused(unseen, "reading the text before declaring conflicts of interest");
        }

        await person.PostAsync(path + "/declaration", new JsonObject { ["hasConflict"] = false });
        await person.GetAsync($"proposals/{scene.Ids[$"{key}-proposal"]}");
        if (below == 0)
        {
            var tooHigh = await person.TryAsync(HttpMethod.Post, path + "/review", Scores(-1));
            report.Refused(tooHigh, "a score above its weight");
        }

        var reviewed = await person.PostAsync(path + "/review", Scores(below));
        report.Say($"{reviewer} gave {key} {reviewed.Number("total")} of 100");
    }

    private static JsonObject Scores(int below) =>
        new()
        {
            ["scores"] = Make.Array([
                .. Grid.Select(row => new JsonObject
                {
                    ["key"] = row.Key,
                    ["points"] = row.Weight - 2 - below + (below < 0 ? 2 : 0),
                    ["reason"] = "Convincing, with evidence.",
                }),
            ]),
        };

    private static async Task RecuseAsync(Scene scene)
    {
        var assignment = await AssignAsync(scene, "dawn", "reviewer-2");
        var declaration = new JsonObject
        {
            ["hasConflict"] = true,
            ["explanation"] = "I advised this organisation last year.",
        };
        var reviewer = scene["reviewer-2"];
        await reviewer.PostAsync($"assignments/{assignment.Text("assignmentId")}/declaration", declaration);
        var proposal = await reviewer.TryAsync(HttpMethod.Get, $"proposals/{scene.Ids["dawn-proposal"]}");
        scene.Report.Refused(proposal, "the recused reviewer reading the proposal", "NOT_FOUND");
        var review = await reviewer.TryAsync(
            HttpMethod.Post,
            $"assignments/{assignment.Text("assignmentId")}/review",
            Scores(1)
        );
        scene.Report.Refused(review, "the recused reviewer scoring it");
    }

    private static async Task RankAsync(Scene scene)
    {
        var ranking = await scene["trustee"].GetAsync($"calls/{scene.Ids["call"]}/ranking");
        foreach (var row in ranking.Rows("proposals").Where(row => row.Number("reviews") > 0))
        {
            var average = row.Number("averageHundredths") / 100m;
            scene.Report.Say(
                $"{row.Number("rank")}. {row.Text("title")}: {average.ToString("F2", CultureInfo.InvariantCulture)} points, "
                    + $"asks {Figures.Usd(row.Cents("requested"))}"
            );
        }

        scene.Report.Check(
            ranking.Rows("proposals")[0].Text("proposalId") == scene.Ids["harbour-proposal"],
            "the ranking puts the best score first"
        );
    }

    private static async Task DecideAsync(Scene scene)
    {
        var (report, officer) = (scene.Report, scene["programme-officer"]);
        var few = await SessionAsync(scene, "B. First", "A. Second");
        report.Check(few["hasQuorum"]?.GetValue<bool>() != true, "two trustees are no quorum");
        report.Refused(
            await officer.TryAsync(HttpMethod.Post, Decision(scene, "harbour"), Award(few, "300000.00")),
            "an award without a quorum"
        );

        var session = await SessionAsync(scene, "B. First", "A. Second", "N. Third", "V. Fourth");
        report.Refused(
            await officer.TryAsync(HttpMethod.Post, Decision(scene, "harbour"), Award(session, "300000.01")),
            "an award above the request"
        );
        scene.Ids["award-key"] = Api.NewKey();
        scene.Ids["session"] = session.Text("boardSessionId");
        var awarded = await officer.PostAsync(
            Decision(scene, "harbour"),
            Award(session, "300000.00"),
            scene.Ids["award-key"]
        );
        report.Check(awarded.Text("state") == "awarded", "the Board awards Harbour House USD 300,000.00");
        var left = (await scene["finance-officer"].GetAsync($"reservations/{scene.Ids["call"]}")).Cents("left");
        report.Check(
            left == long.Parse(scene.Ids["envelope"], CultureInfo.InvariantCulture) - 30_000_000,
            $"left of the envelope: {Figures.Usd(left)}"
        );
        await RefuseBeyondEnvelopeAsync(scene, session, left);
    }

    private static async Task RefuseBeyondEnvelopeAsync(Scene scene, JsonNode session, long left)
    {
        var (report, officer) = (scene.Report, scene["programme-officer"]);
        if (left < 25_000_000)
        {
            var beyond = await officer.TryAsync(HttpMethod.Post, Decision(scene, "dawn"), Award(session, "250000.00"));
            report.Refused(beyond, $"an award of USD 250,000.00 with {Figures.Usd(left)} left of the envelope");
        }
        else
        {
            report.Say(
                "the envelope of this run is larger than the story's; the refusal beyond it was shown on a fresh system"
            );
        }

        var reserve = await officer.PostAsync(
            Decision(scene, "dawn"),
            new JsonObject
            {
                ["boardSessionId"] = session.Text("boardSessionId"),
                ["decision"] = "reserveList",
                ["reserveRank"] = 1,
                ["reasons"] = "Strong; to be awarded when money allows.",
            }
        );
        report.Check(reserve.Text("state") == "reserveList", "Dawn Legal Aid is first on the reserve list");
    }

    public static string Decision(Scene scene, string key) => $"proposals/{scene.Ids[$"{key}-proposal"]}/decision";

    public static JsonObject Award(JsonNode session, string amount) => Award(session.Text("boardSessionId"), amount);

    public static JsonObject Award(string sessionId, string amount) =>
        new()
        {
            ["boardSessionId"] = sessionId,
            ["decision"] = "award",
            ["amount"] = Make.Money(amount),
            ["reasons"] = "Best score; direct help in a region without shelter.",
        };

    private static async Task<JsonNode> SessionAsync(Scene scene, params string[] present) =>
        await scene["programme-officer"]
            .PostAsync(
                $"calls/{scene.Ids["call"]}/board-sessions",
                new JsonObject
                {
                    ["heldOn"] = scene.Today(),
                    ["present"] = Make.Array([.. present.Select(name => JsonValue.Create(name)!)]),
                }
            );
}
