using System.Globalization;
using System.Text;
using Fund.Demo.Steps;
using Microsoft.Playwright;

namespace Fund.Journeys.Tests.Calls;

/// <summary>What the people of a session of the Board do, each before a browser of their own.</summary>
internal static class Sitting
{
    private const string File = "satzung.pdf";

    /// <summary>A question that a file answers, then the whole is handed in by the one who signs.</summary>
    public static async Task SendTheFileAsync(Person signer, BoardScene scene)
    {
        var page = signer.Page;
        await signer.GoAsync($"/organisation/proposals/{scene.Own.Id}/sections/assistance");
        await page.SetInputFilesAsync(
            "[name='content.answers.statute.file']",
            new FilePayload
            {
                Name = File,
                MimeType = "application/pdf",
                Buffer = Encoding.ASCII.GetBytes("%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"),
            }
        );
        if (signer.View.Script)
        {
            await Assertions.Expect(page.Locator("[name='content.answers.statute']")).Not.ToHaveValueAsync("");
        }

        await signer.PressAsync("Proposal.Save");
        await signer.IsDoneAsync("section-saved");
        await signer.ReadsAsync(File);
        await signer.GoAsync($"/organisation/proposals/{scene.Own.Id}");
        await signer.PressAsync("Proposal.Submit");
        await signer.IsDoneAsync("proposal-submitted");
    }

    public static async Task PlanAsync(Person officer, BoardScene scene)
    {
        await officer.GoAsync("/board");
        await officer.FollowAsync("Sitting.New");
        await officer.TypeDateAsync("Sitting.Date", Today(scene));
        await officer.TypeAsync("Sitting.Place", "Wien");
        await officer.Page.CheckAsync($"[name=callIds][value='{scene.Call}']");
        await officer.PressAsync("Sitting.Plan");
        await officer.IsDoneAsync("session-planned");
        scene.Session = new Uri(officer.Page.Url).Segments[^1];

        await officer.FollowAsync("Sitting.Change");
        await officer.TypeAsync(
            "Sitting.Agenda",
            string.Join('\n', "Eröffnung", scene.Own.Number, scene.Second.Number, scene.Third.Number)
        );
        await officer.PressAsync("Sitting.Change");
        await officer.IsDoneAsync("session-changed");
        await officer.ReadsAsync("Eröffnung");
    }

    /// <summary>On the screen, and as a file that is made meanwhile.</summary>
    public static async Task ReadThePackAsync(Person chair, BoardScene scene)
    {
        await chair.GoAsync("/board");
        await chair.FollowAsync(chair.Main.Locator($"a[href$='/board/sessions/{scene.Session}']"));
        await chair.FollowAsync("Sitting.Pack");
        await chair.ReadsAsync(scene.Own.Title);
        await chair.ReadsAsync("Gut belegt.");
        await chair.PressAsync("Sitting.PackAsk");
        await chair.IsDoneAsync("pack-asked");
        var file = chair.Main.Locator("a[href*='/board-pack-prints/']");
        await chair.LookUntilAsync(async () => await file.CountAsync() > 0);
        IsPaper(await chair.SaveAsync(file));
        await chair.FollowAsync(chair.Main.Locator($"a[href$='/items/{scene.Own.Id}']"));
        await chair.FollowAsync("Sitting.After", scene.Second.Number);
        await chair.ReadsAsync(scene.Second.Title);
    }

    /// <summary>Recorded for the wrong trustee and taken back; then somebody says it themselves, and it is gone for them.</summary>
    public static async Task RecuseAsync(Person officer, Person other, BoardScene scene)
    {
        await officer.GoAsync(Session(scene));
        await officer.ChooseAsync("Sitting.Trustee", scene.People.Accounts["fourth-trustee"]);
        await officer.ChooseAsync("Programme.Proposal", scene.Second.Id);
        await officer.TypeAsync("Sitting.Reason", "Seine Schwester arbeitet dort.");
        await officer.PressAsync("Sitting.Recuse");
        await officer.IsDoneAsync("trustee-recused");
        var undo = officer.Main.Locator("details", new() { Has = officer.Page.Locator("[name=recusal]") });
        await undo.Locator("summary").ClickAsync();
        await undo.Locator("[name=recusal]").SelectOptionAsync(new SelectOptionValue { Index = 1 });
        await undo.Locator("[name=undoReason]").FillAsync("Es ist ihre Nachbarin.");
        await officer.PressAsync(undo.Locator("button[type=submit]"));
        await officer.IsDoneAsync("recusal-undone");
        await officer.SeesAsync("Sitting.TakenBack", "Es ist ihre Nachbarin.");

        await other.GoAsync(Session(scene));
        await other.ReadsAsync(scene.Second.Title);
        await other.ChooseAsync("Programme.Proposal", scene.Second.Id);
        await other.TypeAsync("Sitting.Reason", "Meine Schwester arbeitet dort.");
        await other.PressAsync("Sitting.Recuse");
        await other.IsDoneAsync("trustee-recused");
        await other.SeesAsync("Sitting.LeftOut", 1);
        await DoesNotReadAsync(other, scene.Second);
        await other.FollowAsync("Sitting.Pack");
        await DoesNotReadAsync(other, scene.Second);
    }

