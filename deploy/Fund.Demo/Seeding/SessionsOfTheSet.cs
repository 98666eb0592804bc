using System.Text.Json.Nodes;
using Fund.Demo.Steps;

namespace Fund.Demo.Seeding;

/// <summary>
/// Two sessions of the Board on the call in evaluation: one that was held, with every kind of decision and approved
/// minutes, and one to come, whose pack is ready.
/// </summary>
internal sealed class SessionsOfTheSet(Scene scene, IReadOnlyList<Applicant> applicants)
{
    private string Call => scene.Ids["set-call"];

    public async Task RunAsync()
    {
        scene.Report.Step("The Board sits");
        await ASession.EnrolTrusteesAsync(scene);
        await HoldAsync();
        await RaiseAsync();
        await PrepareTheNextAsync();
    }

    private async Task HoldAsync()
    {
        string[] items = ["amanecer", "sankofa", "lantern", "aman", "bereg", "mindanao"];
        var session = await ASession.PlanAsync(
            scene,
            Call,
            0,
            "Vienna and online",
            [
                ASession.Words("Opening and agenda"),
                .. items.Select(key => ASession.Item(Proposal(key))),
                ASession.Words("Date of the next session"),
            ]
        );
        await session.BeginAsync();
        await RecuseAsync(session);
        await DecideAsync(session);
        await session.CloseAsync("The chair welcomed the members. Nobody asked for another item.");
        await session.ApproveAsync();
        scene.Report.Say("a session with six decisions is closed, and its minutes are approved by the chair");
    }

    /// <summary>Recorded for the wrong member first; then the right one says it, and the proposal is gone for him.</summary>
    private async Task RecuseAsync(ASession session)
    {
        var lantern = Proposal("lantern");
        await session.RecuseAsync("programme-officer", "fourth-trustee", lantern, "Sat on its board until last year.");
        await session.UndoRecusalAsync("fourth-trustee", lantern, "It is Mr Aguilar who sat on it.");
        await session.RecuseAsync("third-trustee", "third-trustee", lantern, "I sat on its board until last year.");
        var proposal = await scene["third-trustee"].TryAsync(HttpMethod.Get, $"proposals/{lantern}");
        scene.Report.Refused(proposal, "the recused trustee reading the proposal", "NOT_FOUND");
    }

    private async Task DecideAsync(ASession session)
    {
        (string, JsonNode) Amount(string amount) => ("amount", Make.Money(amount));
        (string, JsonNode) Departure(string why) => ("departureReason", JsonValue.Create(why));
        await session.DecideAsync(
            Proposal("amanecer"),
            "award",
            "The strongest proposal; no other shelter within a day’s travel.",
            Amount("48000.00"),
            ("vote", new JsonObject { ["inFavour"] = 4 })
        );
        await session.DecideAsync(
            Proposal("sankofa"),
            "award",
            "Convincing work; the vehicle is not funded.",
            Amount("30000.00"),
            Departure("The Board pays no vehicles; the rest stands without it."),
            ("vote", new JsonObject { ["inFavour"] = 3, ["abstentions"] = 1 })
        );
        await session.DecideAsync(
            Proposal("lantern"),
            "award",
            "Legal aid that nobody else gives; the reviewers agreed after reading again.",
            Amount("42000.00"),
            (
                "conditions",
                JsonValue.Create("The agreement with the labour court is sent before the first instalment.")
            ),
            Departure("Where the portfolio leaves it out: the consensus note came after it."),
            ("vote", new JsonObject { ["inFavour"] = 3 })
        );
        await session.DecideAsync(
            Proposal("aman"),
            "decline",
            "Not this year.",
            Departure("An interest of a reviewer is open.")
        );
        await session.UndoDecisionAsync(Proposal("aman"), "The Board meant the reserve list.");
        await session.DecideAsync(
            Proposal("aman"),
            "reserveList",
            "Good; to be awarded when the interest of a reviewer is decided.",
            ("reserveRank", JsonValue.Create(1)),
            Departure("An interest of a reviewer is open.")
        );
        await session.DecideAsync(
            Proposal("bereg"),
            "decline",
            "The work is needed, but the budget is mostly rent of an office.",
            Departure("The budget was read again.")
        );
        await session.DecideAsync(Proposal("mindanao"), "defer", "A further review is awaited.");
    }

    /// <summary>New money: the envelope has room for the reserve list.</summary>
    private async Task RaiseAsync()
    {
        await ACallIsPublished.HaveAsync(scene, 2_000_000);
        var officer = scene["programme-officer"];
        var version = (await officer.GetAsync($"calls/{Call}")).Number("version");
        var raised = await officer.PutAsync(
            $"calls/{Call}/envelope",
            new JsonObject
            {
                ["envelope"] = Make.Money("220000.00"),
                ["reason"] = "A contribution came in that is meant for shelters.",
            },
            version
        );
        scene.Report.Check(
            raised["terms"]!.Cents("envelope") == 22_000_000,
            "the envelope of the call is raised by USD 20,000.00"
        );
    }

    private async Task PrepareTheNextAsync()
    {
        var session = await ASession.PlanAsync(
            scene,
            Call,
            21,
            "Vienna",
            [
                ASession.Words("Minutes of the last session"),
                .. new[] { "aman", "mindanao", "horizonte" }.Select(key => ASession.Item(Proposal(key))),
                ASession.Words("Any other business"),
            ]
        );
        await session.PrintAsync("trustee");
        scene.Report.Say("another session is planned, and its pack is ready for the chair");
    }

    private string Proposal(string key) =>
        scene.Ids[$"{applicants.Single(applicant => applicant.Key == key).Key}-proposal"];
}
