using Fund.Forms.V1;
using Fund.GrantCalls.V1;
using Fund.Kernel;
using Fund.Testing;

namespace Fund.GrantCalls.Tests.Features;

public sealed class ApplicationTests(World world) : IClassFixture<World>
{
    [Fact]
    public async Task Two_people_in_two_sections_are_never_in_each_others_way()
    {
        var (applicant, one, other) = await StartAsync();
        var first = await one.SaveSectionAsync(Forms.Section(applicant, "need", 0, Forms.Answers(("need", "Beds."))));
        var second = await other.SaveSectionAsync(
            Forms.Section(applicant, "partners", 0, Forms.Answers(("partners", "no")))
        );
        Assert.Equal((1, 1), (first.Section.Version, second.Section.Version));

        var application = await one.GetApplicationAsync(new GetApplicationRequest { ProposalId = applicant.Id });
        Assert.Equal(["project", "need", "partners", "budget"], application.Sections.Select(section => section.Key));
        Assert.Equal([0, 1, 1, 0], application.Sections.Select(section => section.Version));
        Assert.Equal(["Beds.", "no"], application.Proposal.Content.Answers.Select(answer => answer.Value));
    }

    [Fact]
    public async Task The_second_save_of_one_section_is_refused_and_the_first_stays()
    {
        var (applicant, one, other) = await StartAsync();
        await one.SaveSectionAsync(Forms.Section(applicant, "need", 0, Forms.Answers(("need", "Beds."))));
        await World.RefusedAsync(
            RefusalKind.Conflict,
            "CHANGED_MEANWHILE",
            other.SaveSectionAsync(Forms.Section(applicant, "need", 0, Forms.Answers(("need", "Lawyers."))))
        );
        var application = await one.GetApplicationAsync(new GetApplicationRequest { ProposalId = applicant.Id });
        Assert.Equal("Beds.", Assert.Single(application.Proposal.Content.Answers).Value);

        // Knowing what is there, the other may still replace it.
        await other.SaveSectionAsync(Forms.Section(applicant, "need", 1, Forms.Answers(("need", "Beds and lawyers."))));
    }

    [Fact]
    public async Task A_save_of_the_whole_and_one_of_a_section_notice_each_other()
    {
        var (applicant, one, _) = await StartAsync();
        var content = Make.Content(100_000);
        content.Answers.Clear();
        await applicant.SaveAsync(content);
        await World.RefusedAsync(
            RefusalKind.Conflict,
            "CHANGED_MEANWHILE",
            one.SaveSectionAsync(Forms.Section(applicant, "project", 0, new ProposalContent { Title = "Other" }))
        );
        await one.SaveSectionAsync(Forms.Section(applicant, "need", 0, Forms.Answers(("need", "Beds."))));
        var application = await one.GetApplicationAsync(new GetApplicationRequest { ProposalId = applicant.Id });
        Assert.Equal(content.Budget, application.Proposal.Content.Budget);
        await World.RefusedAsync(
            RefusalKind.Conflict,
            "CHANGED_MEANWHILE",
            applicant.Member.SaveProposalAsync(
                new SaveProposalRequest
                {
                    RequestId = Make.Id(),
                    ProposalId = applicant.Id,
                    Version = applicant.Proposal.Version,
                    Content = content,
                }
            )
        );
    }

    [Fact]
    public async Task A_section_takes_its_own_answers_only()
    {
        var (applicant, one, _) = await StartAsync();
        var refusal = await World.RefusedAsync(
            one.SaveSectionAsync(Forms.Section(applicant, "need", 0, Forms.Answers(("partners", "no"))))
        );
        Assert.Equal("content.answers[0].key", Assert.Single(refusal.Fields).Field);
        refusal = await World.RefusedAsync(
            one.SaveSectionAsync(Forms.Section(applicant, "nothing", 0, new ProposalContent()))
        );
        Assert.Equal("section", Assert.Single(refusal.Fields).Field);
    }

