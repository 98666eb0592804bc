using Fund.Donations.V1;
using Fund.Hosting;
using Fund.Kernel;
using Fund.Testing.Browser;
using Microsoft.Playwright;

namespace Fund.Gateway.Tests.Portal;

/// <summary>Donors, their pledges and contributions as finance officers keep them, with and without scripts.</summary>
public sealed class DonorsTests(RunningGateway gateway, Chromium chromium)
    : IClassFixture<RunningGateway>,
        IClassFixture<Chromium>
{
    private const string Id = "0198f3a2-7c1e-7b11-9f61-3a55c0d4e8b2";

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_somebody_else_saved_meanwhile_is_shown_and_nothing_typed_is_lost(bool script)
    {
        gateway.Backend.Answer("GetDonor", new GetDonorResponse { Donor = Donor("Ministry of Health", version: 3) });
        await using var view = await OpenAsync(script);
        var page = view.Page;
        await page.GotoAsync($"/en/donors/{Id}/change");
        await page.FillAsync("[name=name]", "Ministry of Health and Care");
        await page.GetByRole(AriaRole.Button, new() { Name = "Add a contact" }).ClickAsync();
        await page.FillAsync("[name='contacts.1.name']", "Second desk");

        gateway.Backend.Answer(
            "GetDonor",
            new GetDonorResponse { Donor = Donor("Ministry of Social Affairs", version: 4) }
        );
        gateway.Backend.Refuse("ChangeDonor", Refusals.ChangedMeanwhile("donor"));
        await page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();

        Assert.Contains("Ministry of Social Affairs", await page.TextContentAsync(".f-down"), StringComparison.Ordinal);
        Assert.Equal("Ministry of Health and Care", await page.InputValueAsync("[name=name]"));
        Assert.Equal("Second desk", await page.InputValueAsync("[name='contacts.1.name']"));

        gateway.Backend.Answer("ChangeDonor", new ChangeDonorResponse { Donor = Donor("x", version: 5) });
        await page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await page.WaitForURLAsync("**?done=donor-changed");
        var request = (ChangeDonorRequest)gateway.Backend.Last("ChangeDonor").Request;
        Assert.Equal((4, "Ministry of Health and Care"), (request.ExpectedVersion, request.Name));
        Assert.Equal(["First desk", "Second desk"], request.Contacts.Select(contact => contact.Name));
        Assert.Empty(view.Complaints);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_pledge_is_recorded_with_a_plan_of_as_many_instalments_as_wanted(bool script)
    {
        gateway.Backend.Answer("RecordPledge", Samples.Of(new RecordPledgeResponse()));
        await using var view = await OpenAsync(script);
        var page = view.Page;
        await page.GotoAsync($"/en/pledges/new?donor={Id}");
        await page.FillAsync("[name='amount.currency']", "EUR");
        await page.FillAsync("[name=amount]", "3,000");
        await DateAsync(page, "pledgedOn", 5, 1, 2026);
        for (var row = 0; row < 3; row++)
        {
            if (row == 2)
            {
                await page.GetByRole(AriaRole.Button, new() { Name = "Add an instalment" }).ClickAsync();
                Assert.Equal("3,000", await page.InputValueAsync("[name=amount]"));
            }

            await DateAsync(page, $"instalments.{row}.dueDate", 1, 3 + row, 2026);
            await page.FillAsync($"[name='instalments.{row}.amount']", "1 000.00");
        }

        await page.GetByRole(AriaRole.Button, new() { Name = "Record the pledge" }).ClickAsync();
        await page.WaitForURLAsync("**?done=pledge-recorded");

        var request = (RecordPledgeRequest)gateway.Backend.Last("RecordPledge").Request;
        Assert.Equal(
            (300_000, "EUR", "2026-01-05"),
            (request.Amount.MinorUnits, request.Amount.CurrencyCode, request.PledgedOn)
        );
        Assert.Equal(["2026-03-01", "2026-04-01", "2026-05-01"], request.Instalments.Select(part => part.DueDate));
        Assert.All(
            request.Instalments,
            part => Assert.Equal((100_000, "EUR"), (part.Amount.MinorUnits, part.Amount.CurrencyCode))
        );
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_a_service_refuses_stands_beside_the_row_it_is_about(bool script)
    {
        gateway.Backend.Refuse(
            "RecordPledge",
            Refusal.OfField("INSTALMENT_BEFORE_PLEDGE", "instalments[1].due_date", "Due before it was promised.")
        );
        await using var view = await OpenAsync(script);
        await view.Page.GotoAsync($"/en/pledges/new?donor={Id}");
        await view.Page.FillAsync("[name=amount]", "100");
        await view.Page.FillAsync("[name='instalments.0.amount']", "50");
        await view.Page.FillAsync("[name='instalments.1.amount']", "50");

        await view.Page.GetByRole(AriaRole.Button, new() { Name = "Record the pledge" }).ClickAsync();

        var beside = await view.Page.TextContentAsync("#f-instalments-1-dueDate-error");
        Assert.Contains("Due before it was promised.", beside, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_contribution_is_corrected_for_the_donor_that_was_chosen_among_those_found(bool script)
    {
        gateway.Backend.Answer(
            "ListDonors",
            new ListDonorsResponse
            {
                Page = new Common.V1.PageResponse(),
                Donors =
                {
                    Donor("Norway Trust", 1, "0198f3a2-0000-7000-8000-000000000001"),
                    Donor("Norwich Trust", 1, "0198f3a2-0000-7000-8000-000000000002"),
                },
            }
        );
        gateway.Backend.Answer("GetContribution", new GetContributionResponse { Contribution = Counting() });
        await using var view = await OpenAsync(script);
        var page = view.Page;
        await page.GotoAsync($"/en/contributions/{Id}/correct");
        await page.FillAsync("[name='donorId.name']", "Norw Trust");
        await page.FillAsync("[name=reason]", "Wrong donor");
        await page.GetByRole(AriaRole.Button, new() { Name = "Correct the contribution" }).ClickAsync();

        Assert.Contains(
            "Choose which one",
            await page.TextContentAsync(".govuk-error-summary"),
            StringComparison.Ordinal
        );
        await page.GetByLabel("Norwich Trust").CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Correct the contribution" }).ClickAsync();
        await page.WaitForURLAsync("**?done=contribution-corrected");

        var request = (CorrectContributionRequest)gateway.Backend.Last("CorrectContribution").Request;
        Assert.Equal("0198f3a2-0000-7000-8000-000000000002", request.DonorId);
        Assert.Equal(
            (12_345, "Wrong donor", "2026-10-01"),
            (request.Amount.MinorUnits, request.Reason, request.ValueDate)
        );
    }

    [Fact]
    public async Task Reasons_reach_the_service_and_an_empty_one_is_asked_for()
    {
        gateway.Backend.Answer("GetContribution", new GetContributionResponse { Contribution = Counting() });
        await using var view = await OpenAsync(script: false);
        await view.Page.GotoAsync($"/en/contributions/{Id}/reverse");
        await view.Page.GetByRole(AriaRole.Button, new() { Name = "Reverse the contribution" }).ClickAsync();
        Assert.Contains(
            "Reason is missing",
            await view.Page.TextContentAsync("#f-reason-error"),
            StringComparison.Ordinal
        );

        await view.Page.FillAsync("[name=reason]", "Typed twice");
        await view.Page.GetByRole(AriaRole.Button, new() { Name = "Reverse the contribution" }).ClickAsync();
        await view.Page.WaitForURLAsync("**?done=contribution-reversed");
        Assert.Equal(
            "Typed twice",
            ((ReverseContributionRequest)gateway.Backend.Last("ReverseContribution").Request).Reason
        );
    }

    [Fact]
    public async Task Two_donors_are_merged_after_they_were_compared()
    {
        await using var view = await OpenAsync(script: false);
        await view.Page.GotoAsync($"/en/donors/{Id}/merge?duplicate=0198f3a2-0000-7000-8000-000000000002");
        await view.Page.FillAsync("[name=reason]", "One ministry");
        await view.Page.GetByRole(AriaRole.Button, new() { Name = "Merge" }).ClickAsync();
        await view.Page.WaitForURLAsync("**?done=donors-merged");

        var request = (MergeDonorsRequest)gateway.Backend.Last("MergeDonors").Request;
        Assert.Equal(
            (Id, "0198f3a2-0000-7000-8000-000000000002", "One ministry"),
            (request.DonorId, request.DuplicateId, request.Reason)
        );
    }

    [Fact]
    public async Task Auditors_read_and_are_offered_no_change()
    {
        await using var view = await chromium.OpenAsync(
            gateway.Http.BaseAddress!,
            await gateway.TokenAsync(Role.Auditor),
            script: false
        );
        foreach (
            var path in new[] { $"/en/donors/{Id}", "/en/pledges", $"/en/contributions/{Id}", $"/en/donors/{Id}/gifts" }
        )
        {
            await view.Page.GotoAsync(path);
            Assert.Equal(0, await view.Page.Locator("main form[method=post]").CountAsync());
            Assert.Equal(
                0,
                await view
                    .Page.Locator("main a[href*='/new'], main a[href$='/change'], main a[href$='/reverse']")
                    .CountAsync()
            );
        }
    }

    private static Donor Donor(string name, int version, string id = Id) =>
        new()
        {
            DonorId = id,
            Kind = DonorKind.MemberState,
            Name = name,
            CountryCode = "NO",
            Language = "en",
            Version = version,
            Contacts = { new DonorContact { Name = "First desk" } },
        };

    private static Contribution Counting() =>
        new()
        {
            ContributionId = Id,
            DonorId = Id,
            Amount = new Common.V1.Money { MinorUnits = 12_345, CurrencyCode = "EUR" },
            ValueDate = "2026-10-01",
            Channel = Channel.Bank,
        };

    private static async Task DateAsync(IPage page, string name, int day, int month, int year)
    {
        await page.FillAsync($"[name='{name}.day']", $"{day}");
        await page.FillAsync($"[name='{name}.month']", $"{month}");
        await page.FillAsync($"[name='{name}.year']", $"{year}");
    }

    private async Task<BrowserView> OpenAsync(bool script) =>
        await chromium.OpenAsync(
            gateway.Http.BaseAddress!,
            await gateway.TokenAsync(Role.FinanceOfficer),
            script: script
        );
}