    /// <summary>Who is there, by account.</summary>
    public static async Task BeginAsync(Person officer, BoardScene scene)
    {
        await officer.GoAsync(Session(scene));
        foreach (var (who, _) in ASession.Trustees)
        {
            await officer.Page.CheckAsync($"[name=attendees][value='{scene.People.Accounts[who]}']");
        }

        await officer.ChooseAsync("Sitting.Chair", scene.People.Accounts["trustee"]);
        await officer.PressAsync("Sitting.Begin");
        await officer.IsDoneAsync("attendance-recorded");
        await officer.SeesAsync("BoardSessionState.Held");
    }

    /// <summary>An award by the chair; a decline that is taken back, and the reserve list instead.</summary>
    public static async Task DecideAsync(Person chair, Person officer, BoardScene scene)
    {
        await chair.GoAsync(Item(scene, scene.Own));
        await chair.TickAsync("Decision.Award");
        await chair.TypeAsync("Board.Amount", chair.Figure(scene.Own.Amount));
        await chair.PressAsync("Board.Record");
        await chair.IsRefusedAtAsync("reasons");
        await chair.TypeAsync("Board.Reasons", "Beste Bewertung.");
        await chair.TypeAsync("Decision.InFavour", "4");
        await chair.PressAsync("Board.Record");
        await chair.IsDoneAsync("proposal-decided");
        await chair.SeesAsync("ProposalState.Awarded");

        await officer.GoAsync(Item(scene, scene.Second));
        await officer.TickAsync("Decision.Decline");
        await officer.TypeAsync("Board.Reasons", "Zu teuer.");
        await officer.PressAsync("Board.Record");
        await officer.IsDoneAsync("proposal-decided");
        await officer.TypeAsync("Sitting.Reason", "So war es nicht gemeint.");
        await officer.PressAsync("Sitting.Undo");
        await officer.IsDoneAsync("board-decision-undone");
        await officer.TickAsync("Decision.ReserveList");
        await officer.TypeAsync("Board.ReserveRank", "1");
        await officer.TypeAsync("Board.Reasons", "Gut, sobald Geld da ist.");
        await officer.PressAsync("Board.Record");
        await officer.IsDoneAsync("proposal-decided");
        await scene.DeferTheThirdAsync();
    }

    public static async Task CloseAsync(Person officer, BoardScene scene)
    {
        await officer.GoAsync(Session(scene));
        await officer.PressAsync("Sitting.Close");
        await officer.IsDoneAsync("session-closed");
        await officer.FollowAsync("Sitting.MinutesEdit");
        await officer.Page.FillAsync("[name='sections.0.text']", "Alle waren da.");
        await officer.PressAsync("Sitting.MinutesSave");
        await officer.IsDoneAsync("minutes-saved");
        await officer.ReadsAsync("Alle waren da.");
        await officer.ReadsAsync(scene.Own.Title);
        await officer.ReadsAsync(scene.Second.Title);
    }

    /// <summary>By the chair, who wrote nothing of it; who is recused reads the rest.</summary>
    public static async Task ApproveAsync(Person chair, Person other, BoardScene scene)
    {
        await other.GoAsync($"{Session(scene)}/minutes");
        await other.ReadsAsync(scene.Own.Title);
        await DoesNotReadAsync(other, scene.Second);
        Assert.Equal(0, await other.Button(other.Words["Sitting.MinutesApprove"]).CountAsync());

        await chair.GoAsync($"{Session(scene)}/minutes");
        await chair.PressAsync("Sitting.MinutesApprove");
        await chair.IsDoneAsync("minutes-approved");
        IsPaper(await chair.SaveAsync(chair.Link(chair.Words["Sitting.Download"])));
    }

    /// <summary>New money: the envelope is raised, and another session awards what was on the reserve list.</summary>
    public static async Task AwardLaterAsync(Person officer, BoardScene scene)
    {
        await officer.GoAsync($"/programme/calls/{scene.Call}");
        var change = officer.Main.Locator("details", new() { Has = officer.Page.Locator("[name=envelope]") });
        await change.Locator("summary").ClickAsync();
        await change.Locator("[name=envelope]").FillAsync(officer.Figure(40_000m));
        await change.Locator("[name=reason]").FillAsync("Eine Spende kam.");
        await officer.PressAsync(change.Locator("button[type=submit]"));
        await officer.IsDoneAsync("envelope-changed");
        await officer.ReadsAsync("Eine Spende kam.");

        var later = await ASession.PlanAsync(scene.People, scene.Call, 0, "Wien", ASession.Item(scene.Second.Id));
        await later.BeginAsync();
        await officer.GoAsync($"/board/sessions/{later.Id}/items/{scene.Second.Id}");
        await officer.TickAsync("Decision.Award");
        await officer.TypeAsync("Board.Amount", officer.Figure(scene.Second.Amount));
        await officer.TypeAsync("Board.Reasons", "Nun ist Geld da.");
        await officer.PressAsync("Board.Record");
        await officer.IsDoneAsync("proposal-decided");
        await officer.SeesAsync("ProposalState.Awarded");
    }

    private static string Session(BoardScene scene) => $"/board/sessions/{scene.Session}";

    private static string Item(BoardScene scene, BoardItem item) => $"{Session(scene)}/items/{item.Id}";

    private static DateOnly Today(BoardScene scene) =>
        DateOnly.Parse(scene.People.Today(), CultureInfo.InvariantCulture);

    private static async Task DoesNotReadAsync(Person person, BoardItem item) =>
        Assert.DoesNotContain(item.Title, await person.TextAsync("body"), StringComparison.Ordinal);

    private static void IsPaper(byte[] file) => Assert.Equal("%PDF", Encoding.ASCII.GetString(file, 0, 4));
}
