using Fund.GrantCalls.V1;
using Fund.Hosting;
using Fund.Kernel;
using Fund.Projects.V1;
using Fund.Testing;
using Microsoft.EntityFrameworkCore;

namespace Fund.GrantCalls.Tests.Features;

public sealed class EvaluationTests(World world) : IClassFixture<World>
{
    [Fact]
    public async Task An_organisation_that_meets_every_rule_is_eligible_and_each_result_says_why()
    {
        var call = await world.OpenCallAsync();
        var applicant = await world.SubmitAsync(call);
        world.PassDeadline(call);
        var screened = await world.ScreenAsync(applicant);
        Assert.Equal(ProposalState.Eligible, screened.State);
        Assert.All(screened.Eligibility, result => Assert.Equal(CriterionOutcome.Met, result.Outcome));
        Assert.Equal(call.Terms.Criteria.Select(row => row.Key), screened.Eligibility.Select(row => row.Key));
        Assert.Contains("2012-05-04: 14 full years", screened.Eligibility[0].Reason, StringComparison.Ordinal);
        Assert.Contains("USD 100,000.00", screened.Eligibility[2].Reason, StringComparison.Ordinal);
        Assert.Equal(CallState.InEvaluation, await StateAsync(call));

        var own = await applicant.Member.GetProposalAsync(new GetProposalRequest { ProposalId = applicant.Id });
        Assert.Empty(own.Proposal.Eligibility);
    }

    [Fact]
    public async Task Whoever_submitted_a_proposal_neither_reviews_it_nor_decides_on_it()
    {
        var decidable = await world.DecidableAsync(null, 100_000);
        var applicant = decidable.Applicants[0];
        var submitter = await world.LookAsync(db =>
            db.Proposals.Where(row => row.Id == Guid.Parse(applicant.Id)).Select(row => row.SubmittedBy).SingleAsync()
        );
        var asReviewer = Caller.Person(submitter!, null, null, Role.Reviewer);
        var asTrustee = world.As(Caller.Person(submitter!, null, null, Role.Trustee));
        await World.RefusedAsync(
            RefusalKind.NotAllowed,
            "SAME_PERSON",
            world.Officer.AssignReviewerAsync(
                new AssignReviewerRequest
                {
                    RequestId = Make.Id(),
                    ProposalId = applicant.Id,
                    ReviewerId = asReviewer.Subject,
                }
            )
        );
        var award = World.Award(decidable, applicant, 90_000);
        await World.RefusedAsync(RefusalKind.NotAllowed, "SAME_PERSON", asTrustee.DecideProposalAsync(award));
        var decided = await world.As(TestIdentity.Trustee).DecideProposalAsync(award);
        Assert.Equal(ProposalState.Awarded, decided.Proposal.State);
    }

    public static TheoryData<string, Action<Organisation>, string> Faults =>
        new()
        {
            { "registered", organisation => organisation.RegisteredOn = "2024-05-04", "2 full years" },
            { "experience", organisation => organisation.AssistingSinceYear = 2025, "1 years in 2026, 2 are asked" },
            { "account", organisation => organisation.BankAccountVerified = false, "not verified" },
            { "diligence", organisation => organisation.Flag = Flag.Red, "red flag" },
            { "diligence", organisation => organisation.VerifiedUntil = "", "No due diligence" },
            { "diligence", organisation => organisation.VerifiedUntil = "2026-11-01", "until 2026-11-01" },
        };

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task One_rule_that_is_not_met_makes_a_proposal_ineligible(
        string key,
        Action<Organisation> fault,
        string part
    )
    {
        var call = await world.OpenCallAsync();
        var applicant = await world.SubmitAsync(call, change: fault);
        world.PassDeadline(call);
        var screened = await world.ScreenAsync(applicant);
        Assert.Equal(ProposalState.Ineligible, screened.State);
        var failed = Assert.Single(screened.Eligibility, result => result.Outcome == CriterionOutcome.NotMet);
        Assert.Equal(key, failed.Key);
        Assert.Contains(part, failed.Reason, StringComparison.Ordinal);
        Assert.Equal(CallState.Decided, await StateAsync(call));
    }

