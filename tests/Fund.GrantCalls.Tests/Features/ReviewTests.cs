using Fund.Events;
using Fund.GrantCalls.V1;
using Fund.Hosting;
using Fund.Kernel;
using Fund.Testing;
using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using Client = Fund.GrantCalls.V1.ReviewService.ReviewServiceClient;

namespace Fund.GrantCalls.Tests.Features;

public sealed class ReviewTests(World world) : IClassFixture<World>
{
    private Client As(Caller caller) => world.Service.Client<Client>(caller);

    private Client Officer => As(TestIdentity.ProgrammeOfficer);

    [Fact]
    public async Task A_reviewer_without_interests_reads_and_one_with_some_waits_for_staff()
    {
        var (_, applicant) = await EligibleAsync();
        var reviewer = TestIdentity.Reviewer();
        var assignment = await world.AssignAsync(applicant, reviewer);
        var read = new GetProposalRequest { ProposalId = applicant.Id };
        var inConfidence = Declare(assignment, new Interests());
        inConfidence.Confidential = false;
        await RefusedAsync(RefusalKind.BadInput, "INVALID_FIELD", As(reviewer).DeclareInterestsAsync(inConfidence));
        var unexplained = Declare(assignment, new Interests { Advised = true });
        await RefusedAsync(RefusalKind.BadInput, "INVALID_FIELD", As(reviewer).DeclareInterestsAsync(unexplained));
        await RefusedAsync(
            RefusalKind.NotFound,
            "NOT_FOUND",
            As(TestIdentity.Reviewer()).DeclareInterestsAsync(Declare(assignment, new Interests()))
        );

        var declared = await As(reviewer)
            .DeclareInterestsAsync(
                Declare(assignment, new Interests { Personal = true }, "We went to school together.")
            );
        Assert.Equal(InterestOutcome.Waiting, declared.Outcome);
        Assert.Equal(AssignmentState.Declared, declared.Assignment.State);
        await RefusedAsync(RefusalKind.NotFound, "NOT_FOUND", world.As(reviewer).GetProposalAsync(read));
        await RefusedAsync(
            RefusalKind.WrongState,
            "ASSIGNMENT_STATE",
            As(reviewer).SaveReviewDraftAsync(Draft(assignment))
        );

        var listed = await Officer.ListInterestsAsync(
            new ListInterestsRequest { CallId = applicant.Proposal.CallId, WaitingOnly = true }
        );
        Assert.Equal("We went to school together.", Assert.Single(listed.Declarations).Explanation);
        var decided = await Officer.DecideInterestsAsync(Decide(assignment, mayScore: true));
        Assert.Equal(InterestOutcome.MayScore, decided.Declaration.Outcome);
        Assert.Equal(applicant.Id, (await world.As(reviewer).GetProposalAsync(read)).Proposal.ProposalId);
        await RefusedAsync(
            RefusalKind.WrongState,
            "NO_INTERESTS_WAITING",
            Officer.DecideInterestsAsync(Decide(assignment, mayScore: false))
        );

        // Circumstances change: declared again, and out.
        var recused = Declare(assignment, new Interests { Employment = true }, "They offered me work.");
        recused.Recuse = true;
        Assert.Equal(InterestOutcome.Recused, (await As(reviewer).DeclareInterestsAsync(recused)).Outcome);
        await RefusedAsync(RefusalKind.NotFound, "NOT_FOUND", world.As(reviewer).GetProposalAsync(read));
        await RefusedAsync(
            RefusalKind.WrongState,
            "ASSIGNMENT_STATE",
            As(reviewer).DeclareInterestsAsync(Declare(assignment, new Interests()))
        );
    }

