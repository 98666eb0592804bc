using Fund.Beneficiaries.V1;
using Fund.Common.V1;
using Fund.GrantCalls.V1;
using Fund.Hosting;
using Fund.Projects.V1;
using Fund.Testing.Browser;
using Google.Protobuf;
using Microsoft.Playwright;

namespace Fund.Gateway.Tests.Portal;

/// <summary>Every step of the main job on pages, each as the person whose step it is; scripts are off, as they may be.</summary>
public sealed class MainJobPagesTests(RunningGateway gateway, Chromium chromium)
    : IClassFixture<RunningGateway>,
        IClassFixture<Chromium>
{
    private static readonly string Id = Guid.CreateVersion7().ToString("D");

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
    }

    [Fact]
    public async Task What_a_service_refuses_stands_beside_the_input_and_nothing_is_lost()
    {
        gateway.Backend.Refuse(
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
        gateway.Backend.Answer("CreateCall", Samples.Of(new CreateCallResponse()));
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
        gateway.Backend.Answer(
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
        gateway.Backend.Answer("ListClarifications", Samples.Of(new ListClarificationsResponse()));
    }

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
    public async Task What_two_people_typed_into_one_section_is_both_on_the_page()
    {
        Tell(CallState.Open, ProposalState.Draft);
        await using var view = await OpenAsync(Role.OrganisationMember, organisation: Guid.CreateVersion7());
        var page = view.Page;
        await page.GotoAsync($"/en/organisation/proposals/{Id}/sections/questions1");
        gateway.Backend.Refuse("SaveSection", Fund.Kernel.Refusals.ChangedMeanwhile("section"));
        Tell(CallState.Open, ProposalState.Draft, new Answer { Key = "need", Value = "What the colleague wrote." }, 3);
        await page.FillAsync("[name='content.answers.need']", "What I wrote.");
        await PressAsync(page, "Save draft");

        Assert.Contains(
            "What the colleague wrote.",
            await page.TextContentAsync("[data-theirs]"),
            StringComparison.Ordinal
        );
        Assert.Equal("What I wrote.", await page.InputValueAsync("[name='content.answers.need']"));
        gateway.Backend.Answer("SaveSection", Samples.Of(new SaveSectionResponse()));
        await PressAsync(page, "Save draft");
        Assert.Equal(3, Last<SaveSectionRequest>().LoadedVersion);
    }

    [Fact]
    public async Task A_reviewer_declares_before_the_text_is_asked_for_and_then_scores_it()
    {
        Tell(CallState.InEvaluation, ProposalState.Eligible);
        Assign(AssignmentState.Assigned);
        await using var view = await OpenAsync(Role.Reviewer);
        var page = view.Page;
        var before = gateway.Backend.Calls.Count;
        await page.GotoAsync($"/en/reviews/{Id}");
        Assert.DoesNotContain(gateway.Backend.Calls.Skip(before), call => call.Rpc == "GetProposal");
        await page.CheckAsync("[name='confidential']");
        await PressAsync(page, "Declare");
        var declared = Last<DeclareInterestsRequest>();
        Assert.True(declared is { Confidential: true, Recuse: false, Interests.Advised: false });

        Assign(AssignmentState.Cleared);
        await page.GotoAsync($"/en/reviews/{Id}");
        await page.FillAsync("[name='scores.0.points']", "38");
        await page.FillAsync("[name='scores.0.reason']", "Well founded.");
        await page.FillAsync("[name='scores.1.points']", "47");
        await page.FillAsync("[name='privateNotes']", "Ask about the lease.");
        await PressAsync(page, "Save draft");
        var kept = Last<SaveReviewDraftRequest>();
        Assert.Equal("Ask about the lease.", kept.PrivateNotes);
        Assert.Equal([38, 47], kept.Scores.Select(score => score.Points));

        await page.GotoAsync($"/en/reviews/{Id}");
        await page.FillAsync("[name='scores.0.points']", "38");
        await page.FillAsync("[name='scores.0.reason']", "Well founded.");
        await page.FillAsync("[name='scores.1.points']", "47");
        await PressAsync(page, "Submit the review");

        Assert.Equal([38, 47], Last<SubmitReviewRequest>().Scores.Select(score => score.Points));
    }

    [Fact]
    public async Task The_board_opens_a_session_and_decides()
    {
        Tell(CallState.InEvaluation, ProposalState.Eligible);
        gateway.Backend.Answer(
            "GetRanking",
            new GetRankingResponse
            {
                Envelope = Usd(60_000_000),
                Left = Usd(60_000_000),
                Proposals =
                {
                    new RankedProposal
                    {
                        Rank = 1,
                        ProposalId = Id,
                        Title = "Harbour House",
                        ProposalNumber = "P-1",
                        Requested = Usd(2_000_000),
                        State = ProposalState.Eligible,
                    },
                },
            }
        );
        gateway.Backend.Answer(
            "RecordBoardSession",
            new RecordBoardSessionResponse { BoardSessionId = Id, HasQuorum = true }
        );
        await using var view = await OpenAsync(Role.Trustee);
        var page = view.Page;
        await page.GotoAsync($"/en/board/{Id}");
        await FillDateAsync(page, "heldOn", 2027, 3, 1);
        await page.FillAsync("[name=present]", "Chair\nSecond\nThird");
        await PressAsync(page, "Open the session");
        Assert.Equal(3, Last<RecordBoardSessionRequest>().Present.Count);
        await page.SelectOptionAsync("[name=proposalId]", Id);
        await page.GetByLabel("award", new() { Exact = true }).CheckAsync();
        await page.FillAsync("[name=amount]", "18,500");
        await page.FillAsync("[name=reasons]", "Clear and needed.");
        await PressAsync(page, "Record the decision");

        var decided = Last<DecideProposalRequest>();
        Assert.Equal(
            (Id, Id, Decision.Award, 1_850_000),
            (decided.BoardSessionId, decided.ProposalId, decided.Decision, decided.Amount.MinorUnits)
        );
    }

    [Fact]
    public async Task An_instalment_is_requested_approved_and_paid_by_those_whose_turn_it_is()
    {
        await StepAsync(InstalmentState.Planned, Role.FinanceOfficer, page => PressAsync(page, "Request payment"));
        Assert.Equal(Id, Last<RequestInstalmentRequest>().InstalmentId);
        await StepAsync(InstalmentState.Requested, Role.FundManager, page => PressAsync(page, "Approve"));
        Assert.Equal(Id, Last<ApproveInstalmentRequest>().InstalmentId);
        await StepAsync(
            InstalmentState.Approved,
            Role.FinanceOfficer,
            async page =>
            {
                await page.ClickAsync("summary:has-text('Record the payment')");
                await page.FillAsync("[name=paymentReference]", "PAY-1");
                await FillDateAsync(page, "paidOn", 2026, 11, 20);
                await PressAsync(page, "Record the payment");
            }
        );
        Assert.Equal(
            ("PAY-1", "2026-11-20"),
            (Last<PayInstalmentRequest>().PaymentReference, Last<PayInstalmentRequest>().PaidOn)
        );
    }

    [Fact]
    public async Task An_organisation_reports_and_returns_numbers_where_blank_is_not_zero()
    {
        Agree(InstalmentState.Paid);
        gateway.Backend.Answer("GetReport", new GetReportResponse { Report = AReport(ReportState.Due) });
        gateway.Backend.Answer("ListReturns", new ListReturnsResponse { Page = new PageResponse() });
        await using var view = await OpenAsync(Role.AuthorisingOfficer, organisation: Guid.CreateVersion7());
        var page = view.Page;
        await page.GotoAsync($"/en/projects/{Id}/reports/{Id}");
        await page.FillAsync("[name='narrative.activities']", "Shelter nights.");
        await page.FillAsync("[name='spending.0.local']", "900,00");
        await page.FillAsync("[name='spending.0.local.currency']", "EUR");
        await page.FillAsync("[name='spending.0.usd']", "1000");
        await PressAsync(page, "Submit the report");
        var spent = Last<SubmitReportRequest>().Spending.Single();
        Assert.Equal(
            ("EUR", 90_000, 100_000),
            (spent.Local.CurrencyCode, spent.Local.MinorUnits, spent.Usd.MinorUnits)
        );

        await page.GotoAsync($"/en/projects/{Id}/reports/{Id}/return");
        await page.FillAsync("[name='cell.assisted.Feminine.adult']", "12");
        await page.FillAsync("[name='cell.assisted.Masculine.adult']", "0");
        await page.FillAsync("[name='service.Legal']", "٧");
        await PressAsync(page, "Submit the return");
        Assert.Equal(
            [("assisted", "Feminine", 12), ("assisted", "Masculine", 0), ("service:Legal", "", 7)],
            Last<SubmitAggregateReturnRequest>().Cells.Select(cell => (cell.Measure, cell.Gender, cell.Count))
        );
    }

    private async Task StepAsync(InstalmentState state, Role role, Func<IPage, Task> act)
    {
        Agree(state);
        await using var view = await OpenAsync(role);
        await view.Page.GotoAsync($"/en/projects/{Id}");
        await act(view.Page);
    }

    private void Agree(InstalmentState state)
    {
        var agreement = new Agreement
        {
            AgreementId = Id,
            Number = "A-2026-1",
            Title = "Harbour House",
            CountryCode = "AL",
            State = AgreementState.Active,
            Amount = Usd(2_000_000),
            Budget =
            {
                new BudgetCategory { Category = "A", Amount = Usd(2_000_000) },
            },
            Instalments =
            {
                new Instalment
                {
                    InstalmentId = Id,
                    Number = 1,
                    Amount = Usd(1_000_000),
                    State = state,
                    DueOn = "2026-11-01",
                },
            },
            Reports = { AReport(ReportState.Due) },
        };
        gateway.Backend.Answer("GetAgreement", new GetAgreementResponse { Agreement = agreement });
    }

    private static Report AReport(ReportState state) =>
        new()
        {
            ReportId = Id,
            AgreementId = Id,
            PeriodFrom = "2026-01-01",
            PeriodTo = "2026-06-30",
            DueOn = "2026-07-31",
            State = state,
        };

    private static Fund.Forms.V1.Form AForm() =>
        new()
        {
            Sections =
            {
                new Fund.Forms.V1.Section
                {
                    Key = "questions1",
                    Title = { English("Questions") },
                    Fields =
                    {
                        new Fund.Forms.V1.Field
                        {
                            Key = "need",
                            Type = Fund.Forms.V1.FieldType.LongText,
                            Label = { English("Which need?") },
                            Required = true,
                            MaxWords = 500,
                        },
                        new Fund.Forms.V1.Field
                        {
                            Key = "free",
                            Type = Fund.Forms.V1.FieldType.Declaration,
                            Label = { English("Help is never conditional.") },
                        },
                    },
                },
            },
        };

    private static LocalisedText English(string text) => new() { Language = "en", Text = text };

    private void Tell(CallState state, ProposalState proposal, Answer? answer = null, int version = 2)
    {
        var terms = new CallTerms
        {
            Titles =
            {
                new LocalisedText { Language = "en", Text = "Direct assistance" },
            },
            ClosesAtLocal = "2027-01-31T23:59:00",
            OpensAtLocal = "2026-12-01T00:00:00",
            TimeZone = "Europe/Vienna",
            Envelope = Usd(60_000_000),
            Questions =
            {
                new Question
                {
                    Key = "need",
                    Label = "Which need?",
                    Type = QuestionType.Text,
                    Required = true,
                },
                new Question
                {
                    Key = "free",
                    Label = "Help is never conditional.",
                    Type = QuestionType.Declaration,
                },
            },
            Grid =
            {
                new ScoringCriterion
                {
                    Key = "a",
                    Label = "Need",
                    Weight = 40,
                },
                new ScoringCriterion
                {
                    Key = "b",
                    Label = "Quality",
                    Weight = 60,
                },
            },
        };
        gateway.Backend.Answer(
            "GetCall",
            new GetCallResponse
            {
                Call = new Call
                {
                    CallId = Id,
                    State = state,
                    Terms = terms,
                    Awarded = Usd(0),
                },
            }
        );
        gateway.Backend.Answer("GetCallForm", new GetCallFormResponse { Form = AForm() });
        var draft = new Proposal
        {
            ProposalId = Id,
            CallId = Id,
            OrganisationId = Id,
            State = proposal,
            Version = 3,
            Content = new ProposalContent { Title = "Draft" },
        };
        if (answer is not null)
        {
            draft.Content.Answers.Add(answer);
        }

        gateway.Backend.Answer(
            "GetApplication",
            new GetApplicationResponse
            {
                Proposal = draft,
                Sections =
                {
                    new SectionState { Key = "project" },
                    new SectionState
                    {
                        Key = "questions1",
                        Version = version,
                        SavedAt = new() { Seconds = 1_790_000_000 },
                    },
                    new SectionState { Key = "budget" },
                },
            }
        );
        gateway.Backend.Answer(
            "GetProposal",
            new GetProposalResponse
            {
                Proposal = new Proposal
                {
                    ProposalId = Id,
                    CallId = Id,
                    OrganisationId = Id,
                    State = proposal,
                    Version = 3,
                    Content = new ProposalContent { Title = "Draft" },
                },
            }
        );
    }

    private void Assign(AssignmentState state) =>
        gateway.Backend.Answer(
            "ListAssignments",
            new ListAssignmentsResponse
            {
                Page = new PageResponse(),
                Assignments =
                {
                    new Assignment
                    {
                        AssignmentId = Id,
                        ProposalId = Id,
                        ProposalNumber = "P-1",
                        OrganisationName = "Harbour House",
                        State = state,
                    },
                },
            }
        );

    private T Last<T>()
        where T : IMessage => gateway.Backend.Calls.Select(call => call.Request).OfType<T>().Last();

    private async Task<BrowserView> OpenAsync(Role role, Guid? organisation = null) =>
        await chromium.OpenAsync(
            gateway.Http.BaseAddress!,
            await gateway.TokenAsync(role, organisation),
            script: false
        );

    /// <summary>Presses a button and waits for the whole of the page that it leads to.</summary>
    private static async Task PressAsync(IPage page, string name)
    {
        await page.GetByRole(AriaRole.Button, new() { Name = name, Exact = false }).First.ClickAsync();
        await page.WaitForLoadStateAsync(LoadState.Load);
    }

    private static async Task FillDateAsync(IPage page, string field, int year, int month, int day)
    {
        await page.FillAsync($"[name='{field}.year']", $"{year}");
        await page.FillAsync($"[name='{field}.month']", $"{month}");
        await page.FillAsync($"[name='{field}.day']", $"{day}");
    }

    private static Money Usd(long cents) => new() { CurrencyCode = "USD", MinorUnits = cents };
}
