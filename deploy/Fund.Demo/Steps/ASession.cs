using System.Text.Json.Nodes;

namespace Fund.Demo.Steps;

/// <summary>
/// A session of the Board through the gateway, step by step, from its plan to its minutes. Whoever plays one says what is
/// on the agenda and what is decided.
/// </summary>
internal sealed class ASession
{
    private readonly Scene _scene;

    private ASession(Scene scene, string id) => (_scene, Id) = (scene, id);

    public string Id { get; }

    /// <summary>Who sits on the Board, the chair first; the names are invented.</summary>
    public static IReadOnlyList<(string Who, string Name)> Trustees { get; } =
    [
        ("trustee", "Ana Ferro"),
        ("second-trustee", "Mira Solberg"),
        ("third-trustee", "Tomas Aguilar"),
        ("fourth-trustee", "Leila Haddad"),
    ];

    private string Path => $"board-sessions/{Id}";

    private Api Officer => _scene["programme-officer"];

    /// <summary>Accounts for the trustees that have none yet.</summary>
    public static async Task EnrolTrusteesAsync(Scene scene)
    {
        foreach (var (who, name) in Trustees.Where(one => !scene.Accounts.ContainsKey(one.Who)))
        {
            await scene.EnrolAsync(who, "trustee", new JsonObject { ["name"] = name });
        }
    }

    public static async Task<ASession> PlanAsync(
        Scene scene,
        string call,
        int inDays,
        string place,
        params JsonObject[] agenda
    )
    {
        var planned = await scene["programme-officer"]
            .PostAsync(
                "board-sessions",
                new JsonObject
                {
                    ["heldOn"] = scene.Today(inDays),
                    ["place"] = place,
                    ["callIds"] = Make.Array(JsonValue.Create(call)),
                    ["agenda"] = Make.Array([.. agenda]),
                }
            );
        return new ASession(scene, planned.Text("boardSessionId"));
    }

    /// <summary>An item in words.</summary>
    public static JsonObject Words(string text) => new() { ["text"] = text };

    /// <summary>A proposal to decide on.</summary>
    public static JsonObject Item(string proposalId) => new() { ["proposalId"] = proposalId };

    /// <summary>Another agenda, on the calls it had.</summary>
    public async Task ChangeAgendaAsync(params JsonObject[] agenda)
    {
        var now = await Officer.GetAsync(Path);
        await Officer.PutAsync(
            Path,
            new JsonObject
            {
                ["heldOn"] = now.Text("heldOn"),
                ["place"] = now.Text("place"),
                ["callIds"] = now["callIds"]!.DeepClone(),
                ["agenda"] = Make.Array([.. agenda]),
            },
            now.Number("version")
        );
    }

    /// <summary>All of them are there, and the session is held from now on.</summary>
    public async Task BeginAsync() =>
        Must(
            await Officer.TryAsync(
                HttpMethod.Put,
                Path + "/attendance",
                new JsonObject
                {
                    ["heldOn"] = _scene.Today(),
                    ["attendees"] = Make.Array([
                        .. Trustees.Select(one => new JsonObject
                        {
                            ["trusteeId"] = _scene.Accounts[one.Who],
                            ["name"] = one.Name,
                            ["isChair"] = one == Trustees[0],
                        }),
                    ]),
                }
            )
        );

    /// <param name="by">Who records it: the trustee, or staff for them.</param>
    /// <param name="who">The trustee.</param>
    /// <param name="proposalId">What they take no part in.</param>
    /// <param name="reason">Why.</param>
    public async Task RecuseAsync(string by, string who, string proposalId, string reason) =>
        await _scene[by]
            .PostAsync(
                Path + "/recusals",
                new JsonObject
                {
                    ["proposalId"] = proposalId,
                    ["trusteeId"] = _scene.Accounts[who],
                    ["name"] = Trustees.Single(one => one.Who == who).Name,
                    ["reason"] = reason,
                }
            );

    public async Task UndoRecusalAsync(string who, string proposalId, string reason) =>
        await Officer.PostAsync(
            Path + "/withdrawn-recusals",
            new JsonObject
            {
                ["proposalId"] = proposalId,
                ["trusteeId"] = _scene.Accounts[who],
                ["reason"] = reason,
            }
        );

    /// <param name="proposalId">What is decided on.</param>
    /// <param name="decision">award, reserveList, decline or defer.</param>
    /// <param name="reasons">Why.</param>
    /// <param name="more">Amount, place on the reserve list, conditions, vote.</param>
    public async Task DecideAsync(
        string proposalId,
        string decision,
        string reasons,
        params (string Name, JsonNode Value)[] more
    )
    {
        var body = new JsonObject
        {
            ["boardSessionId"] = Id,
            ["decision"] = decision,
            ["reasons"] = reasons,
        };
        foreach (var (name, value) in more)
        {
            body[name] = value;
        }

        await Officer.PostAsync($"proposals/{proposalId}/decision", body);
    }

    public async Task UndoDecisionAsync(string proposalId, string reason) =>
        await Officer.PostAsync(
            Path + "/withdrawn-decisions",
            new JsonObject { ["proposalId"] = proposalId, ["reason"] = reason }
        );

    /// <summary>The session is over; the officer writes in its minutes what the record does not say.</summary>
    /// <param name="opening">What is added to the first section.</param>
    public async Task CloseAsync(string opening)
    {
        await Officer.PostAsync(Path + "/closing", new JsonObject { ["language"] = "en" });
        var minutes = await Officer.GetAsync(Path + "/minutes");
        var sections = minutes["sections"]!.DeepClone();
        sections[0]!["text"] = $"{sections[0]!["text"]}\n{opening}";
        await Officer.PutAsync(
            Path + "/minutes",
            new JsonObject { ["sections"] = sections },
            minutes.Number("version")
        );
    }

    /// <summary>Approved by the chair, who wrote nothing of it.</summary>
    public async Task ApproveAsync()
    {
        var chair = _scene[Trustees[0].Who];
        var minutes = await chair.GetAsync(Path + "/minutes");
        Must(await chair.TryAsync(HttpMethod.Post, Path + "/minutes/approval", [], version: minutes.Number("version")));
    }

    /// <summary>The pack as a file, for somebody; returns its id when it is finished.</summary>
    public async Task<string> PrintAsync(string who)
    {
        await _scene[who].PostAsync(Path + "/pack-prints", new JsonObject { ["language"] = "en" });
        JsonNode? print = null;
        var finished = await _scene.EventuallyAsync(async () =>
        {
            print = (await _scene[who].GetAsync($"board-pack-prints?boardSessionId={Id}")).Rows()[0];
            return print["finishedAt"] is not null;
        });
        return finished
            ? print!.Text("printId")
            : throw new DemoFailedException($"the pack was not finished: {print!.ToJsonString()}");
    }

    private static void Must(Answer answer)
    {
        if (!answer.Ok)
        {
            throw new DemoFailedException(answer.Text);
        }
    }
}
