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

        // A ceiling is held against the very cents and half a cent is rounded up, as on the server.
        await page.UncheckAsync("[name='content.budget.0.details.directAssistance']");
        await page.CheckAsync("[name='content.budget.1.details.directAssistance']");
        Assert.Equal("USD\u00A0800.00", await page.TextContentAsync("[data-sum='direct']"));
        await page.FillAsync("[name='content.budget.1.amount']", "700.04");
        Assert.Equal("7 % of at most 7 %", await page.TextContentAsync("[data-share='support']"));
        Assert.Equal("govuk-error-message", await page.GetAttributeAsync("[data-share='support']", "class"));
        await page.FillAsync("[name='content.budget.1.amount']", "700.00");
        Assert.Equal("", await page.GetAttributeAsync("[data-share='support']", "class"));
        await page.FillAsync("[name='content.budget.1.details.unitCost']", "1.01");
        await page.FillAsync("[name='content.budget.1.details.quantity']", "0.5");
        await page.FillAsync("[name='content.budget.1.details.months']", "1");
        await page.FillAsync("[name='content.budget.1.details.shareOfTime']", "100");
        Assert.Equal("USD\u00A00.51", await page.TextContentAsync("[data-line-total='1']"));
        await view.PictureAsync("budget");
    }
}
