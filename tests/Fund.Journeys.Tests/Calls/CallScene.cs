using System.Text.Json.Nodes;
using Fund.Demo;
using Fund.Demo.Steps;

namespace Fund.Journeys.Tests.Calls;

/// <summary>What was there before the people of a journey begin, and what they made on the way.</summary>
internal sealed class CallScene(RunningFund fund)
{
    /// <summary>In cents.</summary>
    private const long Envelope = 4_000_000;

    /// <summary>What is asked for and awarded, in US dollars.</summary>
    public const decimal Amount = 20_000m;

    /// <summary>What somebody types is in no language of the portal, so that it is never taken for words of the page.</summary>
    public const string Need = "Alle Betten sind belegt, jede Nacht.";

    public string Run { get; } = Guid.CreateVersion7().ToString("N")[^8..];

    public string Project => $"Haus am Hafen {Run}";

    /// <summary>The call that the new one is made from.</summary>
    public string Earlier { get; private set; } = "";

    public string Call { get; set; } = "";

    /// <summary>The proposal of the journey's own applicant.</summary>
    public string Proposal { get; set; } = "";

    public string Number { get; set; } = "";

    /// <summary>A proposal of an organisation that is too young.</summary>
    public string OtherNumber { get; private set; } = "";

    public Scene People => fund.Scene;

    public Api this[string who] => fund.Scene[who];

    public static async Task<CallScene> PrepareAsync(RunningFund fund)
    {
        var scene = new CallScene(fund);
        await ACallIsPublished.HaveAsync(fund.Scene, Envelope);
        var officer = scene["programme-officer"];
        var earlier = await officer.PostAsync("calls", new JsonObject { ["terms"] = scene.Terms() });
        scene.Earlier = earlier.Text("callId");
        Must(
            await officer.TryAsync(
                HttpMethod.Put,
                $"calls/{scene.Earlier}/form",
                new JsonObject { ["form"] = CallQuestions.Form() }
            )
        );
        return scene;
    }

    /// <summary>An organisation that was founded last year applies as well.</summary>
    public async Task OthersApplyAsync()
    {
        var member = this["sprout-member"];
        var draft = await member.PostAsync($"calls/{Call}/proposals");
        var id = draft.Text("proposalId");
        var content = new JsonObject
        {
            ["title"] = $"Junges Haus {Run}",
            ["summary"] = Need,
            ["countryCode"] = "NP",
            ["requested"] = Make.Money("20000.00"),
            ["durationMonths"] = 12,
            ["answers"] = CallQuestions.Answers(),
            ["budget"] = Make.Array(
                new JsonObject
                {
                    ["category"] = "A",
                    ["description"] = "Beratung",
                    ["amount"] = Make.Money("20000.00"),
                }
            ),
        };
        await member.PutAsync($"proposals/{id}", new JsonObject { ["content"] = content }, draft.Number("version"));
        OtherNumber = (await this["sprout-officer"].PostAsync($"proposals/{id}/submission")).Text("number");
    }

    /// <summary>A second reviewer, whom nothing keeps from scoring.</summary>
    public async Task AnotherReviewsAsync(string reviewer)
    {
        var assignment = await this["programme-officer"]
            .PostAsync(
                $"proposals/{Proposal}/assignments",
                new JsonObject { ["reviewerId"] = People.Accounts[reviewer] }
            );
        var path = $"assignments/{assignment.Text("assignmentId")}";
        await this[reviewer].PostAsync(path + "/interests", new JsonObject { ["confidential"] = true });
        var scores = new[] { ("c1", 50), ("c2", 30) }.Select(row => new JsonObject
        {
            ["key"] = row.Item1,
            ["points"] = row.Item2,
            ["reason"] = "Gut belegt.",
        });
        await this[reviewer].PostAsync(path + "/review", new JsonObject { ["scores"] = new JsonArray([.. scores]) });
    }

    public static void Must(Answer answer) => Assert.True(answer.Ok, answer.Text);

    private JsonObject Terms() =>
        new()
        {
            ["titles"] = CallQuestions.Texts($"Shelter {Run}", $"Refuge {Run}", $"مأوى {Run}"),
            ["descriptions"] = CallQuestions.Texts("Shelter and counsel.", "Refuge et conseil.", "مأوى ومشورة."),
            ["opensAtLocal"] = People.Today(-1) + "T00:00:00",
            ["closesAtLocal"] = People.Today(20) + "T12:00:00",
            ["timeZone"] = "Europe/Vienna",
            ["envelope"] = Make.Money(Envelope),
            ["minimumGrant"] = Make.Money("10000.00"),
            ["maximumGrant"] = Make.Money("30000.00"),
            ["minimumMonths"] = 6,
            ["maximumMonths"] = 24,
            ["criteria"] = Make.Array(
                new JsonObject
                {
                    ["key"] = "registered",
                    ["kind"] = "yearsRegistered",
                    ["number"] = 3,
                },
                new JsonObject { ["key"] = "amount", ["kind"] = "amountInRange" },
                new JsonObject
                {
                    ["key"] = "own",
                    ["kind"] = "byPerson",
                    ["text"] = "Eigene Satzung",
                }
            ),
            ["grid"] = Make.Array(
                new JsonObject
                {
                    ["key"] = "c1",
                    ["label"] = "Bedarf",
                    ["weight"] = 60,
                },
                new JsonObject
                {
                    ["key"] = "c2",
                    ["label"] = "Wirkung",
                    ["weight"] = 40,
                }
            ),
            ["reviewersPerProposal"] = 2,
            ["spreadLimit"] = 30,
        };
}
