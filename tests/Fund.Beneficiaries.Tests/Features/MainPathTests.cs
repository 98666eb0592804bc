using Fund.Beneficiaries.V1;

namespace Fund.Beneficiaries.Tests.Features;

public sealed class MainPathTests(BeneficiariesFixture fund) : IClassFixture<BeneficiariesFixture>
{
    [Fact]
    public async Task Two_periods_are_reported_accepted_counted_once_and_published()
    {
        var project = await fund.ProjectAsync();
        var first = await project.SubmitAsync(project.Cases(1, Samples.People(0, 80)));
        Assert.Equal(ReturnState.Submitted, first.State);
        Assert.Equal(80, first.Cells.Single(cell => cell.Equals(Samples.Cell(80))).Count);
        await fund.AcceptAsync(first);
        var second = await project.AcceptedAsync(project.Cases(2, Samples.People(79, 70)));
        Assert.Equal(ReturnState.Accepted, second.State);
        Assert.Contains(Samples.Cell(69, "new"), second.Cells);

        var counts = await project.CountsAsync();
        Assert.Equal((149, 2), (counts.PeopleAssisted, counts.ReturnsAccepted));
        Assert.Equal([Samples.Cell(150, "service:Legal"), Samples.Cell(150, "service:SocialCare")], counts.Services);

        var figures = await fund.PublishAsync(-1);
        Assert.Equal((1, 11), (figures.Number, figures.MinimumCell));
        var total = figures.Tables[0].Cells.Single(cell => cell.Row == "" && cell.Column == "");
        Assert.Equal((149, false), (total.Count, total.Protected));
        var shown = await fund.As(Hosting.Caller.Anonymous).GetPublishedFiguresAsync(new GetPublishedFiguresRequest());
        Assert.Equal(figures, shown.Figures);
    }
}
