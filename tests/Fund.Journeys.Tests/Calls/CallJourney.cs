namespace Fund.Journeys.Tests.Calls;

/// <summary>
/// One call from its form to the letters, by the people whose work it is, each before a browser of their own: programme
/// officer, somebody who applies, the one who signs for the organisation, two reviewers, and a trustee.
/// </summary>
public sealed class CallJourney(RunningFund fund)
{
    public static TheoryData<Company> Companies { get; } = Company.All();

    [Theory]
    [MemberData(nameof(Companies))]
    public async Task A_call_goes_from_its_form_to_the_letters(Company company)
    {
        var scene = await CallScene.PrepareAsync(fund);
        await using var officer = await fund.OpenAsync(company.Of(0), "programme-officer");
        await using var member = await fund.OpenAsync(company.Of(1), "dawn-member");
        await using var signer = await fund.OpenAsync(company.Of(2), "dawn-officer");
        await using var reviewer = await fund.OpenAsync(company.Of(3), "reviewer-1");
        await using var friend = await fund.OpenAsync(company.Of(1), "reviewer-2");
        await using var trustee = await fund.OpenAsync(company.Of(2), "trustee");

        await Officer.MakeTheCallAsync(officer, scene);
        await Applicant.WriteAsync(member, scene);
        await Applicant.AskAsync(member, scene);
        await Officer.AnswerAsync(officer, scene);
        await Applicant.SubmitAsync(signer, scene);
        await scene.OthersApplyAsync();
        await fund.Fund.BringDeadlineAsync(scene.Call);

        await Officer.ScreenAsync(officer, scene);
        await Officer.AssignAsync(officer, scene, "reviewer-1", "reviewer-2");
        await Reviewer.ScoreAsync(reviewer, scene);
        await Reviewer.RecuseAsync(friend, scene);
        await Officer.PlanAsync(officer, scene);
        await scene.AnotherReviewsAsync("reviewer-3");
        await Officer.SelectAsync(officer, scene);

        await Trustee.DecideAsync(trustee, scene);
        await Officer.SendLettersAsync(officer, scene);
        await Applicant.ReadTheLetterAsync(member, scene);
        foreach (var person in new[] { officer, member, signer, reviewer, friend, trustee })
        {
            person.HadNoTrouble();
        }
    }
}
