using Fund.Common.V1;
using Fund.GrantCalls.V1;
using Fund.Hosting;
using Fund.Testing.Browser;

namespace Fund.Gateway.Tests.Portal;

/// <summary>A call on pages: drafted, refused, asked about.</summary>
public sealed class CallPagesTests(RunningGateway gateway, Chromium chromium) : MainJobPages(gateway, chromium)
{
    [Fact]
    public async Task A_programme_officer_drafts_a_call()
    {
        await using var view = await OpenAsync(Role.ProgrammeOfficer);
        var page = view.Page;
        await page.GotoAsync("/en/programme/calls/new");
        await page.FillAsync("[name='terms.titles.0.text']", "Direct assistance");
        await page.FillAsync("[name='terms.titles.1.text']", "Assistance directe");
        await page.FillAsync("[name='terms.descriptions.0.text']", "Shelter and legal aid.");
        await page.FillAsync("[name='terms.opensAtLocal']", "2026-12-01T00:00");
        await page.FillAsync("[name='terms.closesAtLocal']", "2027-01-31T23:59");
        await page.FillAsync("[name='terms.envelope']", "600 000,00");
        await page.FillAsync("[name='terms.minimumGrant']", "20,000");
        await page.FillAsync("[name='terms.maximumGrant']", "60000.00");
        await page.FillAsync("[name='terms.minimumMonths']", "12");
        await page.FillAsync("[name='terms.maximumMonths']", "24");
        await page.FillAsync("[name='terms.questions.0.label']", "Which need do you meet?");
        await page.FillAsync("[name='terms.questions.0.maxWords']", "300");
        await PressAsync(page, "Save draft");

        var terms = Last<CreateCallRequest>().Terms;
        Assert.Equal(["en", "fr"], terms.Titles.Select(title => title.Language));
        Assert.Equal(("2026-12-01T00:00:00", "2027-01-31T23:59:00"), (terms.OpensAtLocal, terms.ClosesAtLocal));
        Assert.Equal(
            (60_000_000, 2_000_000, 6_000_000),
            (terms.Envelope.MinorUnits, terms.MinimumGrant.MinorUnits, terms.MaximumGrant.MinorUnits)
        );
        Assert.Equal(100, terms.Grid.Sum(line => line.Weight));
        Assert.Equal((QuestionType.Text, 300), (terms.Questions.Single().Type, terms.Questions[0].MaxWords));
        Assert.Contains(terms.Criteria, criterion => criterion is { Kind: CriterionKind.YearsRegistered, Number: 3 });
        Assert.All(terms.Criteria, criterion => Assert.Matches("^[a-z0-9_]{1,40}$", criterion.Key));
    }

    [Fact]
    public async Task What_a_service_refuses_stands_beside_the_input_and_nothing_is_lost()
    {
        Gateway.Backend.Refuse(
            "CreateCall",
            Fund.Kernel.Refusal.OfField("WEIGHTS", "terms.grid", "The weights total 90, they must total 100.")
        );
        await using var view = await OpenAsync(Role.ProgrammeOfficer);
        await view.Page.GotoAsync("/en/programme/calls/new");
        await view.Page.FillAsync("[name='terms.titles.0.text']", "Direct assistance");
        await view.Page.FillAsync("[name='terms.grid']", "90 Everything");
        await PressAsync(view.Page, "Save draft");

        Assert.Contains("total 90", await view.Page.TextContentAsync("#f-terms-grid-error"), StringComparison.Ordinal);
        Assert.Equal("#f-terms-grid", await view.Page.GetAttributeAsync(".govuk-error-summary a", "href"));
        Assert.Equal("Direct assistance", await view.Page.InputValueAsync("[name='terms.titles.0.text']"));
        Assert.Equal("90 Everything", await view.Page.InputValueAsync("[name='terms.grid']"));
        Gateway.Backend.Answer("CreateCall", Samples.Of(new CreateCallResponse()));
    }

    [Fact]
    public async Task An_applicant_asks_about_a_call_and_staff_answer()
    {
        Tell(CallState.Open, ProposalState.Draft);
        await using (var view = await OpenAsync(Role.OrganisationMember, organisation: Guid.CreateVersion7()))
        {
            await view.Page.GotoAsync($"/en/calls/{Id}/clarifications");
            await view.Page.FillAsync("[name='question']", "May a grant pay for a vehicle?");
            await PressAsync(view.Page, "Ask a question");
            Assert.Equal("May a grant pay for a vehicle?", Last<AskClarificationRequest>().Question);
        }

        var waiting = new Clarification
        {
            ClarificationId = Id,
            CallId = Id,
            Question = "A vehicle?",
        };
        Gateway.Backend.Answer(
            "ListClarifications",
            new ListClarificationsResponse { Clarifications = { waiting }, Page = new PageResponse() }
        );
        await using var officer = await OpenAsync(Role.ProgrammeOfficer);
        await officer.Page.GotoAsync($"/en/calls/{Id}/clarifications");
        await officer.Page.SelectOptionAsync("[name='clarificationId']", Id);
        await officer.Page.FillAsync("[name='answer']", "No.");
        await PressAsync(officer.Page, "Publish question and answer");
        Assert.Equal(
            (Id, "No."),
            (Last<AnswerClarificationRequest>().ClarificationId, Last<AnswerClarificationRequest>().Answer)
        );
        Gateway.Backend.Answer("ListClarifications", Samples.Of(new ListClarificationsResponse()));
    }

    [Fact]
    public async Task What_a_call_waits_for_is_on_the_first_page_of_those_whose_turn_it_is()
    {
        var terms = new CallTerms { ClosesAtLocal = "2027-01-31T23:59:00", Titles = { English("Direct assistance") } };
        var call = new Call
        {
            CallId = Id,
            State = CallState.Open,
            Terms = terms,
        };
        var draft = new Proposal
        {
            ProposalId = Id,
            CallId = Id,
            State = ProposalState.Draft,
            Content = new ProposalContent { Title = "Harbour House" },
        };
        var question = new Clarification
        {
            ClarificationId = Id,
            CallId = Id,
            Question = "A vehicle?",
        };
        Gateway.Backend.Answer("ListCalls", new ListCallsResponse { Calls = { call }, Page = new PageResponse() });
        Gateway.Backend.Answer(
            "ListProposals",
            new ListProposalsResponse { Proposals = { draft }, Page = new PageResponse() }
        );
        Gateway.Backend.Answer(
            "ListClarifications",
            new ListClarificationsResponse { Clarifications = { question }, Page = new PageResponse() }
        );
        await using (var member = await OpenAsync(Role.OrganisationMember, organisation: Guid.CreateVersion7()))
        {
            await member.Page.GotoAsync("/en/home");
            var link = member.Page.Locator($"main a[href='/en/organisation/proposals/{Id}']");
            Assert.Equal("Finish and submit “Harbour House”", await link.InnerTextAsync());
        }

        await using var officer = await OpenAsync(Role.ProgrammeOfficer);
        await officer.Page.GotoAsync("/en/home");
        var questions = officer.Page.Locator($"main a[href='/en/calls/{Id}/clarifications']");
        Assert.Equal("Answer the questions about “Direct assistance”", await questions.InnerTextAsync());
        Gateway.Backend.Answer("ListCalls", Samples.Of(new ListCallsResponse()));
        Gateway.Backend.Answer("ListProposals", Samples.Of(new ListProposalsResponse()));
        Gateway.Backend.Answer("ListClarifications", Samples.Of(new ListClarificationsResponse()));
    }
}
