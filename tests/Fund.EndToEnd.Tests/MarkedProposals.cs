using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Fund.Demo;
using Fund.Demo.Steps;

namespace Fund.EndToEnd.Tests;

/// <summary>
/// Two calls beside the demo's, each with a proposal that says a word of its own in every text. One call stays open, so
/// its proposal is sealed. The other closes, and its proposal goes all the way to a letter, with a reviewer who is
/// recused from it. Whatever a call and its reviews can do that the demo does not is done on the way.
/// </summary>
internal static class MarkedProposals
{
    /// <summary>Begins every text of the proposal that is sealed.</summary>
    public const string Sealed = "zhsealedword";

    /// <summary>Begins every text of the proposal that is reviewed, its reviews, decision and letter.</summary>
    public const string Reviewed = "zhreviewedword";

    /// <summary>Requested by each: amounts that nothing else has.</summary>
    public const string SealedAmount = "43217.00";

    public const string ReviewedAmount = "54329.00";

    /// <summary>Country of both projects; nothing else is there.</summary>
    public const string Country = "BT";

    private const int WindowSeconds = 20;

    private static readonly string[] Reviewers = ["reviewer-1", "reviewer-2", "reviewer-3", "recused-reviewer"];

    public static IReadOnlyList<Func<Scene, Task>> Parts { get; } =
    [
        PublishAsync,
        ApplyAsync,
        AskAsync,
        AssignAsync,
        DeclareAsync,
        ReviewAsync,
        SelectAsync,
        DecideAsync,
        LettersAsync,
    ];

    private static async Task PublishAsync(Scene scene)
    {
        await scene.EnrolAsync("recused-reviewer", "reviewer");
        await OrganisationsApply.EnrolAsync(scene, "heron", "Heron Refuge", "KE", 12);
        await scene["finance-officer"]
            .PostAsync(
                "contributions",
                new JsonObject
                {
                    ["donorId"] = scene.Ids["company"],
                    ["amount"] = Make.Money("500000.00"),
                    ["valueDate"] = scene.Today(-1),
                    ["channel"] = "bank",
                }
            );
        scene.Ids["sealed-call"] = (await PublishAsync(scene, 20 * 86_400)).Text("callId");
        var call = await PublishAsync(scene, WindowSeconds);
        (scene.Ids["marked-call"], scene.Ids["marked-closes"]) = (call.Text("callId"), call.Text("closesAt"));
    }

    private static async Task<JsonNode> PublishAsync(Scene scene, int seconds)
    {
        var officer = scene["programme-officer"];
        var terms = (JsonObject)(await officer.GetAsync($"calls/{scene.Ids["call"]}"))["terms"]!.DeepClone();
        terms["opensAtLocal"] = Local(scene, -1);
        terms["closesAtLocal"] = Local(scene, seconds);
        terms["envelope"] = Make.Money("100000.00");
        terms["maximumGrant"] = Make.Money("60000.00");
        var draft = await officer.PostAsync("calls", new JsonObject { ["terms"] = terms });
        var path = $"calls/{draft.Text("callId")}";
        var form = (JsonObject)(await officer.GetAsync(path + "/form")).DeepClone();
        form["sections"]!.AsArray().Add((JsonNode)Annexes());
        Must(await officer.TryAsync(HttpMethod.Put, path + "/form", new JsonObject { ["form"] = form }));
        return await officer.PostAsync(path + "/publication");
    }

    private static JsonObject Annexes() =>
        new()
        {
            ["key"] = "annexes",
            ["title"] = English("Annexes"),
            ["fields"] = Make.Array(
                new JsonObject
                {
                    ["key"] = "annex",
                    ["type"] = "file",
                    ["label"] = English("A letter of reference"),
                }
            ),
        };

    private static JsonArray English(string text) =>
        Make.Array(new JsonObject { ["language"] = "en", ["text"] = text });

