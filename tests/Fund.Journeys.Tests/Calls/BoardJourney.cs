namespace Fund.Journeys.Tests.Calls;

/// <summary>
/// One session of the Board from its plan to its approved minutes, and a second one for the reserve list: a programme
/// officer, the chair, a trustee who is recused, and an applicant who had to send a file.
/// </summary>
public sealed class BoardJourney(RunningFund fund)
{
    public static TheoryData<Company> Companies { get; } = Company.All();

    [Theory]
    [MemberData(nameof(Companies))]
    public async Task A_session_goes_from_its_plan_to_the_award_from_the_reserve_list(Company company)
    {
        // A trustee who has no name yet is an address of sixty letters without a break, in a list on a phone.
        await fund.AccountAsync("trustee");
        var scene = await BoardScene.PrepareAsync(fund);
        await using var signer = await fund.OpenAsync(company.Of(3), "dawn-officer");
        await Sitting.SendTheFileAsync(signer, scene);
        await scene.EvaluateAsync();

        await using var officer = await fund.OpenAsync(company.Of(0), "programme-officer");
        await using var chair = await fund.OpenAsync(company.Of(1), "trustee");
        await using var other = await fund.OpenAsync(company.Of(2), "second-trustee");
        await Sitting.PlanAsync(officer, scene);
        await Sitting.ReadThePackAsync(chair, scene);
        await Sitting.RecuseAsync(officer, other, scene);
        await Sitting.BeginAsync(officer, scene);
        await Sitting.DecideAsync(chair, officer, scene);
        await Sitting.CloseAsync(officer, scene);
        await Sitting.ApproveAsync(chair, other, scene);
        await Sitting.AwardLaterAsync(officer, scene);
        foreach (var person in new[] { signer, officer, chair, other })
        {
            person.HadNoTrouble();
        }
    }
}