    [Fact]
    public async Task Scores_in_the_making_and_private_notes_are_the_reviewers_alone()
    {
        var (_, applicant) = await EligibleAsync();
        var reviewer = TestIdentity.Reviewer();
        var assignment = await ClearedAsync(applicant, reviewer);
        var first = Draft(assignment);
        first.Scores.Add(new Score { Key = "need", Points = 31 });
        first.PrivateNotes = "Ask about the lease.";
        var saved = (await As(reviewer).SaveReviewDraftAsync(first)).Draft;
        Assert.Equal((1, "Ask about the lease."), (saved.Version, saved.PrivateNotes));
        await RefusedAsync(
            RefusalKind.Conflict,
            "CHANGED_MEANWHILE",
            As(reviewer).SaveReviewDraftAsync(Draft(assignment))
        );
        var own = await As(reviewer)
            .GetReviewDraftAsync(new GetReviewDraftRequest { AssignmentId = assignment.AssignmentId });
        Assert.Equal(31, Assert.Single(own.Draft.Scores).Points);
        await RefusedAsync(
            RefusalKind.NotFound,
            "NOT_FOUND",
            As(TestIdentity.Reviewer()).GetReviewAsync(new GetReviewRequest { AssignmentId = assignment.AssignmentId })
        );
        var seen = await world.Officer.ListAssignmentsAsync(
            new ListAssignmentsRequest { CallId = applicant.Proposal.CallId }
        );
        Assert.DoesNotContain("lease", seen.ToString(), StringComparison.Ordinal);
        Assert.Equal(0, Assert.Single(seen.Assignments).Total);
    }

    [Fact]
    public async Task A_reviewer_taken_off_in_the_middle_is_kept_in_the_trail_and_does_not_count()
    {
        var (call, applicant) = await EligibleAsync();
        await world.ReviewAsync(applicant, 90);
        var reviewer = TestIdentity.Reviewer();
        var assignment = await ClearedAsync(applicant, reviewer);
        await world.ScoreAsync(assignment, reviewer, Make.Scores(10));
        Assert.Equal(2, (await RankingAsync(call)).Single().Reviews);

        var removed = await Officer.RemoveReviewerAsync(Remove(assignment));
        Assert.Equal(AssignmentState.Removed, removed.Assignment.State);
        var ranked = (await RankingAsync(call)).Single();
        Assert.Equal((1, 9_000, true), (ranked.Reviews, ranked.AverageHundredths, ranked.FurtherReviewerNeeded));
        await RefusedAsync(
            RefusalKind.NotFound,
            "NOT_FOUND",
            world.As(reviewer).GetProposalAsync(new GetProposalRequest { ProposalId = applicant.Id })
        );
        await RefusedAsync(RefusalKind.WrongState, "ASSIGNMENT_STATE", Officer.RemoveReviewerAsync(Remove(assignment)));
        var kept = await world.LookAsync(db =>
            db.Assignments.SingleAsync(row => row.Id == Guid.Parse(assignment.AssignmentId))
        );
        Assert.Equal((10, "On leave."), (kept.Total, kept.RemovalReason));
    }

    [Fact]
    public async Task Reviews_far_apart_need_a_further_reviewer_or_a_consensus_before_a_decision()
    {
        var (call, applicant) = await EligibleAsync();
        await RefusedAsync(
            RefusalKind.WrongState,
            "REVIEWS_MISSING",
            Officer.RecordConsensusAsync(Consensus(applicant))
        );
        await world.ReviewAsync(applicant, 90, 60);
        var session = await world.SessionAsync(call);
        var award = World.Award(new Decidable(call, [applicant], session), applicant, 50_000);
        var refusal = await World.RefusedAsync(
            RefusalKind.WrongState,
            "SPREAD_UNRESOLVED",
            world.Officer.DecideProposalAsync(award)
        );
        Assert.Contains("30 points apart", refusal.Message, StringComparison.Ordinal);
        var proposed = await Officer.PreviewAssignmentsAsync(
            new PreviewAssignmentsRequest { CallId = call.CallId, ReviewerIds = { Make.Id() } }
        );
        Assert.Equal(applicant.Id, Assert.Single(proposed.Proposed).ProposalId);

        await Officer.RecordConsensusAsync(Consensus(applicant));
        var plan = await Officer.GetReviewPlanAsync(new GetReviewPlanRequest { CallId = call.CallId });
        Assert.Equal("The budget was read differently; 75 stands.", Assert.Single(plan.Notes).Note);
        var decided = await world.Officer.DecideProposalAsync(award);
        Assert.Equal(ProposalState.Awarded, decided.Proposal.State);
    }