    private static string Local(Scene scene, int seconds) =>
        TimeZoneInfo
            .ConvertTime(scene.Clock.GetUtcNow(), TimeZoneInfo.FindSystemTimeZoneById("Europe/Vienna"))
            .AddSeconds(seconds)
            .ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture);

    private static async Task ApplyAsync(Scene scene)
    {
        await ApplyAsync(scene, "marked", Reviewed, ReviewedAmount);
        await ApplyAsync(scene, "sealed", Sealed, SealedAmount);
    }

    /// <summary>A section by itself, then all of it, then it is handed in.</summary>
    private static async Task ApplyAsync(Scene scene, string key, string word, string amount)
    {
        var member = scene["heron-member"];
        var draft = await member.PostAsync($"calls/{scene.Ids[$"{key}-call"]}/proposals");
        var path = $"proposals/{scene.Ids[$"{key}-proposal"] = draft.Text("proposalId")}";
        scene.Ids[$"{key}-file"] = await SendFileAsync(scene, path, word);
        var content = Content(word, amount, scene.Ids[$"{key}-file"]);
        var section = new JsonObject { ["content"] = content.DeepClone() };
        ((JsonObject)section["content"]!).Remove("answers");
        var saved = await member.TryAsync(HttpMethod.Put, path + "/sections/project", section);
        Assert.True(saved.Ok, saved.Text);
        var version = (await member.GetAsync(path)).Number("version");
        await member.PutAsync(path, new JsonObject { ["content"] = content }, version);
        var submitted = await scene["heron-officer"].PostAsync(path + "/submission");
        scene.Ids[$"{key}-number"] = submitted.Text("number");
    }

    /// <summary>A file whose name and content say the word, sent in two parts.</summary>
    private static async Task<string> SendFileAsync(Scene scene, string proposal, string word)
    {
        var member = scene["heron-member"];
        byte[] content = [0x89, .. Encoding.ASCII.GetBytes($"PNG\r\n\u001a\n{word}file {new string('.', 200)}")];
        var begin = new JsonObject
        {
            ["question"] = "annex",
            ["fileName"] = $"{word}annex.png",
            ["sizeBytes"] = content.Length,
        };
        var id = (await member.PostAsync(proposal + "/files", begin)).Text("fileId");
        var (path, half) = ($"{proposal}/files/{id}", content.Length / 2);
        await member.PutPartAsync($"{path}/content?offset=0&more=true", content[..half]);
        Must(await member.TryAsync(HttpMethod.Head, path + "/content"));
        await member.PutPartAsync($"{path}/content?offset={half}&more=false", content[half..]);
        await member.GetAsync(path);
        await MoreOfTheOffice.FileAsync(scene, "heron-member", path + "/content");
        return id;
    }

    private static JsonObject Content(string word, string amount, string file) =>
        new()
        {
            ["title"] = $"{word}title",
            ["summary"] = $"{word}summary",
            ["countryCode"] = Country,
            ["requested"] = Make.Money(amount),
            ["durationMonths"] = 12,
            ["answers"] = Make.Array(
                new JsonObject { ["key"] = "need", ["value"] = $"{word}answer" },
                new JsonObject { ["key"] = "unconditional", ["value"] = "yes" },
                new JsonObject { ["key"] = "annex", ["value"] = file }
            ),
            ["budget"] = Make.Array(
                new JsonObject
                {
                    ["category"] = "A",
                    ["description"] = $"{word}budget",
                    ["amount"] = Make.Money(amount),
                }
            ),
        };

    /// <summary>A question about the open call, its answer, more time and more money.</summary>
    private static async Task AskAsync(Scene scene)
    {
        var (officer, path) = (scene["programme-officer"], $"calls/{scene.Ids["sealed-call"]}");
        var question = new JsonObject { ["question"] = "May rent be part of the budget?" };
        var asked = await scene["heron-member"].PostAsync(path + "/clarifications", question);
        var answer = new JsonObject { ["answer"] = "Yes, as far as it is for the project." };
        await officer.PostAsync($"clarifications/{asked.Text("clarificationId")}/answer", answer);
        var later = new JsonObject { ["closesAtLocal"] = Local(scene, 25 * 86_400), ["reason"] = "A public holiday." };
        var extended = await officer.PostAsync(path + "/extension", later);
        var more = new JsonObject { ["envelope"] = Make.Money("110000.00"), ["reason"] = "A contribution came in." };
        await officer.PutAsync(path + "/envelope", more, extended.Number("version"));
    }

    private static async Task AssignAsync(Scene scene)
    {
        var closes = DateTimeOffset.Parse(scene.Ids["marked-closes"], CultureInfo.InvariantCulture);
        var left = closes - scene.Clock.GetUtcNow() + TimeSpan.FromSeconds(1);
        await Task.Delay(left > TimeSpan.Zero ? left : TimeSpan.Zero);
        var (officer, call) = (scene["programme-officer"], $"calls/{scene.Ids["marked-call"]}");
        var proposal = $"proposals/{scene.Ids["marked-proposal"]}";
        await officer.PostAsync(proposal + "/screening");
        var due = new JsonObject { ["dueOn"] = scene.Today(14) };
        Must(await officer.TryAsync(HttpMethod.Put, call + "/review-plan", due));
        var reviewer = scene.Accounts["reviewer-1"];
        var profile = new JsonObject
        {
            ["languages"] = Make.Array(JsonValue.Create("en")!),
            ["countries"] = Make.Array(JsonValue.Create("NP")!),
            ["mostProposals"] = 20,
        };
        Must(await officer.TryAsync(HttpMethod.Put, $"reviewers/{reviewer}/profile", profile));
        await officer.PostAsync(call + "/assignment-preview");
        foreach (var who in Reviewers)
        {
            var to = new JsonObject { ["reviewerId"] = scene.Accounts[who] };
            var assignment = await officer.PostAsync(proposal + "/assignments", to);
            scene.Ids[$"{who}-marked"] = assignment.Text("assignmentId");
        }
    }

    /// <summary>Two have no interest; of two who have one, one may score and the other is recused.</summary>
    private static async Task DeclareAsync(Scene scene)
    {
        foreach (var who in Reviewers)
        {
            var hasInterest = who is "reviewer-3" or "recused-reviewer";
            var path = Assignment(scene, who) + "/interests";
            var declaration = new JsonObject
            {
                ["interests"] = new JsonObject { ["advised"] = hasInterest },
                ["explanation"] = hasInterest ? "I advised this organisation." : "",
                ["confidential"] = true,
            };
            await scene[who].PostAsync(path, declaration);
            if (hasInterest)
            {
                var decision = new JsonObject { ["mayScore"] = who == "reviewer-3", ["reason"] = "As declared." };
                await scene["programme-officer"].PostAsync(path + "/decision", decision);
            }
        }
    }

    private static string Assignment(Scene scene, string who) => $"assignments/{scene.Ids[$"{who}-marked"]}";

    /// <summary>Two score, one of them after a draft; the third is taken off; the two agree.</summary>
    private static async Task ReviewAsync(Scene scene)
    {
        var first = scene["reviewer-1"];
        await first.GetAsync(Assignment(scene, "reviewer-1"));
        var draft = new JsonObject { ["scores"] = Scores(1), ["privateNotes"] = $"{Reviewed}note" };
        await first.PutAsync(Assignment(scene, "reviewer-1") + "/draft", draft, 0);
        await first.GetAsync(Assignment(scene, "reviewer-1") + "/draft");
        foreach (var (who, below) in new[] { ("reviewer-1", 1), ("reviewer-2", 2) })
        {
            await scene[who]
                .PostAsync(Assignment(scene, who) + "/review", new JsonObject { ["scores"] = Scores(below) });
        }

        var officer = scene["programme-officer"];
        var reason = new JsonObject { ["reason"] = $"{Reviewed}removal" };
        await officer.PostAsync(Assignment(scene, "reviewer-3") + "/removal", reason);
        var note = new JsonObject { ["note"] = $"{Reviewed}consensus" };
        await officer.PostAsync($"proposals/{scene.Ids["marked-proposal"]}/consensus", note);
    }

    private static JsonArray Scores(int below) =>
        Make.Array([
            .. TheBoardDecides.Grid.Select(row => new JsonObject
            {
                ["key"] = row.Key,
                ["points"] = row.Weight - below,
                ["reason"] = $"{Reviewed}reason",
            }),
        ]);

    private static async Task SelectAsync(Scene scene)
    {
        var (officer, call) = (scene["programme-officer"], $"calls/{scene.Ids["marked-call"]}");
        await officer.PostAsync(call + "/portfolio-preview");
        await officer.PostAsync(call + "/portfolio");
    }

    /// <summary>
    /// A session from its plan to its minutes: one recusal that stands and one that was the wrong trustee's, one decision
    /// that was taken back, the pack as a file.
    /// </summary>
    private static async Task DecideAsync(Scene scene)
    {
        await ASession.EnrolTrusteesAsync(scene);
        var proposal = scene.Ids["marked-proposal"];
        var session = await ASession.PlanAsync(scene, scene.Ids["marked-call"], 0, "Vienna", ASession.Item(proposal));
        scene.Ids["marked-session"] = session.Id;
        await session.ChangeAgendaAsync(ASession.Words("Opening"), ASession.Item(proposal));
        await session.BeginAsync();
        await session.RecuseAsync("programme-officer", "second-trustee", proposal, $"{Reviewed}recusal");
        await session.UndoRecusalAsync("second-trustee", proposal, $"{Reviewed}mistake");
        await session.RecuseAsync("third-trustee", "third-trustee", proposal, $"{Reviewed}interest");
        var departure = ("departureReason", (JsonNode)JsonValue.Create($"{Reviewed}departure"));
        await session.DecideAsync(proposal, "defer", $"{Reviewed}deferral");
        await session.UndoDecisionAsync(proposal, $"{Reviewed}undone");
        await session.DecideAsync(proposal, "decline", $"{Reviewed}decision", departure);
        await PackAsync(scene, session.Id, await session.PrintAsync("trustee"));
        await session.CloseAsync("Nobody was missing.");
        await session.ApproveAsync();
        await MoreOfTheOffice.FileAsync(scene, "trustee", $"board-sessions/{session.Id}/minutes/pdf");
    }

    private static async Task PackAsync(Scene scene, string session, string print)
    {
        var chair = scene["trustee"];
        await chair.GetAsync($"board-sessions/{session}/pack");
        await chair.GetAsync($"board-sessions/{session}/pack/pages");
        await chair.GetAsync($"board-pack-prints/{print}");
        await MoreOfTheOffice.FileAsync(scene, "trustee", $"board-pack-prints/{print}/pdf");
    }

    private static async Task LettersAsync(Scene scene)
    {
        var (officer, call) = (scene["programme-officer"], scene.Ids["marked-call"]);
        await officer.PostAsync($"calls/{call}/letters");
        var letter = (await officer.GetAsync($"letters?callId={call}")).Rows().Single().Text("letterId");
        scene.Ids["marked-letter"] = letter;
        var which = new JsonObject { ["letterIds"] = Make.Array(JsonValue.Create(letter)!) };
        await officer.PostAsync($"calls/{call}/letters/dispatch", which);
        await officer.PostAsync($"letters/{letter}/dispatch");
        await officer.GetAsync($"letters/{letter}");
    }

    private static void Must(Answer answer) => Assert.True(answer.Ok, answer.Text);
}