    [Fact]
    public async Task Project_budget_and_answers_saved_apart_are_submitted_together()
    {
        var (applicant, one, _) = await StartAsync();
        var content = Make.Content(100_000);
        content.Answers.Clear();
        await one.SaveSectionAsync(Forms.Section(applicant, "project", 0, content));
        await one.SaveSectionAsync(
            Forms.Section(applicant, "budget", 0, new ProposalContent { Budget = { content.Budget } })
        );
        await one.SaveSectionAsync(Forms.Section(applicant, "need", 0, Forms.Answers(("need", "Beds."))));
        var refusal = await World.RefusedAsync(applicant.TrySubmit());
        Assert.Equal("content.answers.partners", Assert.Single(refusal.Fields).Field);
        await one.SaveSectionAsync(Forms.Section(applicant, "partners", 0, Forms.Answers(("partners", "no"))));
        Assert.Equal(ProposalState.Submitted, (await applicant.SubmitAsync()).State);
    }

    [Fact]
    public async Task A_late_submission_is_refused_with_a_receipt_of_the_attempt_and_the_draft_is_kept()
    {
        var (applicant, one, _) = await StartAsync();
        await one.SaveSectionAsync(Forms.Section(applicant, "need", 0, Forms.Answers(("need", "Beds."))));
        world.Clock.Now += TimeSpan.FromHours(2);
        await World.RefusedAsync(RefusalKind.WrongState, "DEADLINE_PASSED", applicant.TrySubmit());
        var attempts = await one.ListSubmissionAttemptsAsync(
            new ListSubmissionAttemptsRequest { ProposalId = applicant.Id }
        );
        Assert.Equal("DEADLINE_PASSED", Assert.Single(attempts.Attempts).Reason);
        Assert.Equal(world.Clock.Now, attempts.Attempts[0].AttemptedAt.ToDateTimeOffset());
        var application = await one.GetApplicationAsync(new GetApplicationRequest { ProposalId = applicant.Id });
        Assert.Equal("Beds.", Assert.Single(application.Proposal.Content.Answers).Value);
        var officer = world.Applications(TestIdentity.ProgrammeOfficer);
        var seen = await officer.ListSubmissionAttemptsAsync(
            new ListSubmissionAttemptsRequest { ProposalId = applicant.Id }
        );
        Assert.Equal(attempts.Attempts, seen.Attempts);
    }

    [Fact]
    public async Task Nobody_sees_or_saves_what_belongs_to_another_organisation()
    {
        var (applicant, _, _) = await StartAsync();
        var stranger = world.Applications(TestIdentity.MemberOf(world.Projects.Know()));
        await World.RefusedAsync(
            RefusalKind.NotFound,
            "NOT_FOUND",
            stranger.GetApplicationAsync(new GetApplicationRequest { ProposalId = applicant.Id })
        );
        await World.RefusedAsync(
            RefusalKind.NotFound,
            "NOT_FOUND",
            stranger.SaveSectionAsync(Forms.Section(applicant, "need", 0, Forms.Answers(("need", "Mine."))))
        );
        await World.RefusedAsync(
            RefusalKind.NotFound,
            "NOT_FOUND",
            stranger.ListSubmissionAttemptsAsync(new ListSubmissionAttemptsRequest { ProposalId = applicant.Id })
        );
        await World.RefusedAsync(
            RefusalKind.WrongState,
            "SEALED_UNTIL_DEADLINE",
            world
                .Applications(TestIdentity.ProgrammeOfficer)
                .ListSubmissionAttemptsAsync(new ListSubmissionAttemptsRequest { ProposalId = applicant.Id })
        );
    }

