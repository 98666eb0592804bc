using Fund.GrantCalls.V1;
using Fund.Hosting;
using Fund.Testing.Browser;

namespace Fund.Gateway.Tests.Portal;

/// <summary>An application on pages: filled in section by section, by one and by two.</summary>
public sealed class ApplyingPagesTests(RunningGateway gateway, Chromium chromium) : MainJobPages(gateway, chromium)
{
    [Fact]
    public async Task An_applicant_fills_in_and_saves_a_proposal()
    {
        Tell(CallState.Open, ProposalState.Draft);
        await using var view = await OpenAsync(Role.OrganisationMember, organisation: Guid.CreateVersion7());
        var page = view.Page;
        await page.GotoAsync($"/en/organisation/proposals/{Id}");
        Assert.Contains("0 of 3 sections", await page.TextContentAsync("main"), StringComparison.Ordinal);
        Assert.Contains(
            "“Which need?” must be answered.",
            await page.TextContentAsync("main"),
            StringComparison.Ordinal
        );
        await page.ClickAsync("text=Questions: “Which need?”");
        await page.FillAsync("[name='content.answers.need']", "Beds are full.");
        await page.CheckAsync("[name='content.answers.free']");
        await PressAsync(page, "Save draft");
        var saved = Last<SaveSectionRequest>();
        Assert.Equal((Id, "questions1", 2), (saved.ProposalId, saved.Section, saved.LoadedVersion));
        Assert.Equal(["Beds are full.", "yes"], saved.Content.Answers.Select(answer => answer.Value));

        await page.GotoAsync($"/en/organisation/proposals/{Id}/sections/project");
        await page.FillAsync("[name='content.title']", "Harbour House");
        await page.FillAsync("[name='content.summary']", "A safe place.");
        await page.FillAsync("[name='content.requested']", "20 000");
        await page.FillAsync("[name='content.durationMonths']", "12");
        await PressAsync(page, "Save and continue");
        saved = Last<SaveSectionRequest>();
        Assert.Equal(("project", 2_000_000), (saved.Section, saved.Content.Requested.MinorUnits));
        Assert.EndsWith("/sections/questions1?done=section-saved", page.Url, StringComparison.Ordinal);

        await page.GotoAsync($"/en/organisation/proposals/{Id}/sections/budget");
        await page.SelectOptionAsync("[name='content.budget.0.category']", "A");
        await page.FillAsync("[name='content.budget.0.description']", "Case workers");
        await page.FillAsync("[name='content.budget.0.amount']", "20,000.00");
        await PressAsync(page, "Save draft");
        Assert.Equal(2_000_000, Last<SaveSectionRequest>().Content.Budget.Single().Amount.MinorUnits);
        await page.GotoAsync($"/en/organisation/proposals/{Id}");
        Assert.Contains("officer submits", await page.TextContentAsync("main"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_proposal_is_started_from_an_earlier_one()
    {
        Tell(CallState.Open, ProposalState.Draft);
        var earlier = new Proposal
        {
            ProposalId = Guid.CreateVersion7().ToString("D"),
            CallId = Guid.CreateVersion7().ToString("D"),
            Number = "2024-0007",
            State = ProposalState.Awarded,
            Content = new ProposalContent { Title = "Harbour House" },
            Awarded = Usd(2_000_000),
        };
        Gateway.Backend.Answer("ListProposals", new ListProposalsResponse { Proposals = { earlier }, Page = new() });
        Gateway.Backend.Answer("GetApplication", new GetApplicationResponse { Proposal = earlier });
        Gateway.Backend.Answer(
            "ListCalls",
            new ListCallsResponse
            {
                Calls =
                {
                    new Call
                    {
                        CallId = Id,
                        State = CallState.Open,
                        Terms = Terms(),
                    },
                },
                Page = new(),
            }
        );
        await using var view = await OpenAsync(Role.OrganisationMember, organisation: Guid.CreateVersion7());
        var page = view.Page;
        await page.GotoAsync("/en/organisation/proposals");
        await page.ClickAsync("text=Earlier applications");
        var row = await page.TextContentAsync("tbody tr");
        Assert.Contains("Harbour House", row, StringComparison.Ordinal);
        Assert.Contains("20,000.00", row, StringComparison.Ordinal);
        await view.PictureAsync("earlier");
        await page.ClickAsync("text=Start from this one");
        Assert.Contains(
            "begins with what “Harbour House” says",
            await page.TextContentAsync("main"),
            StringComparison.Ordinal
        );
        await PressAsync(page, "Start a proposal");

        var started = Last<StartProposalRequest>();
        Assert.Equal((Id, earlier.ProposalId), (started.CallId, started.FromProposalId));
    }

    [Fact]
    public async Task What_two_people_typed_into_one_section_is_both_on_the_page()
    {
        Tell(CallState.Open, ProposalState.Draft);
        await using var view = await OpenAsync(Role.OrganisationMember, organisation: Guid.CreateVersion7());
        var page = view.Page;
        await page.GotoAsync($"/en/organisation/proposals/{Id}/sections/questions1");
        Gateway.Backend.Refuse("SaveSection", Fund.Kernel.Refusals.ChangedMeanwhile("section"));
        Tell(CallState.Open, ProposalState.Draft, new Answer { Key = "need", Value = "What the colleague wrote." }, 3);
        await page.FillAsync("[name='content.answers.need']", "What I wrote.");
        await PressAsync(page, "Save draft");

        Assert.Contains(
            "What the colleague wrote.",
            await page.TextContentAsync("[data-theirs]"),
            StringComparison.Ordinal
        );
        Assert.Equal("What I wrote.", await page.InputValueAsync("[name='content.answers.need']"));
        Gateway.Backend.Answer("SaveSection", Samples.Of(new SaveSectionResponse()));
        await PressAsync(page, "Save draft");
        Assert.Equal(3, Last<SaveSectionRequest>().LoadedVersion);
    }
}
