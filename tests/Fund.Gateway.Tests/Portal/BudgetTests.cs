using Fund.GrantCalls.V1;
using Fund.Hosting;
using Fund.Testing;
using Fund.Testing.Browser;

namespace Fund.Gateway.Tests.Portal;

/// <summary>The budget of an application as it adds up while somebody types.</summary>
public sealed class BudgetTests(RunningGateway gateway, Chromium chromium)
    : IClassFixture<RunningGateway>,
        IClassFixture<Chromium>
{
    [Theory]
    [InlineData(1280)]
    [InlineData(390)]
    public async Task Totals_and_ceilings_are_those_of_what_is_typed(int width)
    {
        ApplyingFacts.Tell(gateway.Backend);
        var call = (Call)Samples.Of(new Call());
        call.State = CallState.Open;
        call.Terms.Ceilings = new BudgetCeilings { SupportPercent = 7 };
        gateway.Backend.Answer("GetCall", new GetCallResponse { Call = call });
        var token = await gateway.TokenAsync(Role.OrganisationMember, organisation: Guid.CreateVersion7());
        await using var view = await chromium.OpenAsync(gateway.Http.BaseAddress!, token, width);
        var page = view.Page;
        await page.GotoAsync($"/en/organisation/proposals/{Guid.CreateVersion7():D}/sections/budget");
        await page.ClickAsync("summary >> nth=1");
        await page.FillAsync("[name='content.budget.1.details.quantity']", "2");
        await page.FillAsync("[name='content.budget.1.details.unitCost']", "1,000");
        await page.FillAsync("[name='content.budget.1.details.months']", "12");
        await page.FillAsync("[name='content.budget.1.details.shareOfTime']", "50");
        await page.FillAsync("[name='content.budget.1.details.charged']", "40");
        Assert.Equal("USD\u00A012,000.00", await page.TextContentAsync("[data-line-total='1']"));
        Assert.Equal("USD\u00A04,800.00", await page.TextContentAsync("[data-line-charged='1']"));

        await page.FillAsync("[name='content.budget.0.amount']", "10 000.00");
        await page.SelectOptionAsync("[name='content.budget.1.category']", "B");
        await page.FillAsync("[name='content.budget.1.amount']", "800");
        await page.UncheckAsync("[name='content.budget.0.details.indirect']");
        await page.CheckAsync("[name='content.budget.1.details.indirect']");
        Assert.Equal("USD\u00A010,800.00", await page.TextContentAsync("[data-sum='total']"));
        Assert.Equal("USD\u00A0800.00", await page.TextContentAsync("[data-sum='B']"));
        Assert.Equal("8 % of at most 7 %", await page.TextContentAsync("[data-share='support']"));
        await view.PictureAsync("budget");
    }
}
