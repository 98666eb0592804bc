using System.Net;

namespace Fund.Journeys.Tests.Calls;

/// <summary>Reviewers: one who scores, and one who knows the applicant.</summary>
internal static class Reviewer
{
    /// <summary>Declared, drafted, refused where a reason is missing, submitted.</summary>
    public static async Task ScoreAsync(Person reviewer, CallScene scene)
    {
        await reviewer.GoAsync("/reviews");
        await reviewer.FollowAsync(reviewer.Link(scene.Number));
        Assert.DoesNotContain(scene.Project, await reviewer.TextAsync(), StringComparison.Ordinal);
        await reviewer.PressAsync("Reviews.Declare");
        await reviewer.IsRefusedAtAsync("confidential");
        await reviewer.TickAsync("Interests.Confidential");
        await reviewer.PressAsync("Reviews.Declare");
        await reviewer.IsDoneAsync("conflict-declared");
        await reviewer.ReadsAsync(scene.Project);

        var page = reviewer.Page;
        await page.FillAsync("[name='scores.0.points']", "54");
        await page.FillAsync("[name='scores.0.reason']", "Belegt mit Zahlen.");
        await page.FillAsync("[name='scores.1.points']", "33");
        await reviewer.TypeAsync("Reviews.Notes", "Mietvertrag ansehen.");
        await reviewer.PressAsync("Reviews.Save");
        await reviewer.IsDoneAsync("review-saved");
        Assert.Equal("Mietvertrag ansehen.", await reviewer.Field("Reviews.Notes").InputValueAsync());

        await reviewer.PressAsync("Reviews.Submit");
        await reviewer.IsRefusedAsync();
        Assert.Equal("54", await page.InputValueAsync("[name='scores.0.points']"));
        await page.FillAsync("[name='scores.1.reason']", "Nachprüfbar.");
        await reviewer.PressAsync("Reviews.Submit");
        await reviewer.IsDoneAsync("review-submitted");
        await reviewer.SeesAsync("Reviews.Given", 87);
    }

    /// <summary>Who recuses sees nothing of it, on the page or by the API.</summary>
    public static async Task RecuseAsync(Person reviewer, CallScene scene)
    {
        await reviewer.GoAsync("/reviews");
        await reviewer.FollowAsync(reviewer.Link(scene.Number));
        await reviewer.TickAsync("Interests.governance");
        await reviewer.TypeAsync("Reviews.Explanation", "Ich war dort im Beirat.");
        await reviewer.TickAsync("Interests.Recuse");
        await reviewer.TickAsync("Interests.Confidential");
        await reviewer.PressAsync("Reviews.Declare");
        await reviewer.IsDoneAsync("conflict-declared");
        await reviewer.SeesAsync("Reviews.Recused");
        Assert.DoesNotContain(scene.Project, await reviewer.TextAsync("body"), StringComparison.Ordinal);
        await reviewer.NavigateAsync("Nav.Reviews");
        Assert.DoesNotContain(scene.Project, await reviewer.TextAsync("body"), StringComparison.Ordinal);
        var asked = await scene["reviewer-2"].TryAsync(HttpMethod.Get, $"proposals/{scene.Proposal}");
        Assert.Equal(HttpStatusCode.NotFound, asked.Status);
    }
}