    [Fact]
    public async Task A_criterion_for_a_person_waits_for_one_and_an_override_is_named_and_logged()
    {
        var call = await world.OpenCallAsync(terms =>
            terms.Criteria.Add(
                new Criterion
                {
                    Key = "mission",
                    Kind = CriterionKind.ByPerson,
                    Text = "Direct assistance is its mission.",
                }
            )
        );
        var applicant = await world.SubmitAsync(call, change: row => row.BankAccountVerified = false);
        world.PassDeadline(call);
        var early = Decide(applicant, "mission", true);
        await World.RefusedAsync(RefusalKind.WrongState, "NOT_SCREENED", world.Officer.DecideCriterionAsync(early));
        var screened = await world.ScreenAsync(applicant);
        Assert.Equal(CriterionOutcome.Undetermined, screened.Eligibility[^1].Outcome);
        await DecideAsync(applicant, "mission", true);
        var decided = await DecideAsync(applicant, "account", true);
        Assert.Equal(ProposalState.Eligible, decided.State);
        Assert.Equal(["account", "mission"], decided.Eligibility.Where(row => row.ByPerson).Select(row => row.Key));

        var again = await world.ScreenAsync(applicant);
        Assert.Equal(ProposalState.Eligible, again.State);
        var log = await world.LookAsync(db =>
            db.CriterionDecisions.Where(row => row.ProposalId == Guid.Parse(applicant.Id))
                .OrderByDescending(row => row.Key)
                .ToListAsync()
        );
        Assert.Equal(["mission", "account"], log.Select(row => row.Key));
        Assert.All(log, row => Assert.Equal(TestIdentity.ProgrammeOfficer.Subject, row.DecidedBy));
        Assert.Equal(GrantCalls.Domain.CriterionOutcome.NotMet, log[1].ReplacedOutcome);

        await World.RefusedAsync(
            RefusalKind.BadInput,
            "UNKNOWN_CRITERION",
            world.Officer.DecideCriterionAsync(Decide(applicant, "luck", true))
        );
        await world.AssignAsync(applicant, TestIdentity.Reviewer());
        await World.RefusedAsync(
            RefusalKind.WrongState,
            "REVIEW_BEGUN",
            world.Officer.DecideCriterionAsync(Decide(applicant, "mission", false))
        );
    }

    [Fact]
    public async Task Screening_needs_a_submitted_proposal_and_an_organisation_that_is_known()
    {
        var call = await world.OpenCallAsync();
        var draft = await world.StartAsync(call);
        var ghost = new Applicant(world, Guid.CreateVersion7());
        ghost.Proposal = (
            await ghost.Member.StartProposalAsync(
                new StartProposalRequest { RequestId = Make.Id(), CallId = call.CallId }
            )
        ).Proposal;
        await ghost.SaveAsync(Make.Content(100_000));
        await ghost.SubmitAsync();
        world.PassDeadline(call);
        await World.RefusedAsync(
            RefusalKind.WrongState,
            "PROPOSAL_STATE",
            world.Officer.ScreenEligibilityAsync(Screen(draft))
        );
        await World.RefusedAsync(
            RefusalKind.NotFound,
            "NOT_FOUND",
            world.Officer.ScreenEligibilityAsync(Screen(ghost))
        );
    }

    [Fact]
    public async Task A_reviewer_sees_the_text_only_after_declaring_no_conflict()
    {
        var applicant = await EligibleAsync();
        var reviewer = TestIdentity.Reviewer();
        var get = new GetProposalRequest { ProposalId = applicant.Id };
        var client = world.As(reviewer);
        await World.RefusedAsync(RefusalKind.NotFound, "NOT_FOUND", client.GetProposalAsync(get));
        var assignment = await world.AssignAsync(applicant, reviewer);
        Assert.Equal(world.Projects[applicant.Organisation].Name, assignment.OrganisationName);
        await World.RefusedAsync(RefusalKind.NotFound, "NOT_FOUND", client.GetProposalAsync(get));
        await World.RefusedAsync(
            RefusalKind.WrongState,
            "ASSIGNMENT_STATE",
            client.SubmitReviewAsync(Review(assignment, Make.Scores(50)))
        );
        await world.DeclareAsync(assignment, reviewer);
        var read = (await client.GetProposalAsync(get)).Proposal;
        Assert.Equal("Help that stays", read.Content.Title);
        Assert.Empty(read.Eligibility);
        await World.RefusedAsync(
            RefusalKind.WrongState,
            "ALREADY_ASSIGNED",
            world.Officer.AssignReviewerAsync(
                new AssignReviewerRequest
                {
                    RequestId = Make.Id(),
                    ProposalId = applicant.Id,
                    ReviewerId = reviewer.Subject,
                }
            )
        );
    }