    [Fact]
    public async Task Proposed_reviewers_are_never_in_conflict_and_say_what_speaks_for_them()
    {
        var (call, applicant) = await EligibleAsync();
        var (knows, conflicted, full, other) = (
            TestIdentity.Reviewer(),
            TestIdentity.Reviewer(),
            TestIdentity.Reviewer(),
            TestIdentity.Reviewer()
        );
        var old = await world.AssignAsync(applicant, conflicted);
        await world.DeclareAsync(old, conflicted, conflict: true);
        await Officer.SaveReviewerProfileAsync(Profile(knows, 0, "KE"));
        await Officer.SaveReviewerProfileAsync(Profile(full, 1, "KE"));
        var (_, elsewhere) = await EligibleAsync();
        await world.AssignAsync(elsewhere, full);
        var people = new[] { knows, conflicted, full, other };
        var proposed = await Officer.PreviewAssignmentsAsync(
            new PreviewAssignmentsRequest
            {
                CallId = call.CallId,
                ReviewerIds = { people.Select(person => person.Subject) },
            }
        );
        Assert.Equal([knows.Subject, other.Subject], proposed.Proposed.Select(row => row.ReviewerId));
        var first = proposed.Proposed[0];
        Assert.Contains(AssignmentReason.KnowsCountry, first.Reasons);
        Assert.Contains(AssignmentReason.LeastLoaded, first.Reasons);
        Assert.Equal((1, 1), (first.Full, first.Load));
        Assert.True(first.InConflict >= 1);
        var wrong = Profile(knows, 0, "XX");
        await RefusedAsync(RefusalKind.BadInput, "INVALID_FIELD", Officer.SaveReviewerProfileAsync(wrong));
        var profiles = await Officer.ListReviewerProfilesAsync(new ListReviewerProfilesRequest());
        Assert.Contains(profiles.Profiles, row => row.ReviewerId == knows.Subject && row.Countries.Contains("KE"));
    }

    [Fact]
    public async Task Reviewers_are_reminded_once_before_their_day_and_once_after_it()
    {
        var (call, applicant) = await EligibleAsync();
        var reviewer = TestIdentity.Reviewer();
        var assignment = await world.AssignAsync(applicant, reviewer);
        var today = DateOnly.FromDateTime(world.Clock.Now.UtcDateTime.AddHours(2));
        var day = today.AddDays(5);
        await RefusedAsync(
            RefusalKind.BadInput,
            "INVALID_FIELD",
            Officer.PlanReviewsAsync(Plan(call, today.AddDays(-2)))
        );
        await Officer.PlanReviewsAsync(Plan(call, day));
        await RemindAsync();
        Assert.Empty(await RemindersAsync(assignment));
        world.Clock.Now = world.Clock.Now.AddDays(3);
        await RemindAsync();
        await RemindAsync();
        var near = Assert.Single(await RemindersAsync(assignment));
        Assert.Equal((day, false), (near.DueOn, near.IsLate));
        world.Clock.Now = world.Clock.Now.AddDays(4);
        await RemindAsync();
        await RemindAsync();
        Assert.Equal([false, true], (await RemindersAsync(assignment)).Select(row => row.IsLate).Order());
        await world.Service.HearsEventsAsync();
        await LeftOnceAsync<ReviewDayCameNear>("gateway.review-day-came-near", assignment);
        await LeftOnceAsync<ReviewBecameLate>("gateway.review-became-late", assignment);
        var own = await As(reviewer).GetReviewAsync(new GetReviewRequest { AssignmentId = assignment.AssignmentId });
        Assert.Equal(day.ToWire(), own.DueOn);
    }

