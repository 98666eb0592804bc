using System.Text.Json.Nodes;
using Fund.Demo;
using Fund.Demo.Steps;

namespace Fund.Journeys.Tests.Calls;

/// <summary>A proposal before the Board.</summary>
/// <param name="Who">Key of the organisation in the scene.</param>
/// <param name="Title">Of the project; in no language of the portal.</param>
/// <param name="Amount">Requested, in US dollars.</param>
internal sealed record BoardItem(string Who, string Title, decimal Amount)
{
    public string Id { get; set; } = "";
    public string Number { get; set; } = "";
}

/// <summary>A call that is closed and reviewed, with three proposals: what the Board's journey begins with.</summary>
internal sealed class BoardScene
{
    private const string Need = "Alle Betten sind belegt, jede Nacht.";

    private readonly RunningFund _fund;

    private BoardScene(RunningFund fund)
    {
        _fund = fund;
        var run = Guid.CreateVersion7().ToString("N")[^8..];
        Run = run;
        Own = new("dawn", $"Haus am Hafen {run}", 20_000m);
        Second = new("harbour", $"Zweites Haus {run}", 15_000m);
        Third = new("bridge", $"Drittes Haus {run}", 12_000m);
    }

    public string Run { get; }

    /// <summary>Of the applicant who is before a browser; awarded.</summary>
    public BoardItem Own { get; }

    /// <summary>A trustee is recused from it; it goes to the reserve list.</summary>
    public BoardItem Second { get; }

    /// <summary>Deferred.</summary>
    public BoardItem Third { get; }

    public string Call { get; private set; } = "";

    public string Session { get; set; } = "";

    public Scene People => _fund.Scene;

    public Api this[string who] => _fund.Scene[who];

    private Api Officer => this["programme-officer"];

    private IEnumerable<BoardItem> Items => [Own, Second, Third];

    /// <summary>The call is open; two have applied, the third has only its file to send.</summary>
    public static async Task<BoardScene> PrepareAsync(RunningFund fund)
    {
        var scene = new BoardScene(fund);
        await ACallIsPublished.HaveAsync(fund.Scene, 10_000_000);
        var call = await scene.Officer.PostAsync("calls", new JsonObject { ["terms"] = scene.Terms() });
        scene.Call = call.Text("callId");
        CallScene.Must(
            await scene.Officer.TryAsync(
                HttpMethod.Put,
                $"calls/{scene.Call}/form",
                new JsonObject { ["form"] = Form() }
            )
        );
        await scene.Officer.PostAsync($"calls/{scene.Call}/publication");
        foreach (var item in scene.Items)
        {
            await scene.WriteAsync(item);
        }

        foreach (var item in new[] { scene.Second, scene.Third })
        {
            await scene[$"{item.Who}-officer"].PostAsync($"proposals/{item.Id}/submission");
        }

        return scene;
    }

    /// <summary>The deadline has passed; all are screened, and two reviewers gave points.</summary>
    public async Task EvaluateAsync()
    {
        await _fund.Fund.BringDeadlineAsync(Call);
        foreach (var (index, item) in Items.Index())
        {
            var path = $"proposals/{item.Id}";
            var screened = await Officer.PostAsync(path + "/screening");
            Assert.Equal("eligible", screened.Text("state"));
            item.Number = screened.Text("number");
            foreach (var reviewer in new[] { "reviewer-1", "reviewer-3" })
            {
                await ReviewAsync(path, reviewer, 90 - (10 * index));
            }
        }
    }

    /// <summary>What nobody needs to see once more.</summary>
    public async Task DeferTheThirdAsync() =>
        await Officer.PostAsync(
            $"proposals/{Third.Id}/decision",
            new JsonObject
            {
                ["boardSessionId"] = Session,
                ["decision"] = "defer",
                ["reasons"] = "Noch zu prüfen.",
            }
        );

    private async Task ReviewAsync(string path, string reviewer, int points)
    {
        var assignment = await Officer.PostAsync(
            path + "/assignments",
            new JsonObject { ["reviewerId"] = People.Accounts[reviewer] }
        );
        var own = $"assignments/{assignment.Text("assignmentId")}";
        await this[reviewer].PostAsync(own + "/interests", new JsonObject { ["confidential"] = true });
        var score = new JsonObject
        {
            ["key"] = "c1",
            ["points"] = points,
            ["reason"] = "Gut belegt.",
        };
        await this[reviewer].PostAsync(own + "/review", new JsonObject { ["scores"] = Make.Array(score) });
    }

    private async Task WriteAsync(BoardItem item)
    {
        var member = this[$"{item.Who}-member"];
        var draft = await member.PostAsync($"calls/{Call}/proposals");
        item.Id = draft.Text("proposalId");
        var content = new JsonObject
        {
            ["title"] = item.Title,
            ["summary"] = Need,
            ["countryCode"] = "NP",
            ["requested"] = Make.Money((long)item.Amount * 100),
            ["durationMonths"] = 12,
            ["answers"] = Make.Array(new JsonObject { ["key"] = "need", ["value"] = Need }),
            ["budget"] = Make.Array(
                new JsonObject
                {
                    ["category"] = "A",
                    ["description"] = "Beratung",
                    ["amount"] = Make.Money((long)item.Amount * 100),
                }
            ),
        };
        await member.PutAsync(
            $"proposals/{item.Id}",
            new JsonObject { ["content"] = content },
            draft.Number("version")
        );
    }

    private static JsonObject Form() =>
        new()
        {
            ["sections"] = Make.Array(
                new JsonObject
                {
                    ["key"] = "assistance",
                    ["title"] = CallQuestions.Texts("Assistance", "Assistance", "المساعدة"),
                    ["fields"] = Make.Array(
                        new JsonObject
                        {
                            ["key"] = "need",
                            ["type"] = "longText",
                            ["label"] = CallQuestions.Texts("Which need?", "Quel besoin ?", "ما الحاجة؟"),
                            ["required"] = true,
                        },
                        new JsonObject
                        {
                            ["key"] = "statute",
                            ["type"] = "file",
                            ["label"] = CallQuestions.Texts("Statutes", "Statuts", "النظام الأساسي"),
                            ["accept"] = Make.Array(JsonValue.Create("pdf")),
                        }
                    ),
                }
            ),
        };

    private JsonObject Terms() =>
        new()
        {
            ["titles"] = CallQuestions.Texts($"Shelter {Run}", $"Refuge {Run}", $"مأوى {Run}"),
            ["descriptions"] = CallQuestions.Texts("Shelter and counsel.", "Refuge et conseil.", "مأوى ومشورة."),
            ["opensAtLocal"] = People.Today(-1) + "T00:00:00",
            ["closesAtLocal"] = People.Today(20) + "T12:00:00",
            ["timeZone"] = "Europe/Vienna",
            ["envelope"] = Make.Money("25000.00"),
            ["minimumGrant"] = Make.Money("10000.00"),
            ["maximumGrant"] = Make.Money("20000.00"),
            ["minimumMonths"] = 6,
            ["maximumMonths"] = 24,
            ["criteria"] = Make.Array(new JsonObject { ["key"] = "amount", ["kind"] = "amountInRange" }),
            ["grid"] = Make.Array(
                new JsonObject
                {
                    ["key"] = "c1",
                    ["label"] = "Bedarf",
                    ["weight"] = 100,
                }
            ),
            ["reviewersPerProposal"] = 2,
            ["spreadLimit"] = 30,
        };
}