    [Fact]
    public async Task A_recused_reviewer_sees_nothing_scores_nothing_and_does_not_count()
    {
        var applicant = await EligibleAsync();

        // Also a programme officer is shut out from what they recused themselves from.
        var reviewer = TestIdentity.Staff(Hosting.Role.Reviewer, Hosting.Role.ProgrammeOfficer);
        var client = world.As(reviewer);
        var assignment = await world.AssignAsync(applicant, reviewer);
        var silent = new DeclareConflictRequest
        {
            RequestId = Make.Id(),
            AssignmentId = assignment.AssignmentId,
            HasConflict = true,
        };
        var refusal = await World.RefusedAsync(client.DeclareConflictAsync(silent));
        Assert.Equal("explanation", Assert.Single(refusal.Fields).Field);
        Assert.Equal(AssignmentState.Recused, (await world.DeclareAsync(assignment, reviewer, conflict: true)).State);

        var get = new GetProposalRequest { ProposalId = applicant.Id };
        await World.RefusedAsync(RefusalKind.NotFound, "NOT_FOUND", client.GetProposalAsync(get));
        await World.RefusedAsync(
            RefusalKind.WrongState,
            "ASSIGNMENT_STATE",
            client.SubmitReviewAsync(Review(assignment, Make.Scores(50)))
        );
        var callId = applicant.Proposal.CallId;
        var listed = await client.ListProposalsAsync(new ListProposalsRequest { CallId = callId });
        Assert.Empty(listed.Proposals);
        Assert.Empty((await client.GetRankingAsync(new GetRankingRequest { CallId = callId })).Proposals);
        await World.RefusedAsync(
            RefusalKind.WrongState,
            "ASSIGNMENT_STATE",
            client.DeclareConflictAsync(
                new DeclareConflictRequest { RequestId = Make.Id(), AssignmentId = assignment.AssignmentId }
            )
        );
    }

    [Fact]
    public async Task Circumstances_change_and_a_cleared_reviewer_can_still_recuse_before_scoring()
    {
        var applicant = await EligibleAsync();
        var reviewer = TestIdentity.Reviewer();
        var assignment = await world.AssignAsync(applicant, reviewer);
        await world.DeclareAsync(assignment, reviewer);
        await world.DeclareAsync(assignment, reviewer, conflict: true);
        await World.RefusedAsync(
            RefusalKind.NotFound,
            "NOT_FOUND",
            world.As(reviewer).GetProposalAsync(new GetProposalRequest { ProposalId = applicant.Id })
        );
    }

    [Fact]
    public async Task A_score_above_its_weight_is_refused_with_both_numbers_and_nothing_is_kept()
    {
        var applicant = await EligibleAsync();
        var reviewer = TestIdentity.Reviewer();
        var assignment = await world.AssignAsync(applicant, reviewer);
        await world.DeclareAsync(assignment, reviewer);
        var review = Review(assignment, Make.Scores(100));
        review.Scores[1].Points = 36;
        review.Scores[2].Reason = "";
        var refusal = await World.RefusedAsync(
            RefusalKind.BadInput,
            "INVALID_FIELDS",
            world.As(reviewer).SubmitReviewAsync(review)
        );
        Assert.Equal(["scores[1].points", "scores[2].reason"], refusal.Fields.Select(problem => problem.Field));
        Assert.Contains("36", refusal.Fields[0].Problem, StringComparison.Ordinal);
        Assert.Contains("35", refusal.Fields[0].Problem, StringComparison.Ordinal);
        var scored = await world.ScoreAsync(assignment, reviewer, Make.Scores(77));
        Assert.Equal((AssignmentState.Reviewed, 77), (scored.State, scored.Total));
        await World.RefusedAsync(
            RefusalKind.WrongState,
            "ASSIGNMENT_STATE",
            world.As(reviewer).SubmitReviewAsync(Review(assignment, Make.Scores(78)))
        );
    }