    [Fact]
    public async Task Whoever_is_recused_or_done_is_reminded_of_nothing()
    {
        var (call, applicant) = await EligibleAsync();
        var (recused, done) = (TestIdentity.Reviewer(), TestIdentity.Reviewer());
        var first = await world.DeclareAsync(await world.AssignAsync(applicant, recused), recused, conflict: true);
        var second = await world.DeclareAsync(await world.AssignAsync(applicant, done), done);
        await world.ScoreAsync(second, done, Make.Scores(70));
        await Officer.PlanReviewsAsync(Plan(call, DateOnly.FromDateTime(world.Clock.Now.UtcDateTime.AddDays(1))));
        await RemindAsync();
        world.Clock.Now = world.Clock.Now.AddDays(4);
        await RemindAsync();
        Assert.Empty(await RemindersAsync(first));
        Assert.Empty(await RemindersAsync(second));
    }

    private Task LeftOnceAsync<TEvent>(string queue, Assignment assignment)
        where TEvent : class =>
        Eventually.TrueAsync(
            async () => (await QueueReader.ReadAsync<TEvent>(world.Broker, queue, assignment.AssignmentId)).Count == 1,
            "the reminder left"
        );

    private Task RemindAsync() =>
        world.Service.InScopeAsync<GrantCalls.Features.RemindReviewers>(work => work.RunAsync(CancellationToken.None));

    private Task<List<GrantCalls.Domain.ReviewReminder>> RemindersAsync(Assignment assignment) =>
        world.LookAsync(db =>
            db.ReviewReminders.Where(row => row.AssignmentId == Guid.Parse(assignment.AssignmentId)).ToListAsync()
        );

    private async Task<(Call Call, Applicant Applicant)> EligibleAsync()
    {
        var call = await world.OpenCallAsync();
        var applicant = await world.SubmitAsync(call);
        world.PassDeadline(call);
        await world.ScreenAsync(applicant);
        return (call, applicant);
    }

    private async Task<Assignment> ClearedAsync(Applicant applicant, Caller reviewer)
    {
        var assignment = await world.AssignAsync(applicant, reviewer);
        return (await As(reviewer).DeclareInterestsAsync(Declare(assignment, new Interests()))).Assignment;
    }

    private async Task<IReadOnlyList<RankedProposal>> RankingAsync(Call call) =>
        (await world.Officer.GetRankingAsync(new GetRankingRequest { CallId = call.CallId })).Proposals;

    private static Task<Refusal> RefusedAsync<T>(RefusalKind kind, string reason, AsyncUnaryCall<T> call) =>
        World.RefusedAsync(kind, reason, call);

    private static DeclareInterestsRequest Declare(Assignment assignment, Interests interests, string why = "") =>
        new()
        {
            RequestId = Make.Id(),
            AssignmentId = assignment.AssignmentId,
            Interests = interests,
            Explanation = why,
            Confidential = true,
        };

    private static DecideInterestsRequest Decide(Assignment assignment, bool mayScore) =>
        new()
        {
            RequestId = Make.Id(),
            AssignmentId = assignment.AssignmentId,
            MayScore = mayScore,
            Reason = "Twenty years ago.",
        };

    private static SaveReviewDraftRequest Draft(Assignment assignment) =>
        new() { RequestId = Make.Id(), AssignmentId = assignment.AssignmentId };

    private static RemoveReviewerRequest Remove(Assignment assignment) =>
        new()
        {
            RequestId = Make.Id(),
            AssignmentId = assignment.AssignmentId,
            Reason = "On leave.",
        };

    private static RecordConsensusRequest Consensus(Applicant applicant) =>
        new()
        {
            RequestId = Make.Id(),
            ProposalId = applicant.Id,
            Note = "The budget was read differently; 75 stands.",
        };

    private static SaveReviewerProfileRequest Profile(Caller reviewer, int most, string country) =>
        new()
        {
            RequestId = Make.Id(),
            ReviewerId = reviewer.Subject,
            Languages = { "en" },
            Countries = { country },
            MostProposals = most,
        };

    private static PlanReviewsRequest Plan(Call call, DateOnly day) =>
        new()
        {
            RequestId = Make.Id(),
            CallId = call.CallId,
            DueOn = day.ToWire(),
        };
}