    [Fact]
    public async Task An_organisation_checks_its_own_eligibility_before_it_begins()
    {
        var call = await world.OpenCallAsync();
        var young = world.Projects.Know(organisation => organisation.RegisteredOn = "2025-01-01");
        var applications = world.Applications(TestIdentity.MemberOf(young));
        var check = await applications.PreviewEligibilityAsync(new PreviewEligibilityRequest { CallId = call.CallId });
        Assert.Equal(
            [
                CriterionOutcome.NotMet,
                CriterionOutcome.Met,
                CriterionOutcome.Undetermined,
                CriterionOutcome.Undetermined,
                CriterionOutcome.Met,
                CriterionOutcome.Met,
            ],
            check.Results.Select(result => result.Outcome)
        );
        Assert.Contains("Registered on 2025-01-01", check.Results[0].Reason, StringComparison.Ordinal);
        var draft = await world.DraftAsync();
        await World.RefusedAsync(
            RefusalKind.NotFound,
            "NOT_FOUND",
            applications.PreviewEligibilityAsync(new PreviewEligibilityRequest { CallId = draft.CallId })
        );
    }

    [Fact]
    public async Task General_operating_costs_stay_below_the_ceiling_of_the_call()
    {
        var call = await world.OpenCallAsync(terms => terms.OperatingCeilingPercent = 7);
        var applicant = await world.StartAsync(call);
        var content = Make.Content(100_000);
        content.Budget[2].Category = "G";
        await applicant.SaveAsync(content);
        var refusal = await World.RefusedAsync(applicant.TrySubmit());
        var problem = Assert.Single(refusal.Fields);
        Assert.Equal("content.budget", problem.Field);
        Assert.Contains("10 % of the budget; at most 7 %", problem.Problem, StringComparison.Ordinal);
        content.Budget[2].Amount = Make.Usd(7_000);
        content.Budget[0].Amount = Make.Usd(63_000);
        await applicant.SaveAsync(content);
        Assert.Equal(ProposalState.Submitted, (await applicant.SubmitAsync()).State);
    }

    [Fact]
    public async Task The_catalogue_of_criteria_is_judged_by_rule_where_there_are_data_and_waits_for_a_person_elsewhere()
    {
        CriterionKind[] kinds =
        [
            CriterionKind.PseaPolicy,
            CriterionKind.RegisteredInCountry,
            CriterionKind.OneApplication,
            CriterionKind.WholeApplication,
            CriterionKind.NonProfit,
            CriterionKind.ManagesProject,
            CriterionKind.NoOutstandingReport,
        ];
        var call = await world.OpenCallAsync(terms =>
        {
            terms.Criteria.Clear();
            terms.Criteria.AddRange(kinds.Select((kind, i) => Make.Criterion($"c{i}", kind)));
        });
        var applicant = await world.SubmitAsync(call, change: organisation => organisation.HasPseaPolicy = true);
        world.PassDeadline(call);
        var screened = await world.ScreenAsync(applicant);
        Assert.Equal(
            [
                CriterionOutcome.Met,
                CriterionOutcome.Met,
                CriterionOutcome.Met,
                CriterionOutcome.Met,
                CriterionOutcome.Undetermined,
                CriterionOutcome.Undetermined,
                CriterionOutcome.Undetermined,
            ],
            screened.Eligibility.Select(result => result.Outcome)
        );
    }