    [Fact]
    public async Task Nobody_sees_or_touches_another_reviewers_assignment_before_scoring()
    {
        var applicant = await EligibleAsync();
        var callId = applicant.Proposal.CallId;
        await world.ReviewAsync(applicant, 90);
        var second = TestIdentity.Staff(Hosting.Role.Reviewer, Hosting.Role.ProgrammeOfficer);
        var assignment = await world.AssignAsync(applicant, second);
        var list = new ListAssignmentsRequest { CallId = callId };
        var before = (await world.As(second).ListAssignmentsAsync(list)).Assignments;
        Assert.Equal(2, before.Count);
        Assert.All(before, row => Assert.Equal((0, 0), (row.Total, row.Scores.Count)));
        await world.DeclareAsync(assignment, second);
        await world.ScoreAsync(assignment, second, Make.Scores(60));
        var after = (await world.As(second).ListAssignmentsAsync(list)).Assignments;
        Assert.Equal([60, 90], after.Select(row => row.Total).Order());

        var stranger = TestIdentity.Reviewer();
        Assert.Empty((await world.As(stranger).ListAssignmentsAsync(list)).Assignments);
        Assert.Empty((await world.As(stranger).ListAssignmentsAsync(new ListAssignmentsRequest())).Assignments);
        await World.RefusedAsync(
            RefusalKind.NotFound,
            "NOT_FOUND",
            world
                .As(stranger)
                .DeclareConflictAsync(
                    new DeclareConflictRequest { RequestId = Make.Id(), AssignmentId = assignment.AssignmentId }
                )
        );
        await World.RefusedAsync(
            RefusalKind.NotFound,
            "NOT_FOUND",
            world.As(stranger).SubmitReviewAsync(Review(assignment, Make.Scores(10)))
        );
    }

    [Fact]
    public async Task A_spread_above_the_limit_asks_for_a_further_reviewer()
    {
        var applicant = await EligibleAsync();
        await world.ReviewAsync(applicant, 50, 71);
        var request = new GetRankingRequest { CallId = applicant.Proposal.CallId };
        var row = Assert.Single((await world.Officer.GetRankingAsync(request)).Proposals);
        Assert.Equal((6_050, 21, 2, true), (row.AverageHundredths, row.Spread, row.Reviews, row.FurtherReviewerNeeded));
        await world.ReviewAsync(applicant, 65);
        row = Assert.Single((await world.Officer.GetRankingAsync(request)).Proposals);
        Assert.Equal((6_200, 3, false), (row.AverageHundredths, row.Reviews, row.FurtherReviewerNeeded));
    }

    private async Task<Applicant> EligibleAsync()
    {
        var call = await world.OpenCallAsync();
        var applicant = await world.SubmitAsync(call);
        world.PassDeadline(call);
        Assert.Equal(ProposalState.Eligible, (await world.ScreenAsync(applicant)).State);
        return applicant;
    }

    private async Task<CallState> StateAsync(Call call) =>
        (await world.Officer.GetCallAsync(new GetCallRequest { CallId = call.CallId })).Call.State;

    private async Task<Proposal> DecideAsync(Applicant applicant, string key, bool met) =>
        (await world.Officer.DecideCriterionAsync(Decide(applicant, key, met))).Proposal;

    private static DecideCriterionRequest Decide(Applicant applicant, string key, bool met) =>
        new()
        {
            RequestId = Make.Id(),
            ProposalId = applicant.Id,
            Key = key,
            Met = met,
            Reason = "Seen on the site visit.",
        };

    private static ScreenEligibilityRequest Screen(Applicant applicant) =>
        new() { RequestId = Make.Id(), ProposalId = applicant.Id };

    private static SubmitReviewRequest Review(Assignment assignment, IEnumerable<Score> scores) =>
        new()
        {
            RequestId = Make.Id(),
            AssignmentId = assignment.AssignmentId,
            Scores = { scores },
        };
}
