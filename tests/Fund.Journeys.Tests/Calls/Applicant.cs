namespace Fund.Journeys.Tests.Calls;

/// <summary>People of an organisation that applies: one who writes, and one who signs.</summary>
internal static class Applicant
{
    private const string NeedInput = "[name='content.answers.need']";

    /// <summary>Checked first, then written section by section; a lost connection loses nothing that was kept.</summary>
    public static async Task WriteAsync(Person member, CallScene scene)
    {
        await member.GoAsync("/organisation/proposals");
        await member.FollowAsync(member.Main.Locator($"a[href$='/organisation/calls/{scene.Call}']"));
        await member.SeesAsync("Apply.CheckMet");
        await member.PressAsync("Proposal.Start");
        await member.IsDoneAsync("proposal-started");
        scene.Proposal = new Uri(member.Page.Url).Segments[^1];
        await member.SeesAsync("Apply.Missing");
        await member.SeesAsync("Proposal.OfficerSubmits");

        await member.FollowAsync(member.Main.Locator("a.govuk-task-list__link").First);
        await DescribeAsync(member, scene);
        await AnswerAsync(member);
        await CountResultsAsync(member);
        await BudgetAsync(member);
        await member.SeesAsync("Apply.Done", 4, 4);
        await member.FollowAsync("Apply.Print");
        await member.ReadsAsync(CallScene.Need);
    }

    public static async Task AskAsync(Person member, CallScene scene)
    {
        await member.GoAsync($"/calls/{scene.Call}/clarifications");
        await member.PressAsync("Clarifications.Ask");
        await member.IsRefusedAtAsync("question");
        await member.TypeAsync("Clarifications.Question", "Dürfen wir ein Fahrzeug kaufen?");
        await member.PressAsync("Clarifications.Ask");
        await member.IsDoneAsync("clarification-asked");
        await member.SeesAsync("Clarifications.Waiting");
    }

    /// <summary>Submitted with a receipt, withdrawn, submitted again.</summary>
    public static async Task SubmitAsync(Person signer, CallScene scene)
    {
        await signer.GoAsync("/home");
        await signer.FollowAsync("Tasks.FinishProposal", scene.Project);
        await signer.PressAsync("Proposal.Submit");
        await signer.IsDoneAsync("proposal-submitted");
        await signer.SeesAsync("ProposalState.Submitted");
        await signer.PressAsync("Proposal.Withdraw");
        await signer.IsDoneAsync("proposal-withdrawn");
        await signer.PressAsync("Proposal.Submit");
        await signer.IsDoneAsync("proposal-submitted");
        scene.Number = (await scene["dawn-officer"].GetAsync($"proposals/{scene.Proposal}"))[
            "number"
        ]!.GetValue<string>();
        Assert.Contains(scene.Number, await signer.TextAsync(".govuk-inset-text"), StringComparison.Ordinal);
    }

    /// <summary>A notice leads to the letter.</summary>
    public static async Task ReadTheLetterAsync(Person member, CallScene scene)
    {
        var letters = (await scene["dawn-member"].GetAsync($"letters?callId={scene.Call}"))["items"]!.AsArray();
        var letter = letters.Single()!["letterId"]!.GetValue<string>();
        await member.NavigateAsync("Nav.Messages");
        var notice = member.Main.Locator($"a[href$='/letters/{letter}']");
        await member.LookUntilAsync(async () => await notice.CountAsync() > 0);
        await member.FollowAsync(notice);
        await member.IsAtAsync("Letters.One");
        await member.SeesAsync("LetterKind.Award");
        await member.ReadsAsync(scene.Project);
        await member.ReadsAsync("Beste Bewertung.");
        await member.ReadsAsync("Bericht im Juli.");
    }

    private static async Task DescribeAsync(Person member, CallScene scene)
    {
        await member.TypeAsync("Proposal.Title", scene.Project);
        await member.TypeAsync("Proposal.Summary", CallScene.Need);
        await member.ChooseAsync("Proposal.Country", "AL");
        await member.TypeAsync("Proposal.Requested", member.Figure(CallScene.Amount));
        await member.TypeAsync("Proposal.Months", "12");
        await member.PressAsync("Apply.SaveNext");
        await member.IsDoneAsync("section-saved");
    }

    /// <summary>With scripts the device keeps what was typed; without, what was saved is there.</summary>
    private static async Task AnswerAsync(Person member)
    {
        var page = member.Page;
        await member.SeesAsync("Apply.Prefilled");
        Assert.StartsWith(
            "Dawn Legal Aid",
            await page.InputValueAsync("[name='content.answers.legal_name']"),
            StringComparison.Ordinal
        );
        await page.FillAsync(NeedInput, CallScene.Need);
        await page.CheckAsync("[name='content.answers.exploitation'][value='labour']");
        await member.PressAsync("Proposal.Save");
        await member.IsDoneAsync("section-saved");
        Assert.Equal(0, await page.Locator("[name='content.answers.other_exploitation']").CountAsync());

        var more = CallScene.Need + " Auch tagsüber.";
        await page.FillAsync(NeedInput, more);
        await member.LoseConnectionAsync();
        Assert.Equal(member.View.Script ? more : CallScene.Need, await page.InputValueAsync(NeedInput));
        await member.PressAsync("Apply.SaveNext");
        await member.IsDoneAsync("section-saved");
    }

    private static async Task CountResultsAsync(Person member)
    {
        await member.Page.FillAsync("[name='content.answers.outcomes.0.result']", "Sichere Nächte");
        await member.Page.FillAsync("[name='content.answers.outcomes.0.target']", "40");
        await member.Page.CheckAsync("[name='content.answers.truth']");
        await member.PressAsync("Apply.SaveNext");
        await member.IsDoneAsync("section-saved");
    }

    /// <summary>Lines that do not add up are saved and said; then they do.</summary>
    private static async Task BudgetAsync(Person member)
    {
        await LineAsync(member, 0, "A", "Beratung", 12_000m);
        await member.PressAsync("Apply.SaveNext");
        await member.IsDoneAsync("section-saved");
        await member.SeesAsync("Apply.Missing");
        await member.FollowAsync(member.Main.Locator("#problems a").First);
        await LineAsync(member, 1, "F", "Zuschüsse", 8_000m);
        await member.PressAsync("Apply.SaveNext");
        await member.IsDoneAsync("section-saved");
    }

    private static async Task LineAsync(Person member, int line, string category, string what, decimal amount)
    {
        var row = $"content.budget.{line}";
        await member.Page.SelectOptionAsync($"[name='{row}.category']", category);
        await member.Page.FillAsync($"[name='{row}.description']", what);
        await member.Page.FillAsync($"[name='{row}.amount']", member.Figure(amount));
    }
}
