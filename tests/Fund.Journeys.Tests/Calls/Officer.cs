using System.Globalization;
using Microsoft.Playwright;

namespace Fund.Journeys.Tests.Calls;

/// <summary>A programme officer at work.</summary>
internal static class Officer
{
    /// <summary>A new call from an earlier one with its form, one question more, looked at as an applicant, and published.</summary>
    public static async Task MakeTheCallAsync(Person officer, CallScene scene)
    {
        await officer.GoAsync("/programme/calls");
        await officer.IsAtAsync("Programme.Calls");
        await officer.GoAsync($"/programme/calls/{scene.Earlier}");
        await officer.FollowAsync("Extension.CopyCall");
        await officer.PressAsync("Programme.SaveDraft");
        await officer.IsRefusedAsync();
        await officer.TypeAsync("Programme.Opens", scene.People.Today(-1) + "T00:00");
        await officer.TypeAsync("Programme.Deadline", scene.People.Today(20) + "T12:00");
        await officer.PressAsync("Programme.SaveDraft");
        await officer.IsDoneAsync("call-saved");
        scene.Call = new Uri(officer.Page.Url).Segments[^1];

        await officer.FollowAsync("Builder.Title");
        await AddAQuestionAsync(officer);
        await officer.FollowAsync("Builder.Preview");
        await officer.PressAsync("Builder.Look");
        await officer.SeesAsync("Apply.Missing");

        await officer.GoAsync($"/programme/calls/{scene.Call}");
        await officer.PressAsync("Programme.Publish");
        await officer.IsDoneAsync("call-published");
        await officer.SeesAsync("CallState.Open");
    }

    public static async Task AnswerAsync(Person officer, CallScene scene)
    {
        await officer.GoAsync("/home");
        await officer.FollowAsync(officer.Main.Locator($"a[href$='/calls/{scene.Call}/clarifications']"));
        await officer.Field("Clarifications.Question").SelectOptionAsync(new SelectOptionValue { Index = 1 });
        await officer.TypeAsync("Clarifications.TheAnswer", "Nein, nur Miete.");
        await officer.PressAsync("Clarifications.Publish");
        await officer.IsDoneAsync("clarification-answered");
        await officer.ReadsAsync("Nein, nur Miete.");
    }

    /// <summary>What rules can say they say; the rest is decided by a person with a reason.</summary>
    public static async Task ScreenAsync(Person officer, CallScene scene)
    {
        await officer.GoAsync($"/programme/calls/{scene.Call}");
        await officer.FollowAsync(officer.Link(scene.OtherNumber));
        await officer.PressAsync("Programme.Screen");
        await officer.IsDoneAsync("screened");
        await officer.SeesAsync("CriterionOutcome.NotMet");
        await officer.SeesAsync("ProposalState.Ineligible");

        await officer.GoAsync($"/programme/calls/{scene.Call}");
        await officer.FollowAsync(officer.Link(scene.Number));
        await officer.ReadsAsync(scene.Project);
        await officer.PressAsync("Programme.Screen");
        await officer.IsDoneAsync("screened");
        var own = officer.Words["Programme.DecideCriterion"];
        await officer.Main.Locator("summary", new() { HasText = own }).ClickAsync();
        await officer.Field("Programme.Criterion").SelectOptionAsync("own1");
        await officer.TickAsync("CriterionOutcome.Met");
        await officer.TypeAsync("Programme.Reason", "Satzung liegt vor.");
        await officer.PressAsync("Programme.Record");
        await officer.IsDoneAsync("criterion-decided");
        await officer.SeesAsync("ProposalState.Eligible");
    }

    public static async Task AssignAsync(Person officer, CallScene scene, params string[] reviewers)
    {
        foreach (var reviewer in reviewers)
        {
            await officer.ChooseAsync("Programme.Reviewer", scene.People.Accounts[reviewer]);
            await officer.PressAsync("Programme.Assign");
            await officer.IsDoneAsync("reviewer-assigned");
        }
    }

    /// <summary>Somebody recused: who comes instead is proposed, and by when is set.</summary>
    public static async Task PlanAsync(Person officer, CallScene scene)
    {
        await officer.GoAsync($"/programme/calls/{scene.Call}");
        await officer.FollowAsync("Programme.Reviews");
        await officer.ReadsAsync("Ich war dort im Beirat.");
        await officer.SeesAsync("InterestOutcome.Recused");
        Assert.True(await officer.Button(officer.Words["CallReviews.AssignAll"]).IsVisibleAsync());
        await officer.TypeDateAsync(
            "CallReviews.Due",
            DateOnly.Parse(scene.People.Today(10), CultureInfo.InvariantCulture)
        );
        await officer.PressAsync("CallReviews.SetDue");
        await officer.IsDoneAsync("reviews-planned");
    }

    /// <summary>What the best choice is, and that it goes before the Board.</summary>
    public static async Task SelectAsync(Person officer, CallScene scene)
    {
        await officer.GoAsync($"/programme/calls/{scene.Call}");
        await officer.SeesAsync("Programme.Ranking");
        await officer.FollowAsync("Selection.Title");
        await officer.PressAsync("Selection.Try");
        await officer.SeesAsync("Selection.Proven");
        await officer.ReadsAsync(scene.Project);
        await officer.PressAsync("Selection.Adopt");
        await officer.IsDoneAsync("portfolio-adopted");
    }

    /// <summary>Written, read, sent.</summary>
    public static async Task SendLettersAsync(Person officer, CallScene scene)
    {
        await officer.GoAsync($"/programme/calls/{scene.Call}/statistics");
        await officer.IsAtAsync("Statistics.Title");
        await officer.FollowAsync("Programme.Call");
        await officer.FollowAsync(Letters(officer));
        await officer.ChooseAsync("Letters.Language", officer.View.Language);
        await officer.PressAsync("Letters.Prepare");
        await officer.IsDoneAsync("letters-prepared");
        await officer.FollowAsync(officer.Link(scene.OtherNumber));
        await officer.SeesAsync("LetterKind.Ineligible");
        await officer.FollowAsync(Letters(officer));
        await officer.FollowAsync(officer.Link(scene.Number));
        await officer.SeesAsync("Letters.NotSent");
        await officer.ReadsAsync("Beste Bewertung.");
        await officer.FollowAsync(Letters(officer));
        await officer.PressAsync("Letters.Send");
        await officer.IsDoneAsync("letters-sent");
    }

    /// <summary>On the page itself: in Arabic the messages in its head have the same name.</summary>
    private static ILocator Letters(Person officer) =>
        officer.Main.GetByRole(AriaRole.Link, new() { Name = officer.Words["Letters.Title"], Exact = true }).First;

    private static async Task AddAQuestionAsync(Person officer)
    {
        await officer.FollowAsync(officer.Main.Locator($"a[href$='/form/fields/new?section={CallQuestions.Results}']"));
        await officer.ChooseAsync("Builder.TypeOf", "Declaration");
        await officer.TypeAsync("Builder.Key", "truth");
        await officer.Page.FillAsync("[name='label.en']", "All of this is true.");
        var others = officer.Main.Locator("details", new() { Has = officer.Page.Locator("[name='label.fr']") });
        await others.Locator("summary").ClickAsync();
        await officer.Page.FillAsync("[name='label.fr']", "Tout cela est vrai.");
        await officer.Page.FillAsync("[name='label.ar']", "كل هذا صحيح.");
        await officer.PressAsync("Builder.Save");
        await officer.IsDoneAsync("form-saved");
    }
}