    [Fact]
    public async Task A_budget_keeps_how_its_lines_are_made_up_and_its_figures_and_ceilings_are_checked()
    {
        var call = await world.OpenCallAsync(terms =>
            terms.Ceilings = new BudgetCeilings { SupportPercent = 7, ManagementPercent = 50 }
        );
        Assert.Equal(7, call.Terms.Ceilings.SupportPercent);
        var applicant = await world.StartAsync(call);
        var content = Make.Content(100_000);
        content.Budget[0].Details = new BudgetDetails
        {
            Place = "Nairobi",
            Unit = "person",
            Quantity = 500,
            UnitCost = Make.Usd(1_000),
            Months = 1_200,
            Charged = 10_000,
            Management = true,
            DirectAssistance = true,
            Quarters = { 1_500_000, 1_500_000, 1_500_000, 1_500_000 },
            Remark = "Two shifts.",
        };
        content.Budget[1].Details = new BudgetDetails { Indirect = true };
        var saved = await applicant.SaveAsync(content);
        Assert.Equal(content.Budget, saved.Content.Budget);
        var refusal = await World.RefusedAsync(applicant.TrySubmit());
        Assert.Equal(["content.budget", "content.budget"], refusal.Fields.Select(field => field.Field));
        Assert.Equal(
            [
                "Indirect costs are 42.9 % of the direct ones; at most 7 % are allowed.",
                "Staff that manages is 60 % of what is asked for; at most 50 % are allowed.",
            ],
            refusal.Fields.Select(field => field.Problem)
        );

        content.Budget[0].Details.Management = false;
        content.Budget[1].Details = null;
        content.Budget[0].Details.Quarters[0] = 1;
        await applicant.SaveAsync(content);
        refusal = await World.RefusedAsync(applicant.TrySubmit());
        Assert.Equal("content.budget[0].amount", Assert.Single(refusal.Fields).Field);
        content.Budget[0].Details.Quarters[0] = 1_500_000;
        await applicant.SaveAsync(content);
        await applicant.SubmitAsync();
    }

    [Fact]
    public async Task A_proposal_begins_with_an_earlier_one_of_the_organisation_but_for_what_is_asked_anew()
    {
        var form = Forms.Simple(simple =>
            simple
                .Sections[0]
                .Fields.Add([
                    Forms.Field("sure", FieldType.Declaration),
                    Forms.Field("name", FieldType.Text, field => field.Prefill = "organisation.name"),
                ])
        );
        var earlier = await world.OpenCallAsync(terms => terms.Questions.Clear());
        await world.SaveFormAsync(earlier, form);
        var applicant = await world.StartAsync(earlier);
        var content = Make.Content(100_000, "Help that stays");
        content.Answers.Clear();
        content.Answers.Add(
            Forms.Answers(("need", "Beds."), ("partners", "no"), ("sure", "yes"), ("name", "Old name")).Answers
        );
        await applicant.SaveAsync(content);
        var call = await world.OpenCallAsync(terms => terms.Questions.Clear());
        await world.SaveFormAsync(call, form);
        StartProposalRequest Start(string from) =>
            new()
            {
                RequestId = Make.Id(),
                CallId = call.CallId,
                FromProposalId = from,
            };
        var stranger = await world.StartAsync(earlier);
        await World.RefusedAsync(
            RefusalKind.NotFound,
            "NOT_FOUND",
            stranger.Member.StartProposalAsync(Start(applicant.Id))
        );

        var started = (await applicant.Member.StartProposalAsync(Start(applicant.Id))).Proposal;

        Assert.Equal("Help that stays", started.Content.Title);
        Assert.Equal(content.Budget, started.Content.Budget);
        Assert.Equal(["need", "partners"], started.Content.Answers.Select(answer => answer.Key).Order());
        var application = await world
            .Applications(TestIdentity.MemberOf(applicant.Organisation))
            .GetApplicationAsync(new GetApplicationRequest { ProposalId = started.ProposalId });
        Assert.All(application.Sections, section => Assert.Equal(0, section.Version));
    }

    private async Task<(
        Applicant Applicant,
        ApplicationsService.ApplicationsServiceClient One,
        ApplicationsService.ApplicationsServiceClient Other
    )> StartAsync()
    {
        var call = await world.OpenCallAsync(terms => terms.Questions.Clear());
        await world.SaveFormAsync(call, Forms.Simple());
        var applicant = await world.StartAsync(call);
        return (
            applicant,
            world.Applications(TestIdentity.MemberOf(applicant.Organisation)),
            world.Applications(TestIdentity.MemberOf(applicant.Organisation))
        );
    }
}
