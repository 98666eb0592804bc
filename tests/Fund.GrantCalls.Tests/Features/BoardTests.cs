using Fund.GrantCalls.V1;
using Fund.Hosting;
using Fund.Kernel;
using Fund.Testing;
using Microsoft.EntityFrameworkCore;

namespace Fund.GrantCalls.Tests.Features;

public sealed class BoardTests(World world) : IClassFixture<World>
{
    [Fact]
    public async Task An_award_is_committed_published_and_shown_to_everybody()
    {
        var decidable = await world.DecidableAsync(null, 250_000);
        var applicant = decidable.Applicants[0];
        var request = World.Award(decidable, applicant, 200_000);
        request.Recused.Add("D. Four");
        var awarded = (await world.Officer.DecideProposalAsync(request)).Proposal;
        Assert.Equal((ProposalState.Awarded, Make.Usd(200_000)), (awarded.State, awarded.Awarded));
        Assert.Equal(20_000_000, world.Donations.Committed(decidable.Call.CallId));

        var visitor = world.As(Caller.Anonymous);
        var listed = await visitor.ListAwardsAsync(new ListAwardsRequest { CallId = decidable.Call.CallId });
        var award = Assert.Single(listed.Awards);
        Assert.Equal((Make.Usd(200_000), "KE"), (award.Amount, award.CountryCode));
        Assert.Equal(world.Projects[applicant.Organisation].Name, award.OrganisationName);
        await Eventually.TrueAsync(
            async () => (await QueueReader.ReadAsync(world.Broker, award.AwardId)).Count == 1,
            "the award was published"
        );
        var fact = (await QueueReader.ReadAsync(world.Broker, award.AwardId))[0];

        // Of the request of 250,000 (A 60 % and 10 %, D 30 %) 200,000 are awarded.
        Assert.Equal((20_000_000, applicant.Proposal.Number), (fact.AmountUsdCents, fact.ProposalNumber));
        Assert.Equal(
            [("A", 14_000_000L), ("D", 6_000_000L)],
            fact.Budget.Select(row => (row.Category, row.AmountUsdCents))
        );
        var call = (await world.Officer.GetCallAsync(new GetCallRequest { CallId = decidable.Call.CallId })).Call;
        Assert.Equal((CallState.Decided, Make.Usd(200_000)), (call.State, call.Awarded));
    }

    [Fact]
    public async Task Awards_above_the_request_or_what_is_left_are_refused_with_the_numbers()
    {
        var decidable = await world.DecidableAsync(null, 300_000, 250_000);
        var (first, second) = (decidable.Applicants[0], decidable.Applicants[1]);
        var above = await World.RefusedAsync(
            RefusalKind.WrongState,
            "AWARD_ABOVE_REQUEST",
            world.Officer.DecideProposalAsync(World.Award(decidable, first, 300_001))
        );
        Assert.Contains("USD 300,000.00", above.Message, StringComparison.Ordinal);
        await world.Officer.DecideProposalAsync(World.Award(decidable, first, 300_000));
        var beyond = await World.RefusedAsync(
            RefusalKind.WrongState,
            "AWARD_ABOVE_ENVELOPE",
            world.Officer.DecideProposalAsync(World.Award(decidable, second, 200_001))
        );
        Assert.Contains("USD 200,001.00", beyond.Message, StringComparison.Ordinal);
        Assert.Contains("USD 200,000.00", beyond.Message, StringComparison.Ordinal);
        Assert.Equal("amount", Assert.Single(beyond.Fields).Field);
        Assert.Equal(ProposalState.Eligible, await StateAsync(second));
        await world.Officer.DecideProposalAsync(World.Award(decidable, second, 200_000));
        var ranking = await world.Officer.GetRankingAsync(new GetRankingRequest { CallId = decidable.Call.CallId });
        Assert.Equal(Make.Usd(0), ranking.Left);
    }

    [Fact]
    public async Task The_reserve_list_has_each_place_once_and_can_be_awarded_later()
    {
        var decidable = await world.DecidableAsync(null, 100_000, 100_000, 100_000);
        var (first, second, third) = (decidable.Applicants[0], decidable.Applicants[1], decidable.Applicants[2]);
        await world.Officer.DecideProposalAsync(Reserve(decidable, first, 1));
        await World.RefusedAsync(
            RefusalKind.WrongState,
            "RESERVE_RANK_TAKEN",
            world.Officer.DecideProposalAsync(Reserve(decidable, second, 1))
        );
        await world.Officer.DecideProposalAsync(Reserve(decidable, second, 2));
        await world.Officer.DecideProposalAsync(Decline(decidable, third));
        Assert.Equal(CallState.Decided, await CallStateAsync(decidable));
        world.Clock.Advance(TimeSpan.FromMinutes(1));
        var awarded = await world.Officer.DecideProposalAsync(World.Award(decidable, first, 100_000));
        Assert.Equal(ProposalState.Awarded, awarded.Proposal.State);
        await world.Officer.DecideProposalAsync(Reserve(decidable, second, 1));
        var kinds = await world.LookAsync(db =>
            db.BoardDecisions.Where(row => row.ProposalId == Guid.Parse(first.Id))
                .OrderBy(row => row.Id)
                .Select(row => row.Kind)
                .ToListAsync()
        );
        Assert.Equal([GrantCalls.Domain.DecisionKind.ReserveList, GrantCalls.Domain.DecisionKind.Award], kinds);
    }

    [Fact]
    public async Task A_decision_that_is_final_stays()
    {
        var decidable = await world.DecidableAsync(null, 100_000, 100_000);
        await world.Officer.DecideProposalAsync(Decline(decidable, decidable.Applicants[0]));
        await world.Officer.DecideProposalAsync(World.Award(decidable, decidable.Applicants[1], 100_000));
        foreach (var applicant in decidable.Applicants)
        {
            await World.RefusedAsync(
                RefusalKind.WrongState,
                "PROPOSAL_STATE",
                world.Officer.DecideProposalAsync(World.Award(decidable, applicant, 100_000))
            );
            await World.RefusedAsync(
                RefusalKind.WrongState,
                "PROPOSAL_STATE",
                world.Officer.DecideProposalAsync(Decline(decidable, applicant))
            );
        }
    }

    [Fact]
    public async Task Decisions_need_a_quorum_that_is_not_all_recused_and_enough_reviews()
    {
        var decidable = await world.DecidableAsync(null, 100_000);
        var applicant = decidable.Applicants[0];
        var few = await world.SessionAsync(decidable.Call, "A. One", "B. Two");
        var request = World.Award(decidable with { SessionId = few }, applicant, 100_000);
        var refusal = await World.RefusedAsync(
            RefusalKind.WrongState,
            "NO_QUORUM",
            world.Officer.DecideProposalAsync(request)
        );
        Assert.Contains("2 trustees were present, 3 are needed", refusal.Message, StringComparison.Ordinal);
        request = World.Award(decidable, applicant, 100_000);
        request.Recused.Add(["A. One", "B. Two", "C. Three", "D. Four"]);
        await World.RefusedAsync(
            RefusalKind.WrongState,
            "EVERYBODY_RECUSED",
            world.Officer.DecideProposalAsync(request)
        );
        request = World.Award(decidable, applicant, 100_000);
        request.Recused.Add("E. Absent");
        var absent = await World.RefusedAsync(world.Officer.DecideProposalAsync(request));
        Assert.Equal("recused[0]", Assert.Single(absent.Fields).Field);

        var call = await world.OpenCallAsync();
        var unreviewed = await world.SubmitAsync(call);
        world.PassDeadline(call);
        await world.ScreenAsync(unreviewed);
        await world.ReviewAsync(unreviewed, 90);
        var session = new Decidable(call, [unreviewed], await world.SessionAsync(call));
        await World.RefusedAsync(
            RefusalKind.WrongState,
            "REVIEWS_MISSING",
            world.Officer.DecideProposalAsync(World.Award(session, unreviewed, 100_000))
        );
        await World.RefusedAsync(
            RefusalKind.BadInput,
            "OTHER_CALL",
            world.Officer.DecideProposalAsync(World.Award(decidable, unreviewed, 100_000))
        );
    }

    [Fact]
    public async Task A_red_flag_that_came_up_after_the_screening_stops_an_award()
    {
        var decidable = await world.DecidableAsync(null, 100_000);
        var applicant = decidable.Applicants[0];
        world.Projects[applicant.Organisation].Flag = Fund.Projects.V1.Flag.Red;
        await World.RefusedAsync(
            RefusalKind.WrongState,
            "RED_FLAG",
            world.Officer.DecideProposalAsync(World.Award(decidable, applicant, 100_000))
        );
        Assert.Equal(0, world.Donations.Committed(decidable.Call.CallId));
    }

    public static TheoryData<string, Action<DecideProposalRequest>> Wrong =>
        new()
        {
            { "decision", request => request.Decision = Decision.Unspecified },
            { "amount", request => request.Amount = null },
            { "amount", request => request.Amount = Make.Usd(-1) },
            { "amount.currency_code", request => request.Amount.CurrencyCode = "EUR" },
            { "reserve_rank", request => request.ReserveRank = 1 },
            { "reasons", request => request.Reasons = "" },
            { "reasons", request => request.Reasons = new string('x', 4_001) },
            { "board_session_id", request => request.BoardSessionId = "x" },
            { "proposal_id", request => request.ProposalId = "" },
            { "recused[1]", request => request.Recused.Add(["A. One", "a. one"]) },
        };

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task A_wrong_field_of_a_decision_is_named(string field, Action<DecideProposalRequest> spoil)
    {
        var request = new DecideProposalRequest
        {
            RequestId = Make.Id(),
            BoardSessionId = Make.Id(),
            ProposalId = Make.Id(),
            Decision = Decision.Award,
            Amount = Make.Usd(1),
            Reasons = "Best score.",
        };
        spoil(request);
        var refusal = await World.RefusedAsync(world.Officer.DecideProposalAsync(request));
        Assert.Equal(RefusalKind.BadInput, refusal.Kind);
        Assert.Contains(field, refusal.Fields.Select(problem => problem.Field));
    }

    [Fact]
    public async Task A_session_names_each_trustee_once_and_lies_between_the_deadline_and_today()
    {
        var call = await world.OpenCallAsync();
        await World.RefusedAsync(
            RefusalKind.WrongState,
            "SEALED_UNTIL_DEADLINE",
            world.Officer.RecordBoardSessionAsync(Session(call, "2026-11-02", "A. One"))
        );
        world.PassDeadline(call);
        var today = world.Clock.Now;
        async Task<string> Field(string heldOn, params string[] present) =>
            Assert
                .Single(
                    (
                        await World.RefusedAsync(world.Officer.RecordBoardSessionAsync(Session(call, heldOn, present)))
                    ).Fields
                )
                .Field;
        string Day(int days) => DateOnly.FromDateTime(today.AddDays(days).UtcDateTime).ToWire();
        Assert.Equal("held_on", await Field(Day(1), "A. One"));
        Assert.Equal("held_on", await Field(Day(-30), "A. One"));
        Assert.Equal("held_on", await Field("yesterday", "A. One"));
        Assert.Equal("present", await Field(Day(0)));
        Assert.Equal("present[1]", await Field(Day(0), "A. One", "A. ONE"));
        Assert.Equal("present", await Field(Day(0), "1", "2", "3", "4", "5", "6"));
        var two = await world.Officer.RecordBoardSessionAsync(Session(call, Day(0), "A. One", "B. Two"));
        Assert.False(two.HasQuorum);
        var three = await world
            .As(TestIdentity.Trustee)
            .RecordBoardSessionAsync(Session(call, Day(0), "A. One", "B. Two", "C. Three"));
        Assert.True(three.HasQuorum);
    }

    [Fact]
    public async Task A_decided_call_is_completed_and_gives_back_the_rest_once()
    {
        var decidable = await world.DecidableAsync(null, 100_000, 100_000);
        await world.Officer.DecideProposalAsync(World.Award(decidable, decidable.Applicants[0], 80_000));
        var request = new CompleteCallRequest { RequestId = Make.Id(), CallId = decidable.Call.CallId };
        var refusal = await World.RefusedAsync(
            RefusalKind.WrongState,
            "PROPOSALS_UNDECIDED",
            world.Officer.CompleteCallAsync(request)
        );
        Assert.Contains("1 proposals", refusal.Message, StringComparison.Ordinal);
        await World.RefusedAsync(
            RefusalKind.WrongState,
            "CALL_HAS_AWARDS",
            world.Officer.CancelCallAsync(
                new CancelCallRequest
                {
                    RequestId = Make.Id(),
                    CallId = decidable.Call.CallId,
                    Reason = "Too late for that.",
                }
            )
        );
        await world.Officer.DecideProposalAsync(Decline(decidable, decidable.Applicants[1]));
        var available = world.Donations.Available;
        var completed = (await world.Officer.CompleteCallAsync(request)).Call;
        Assert.Equal(CallState.Completed, completed.State);
        Assert.Equal(completed, (await world.Officer.CompleteCallAsync(request)).Call);
        Assert.Equal(42_000_000, world.Donations.Available - available);
    }

    [Fact]
    public async Task A_call_nobody_applied_to_can_be_completed_after_its_deadline()
    {
        var call = await world.OpenCallAsync();
        await world.StartAsync(call);
        var request = new CompleteCallRequest { RequestId = Make.Id(), CallId = call.CallId };
        await World.RefusedAsync(
            RefusalKind.WrongState,
            "SEALED_UNTIL_DEADLINE",
            world.Officer.CompleteCallAsync(request)
        );
        world.PassDeadline(call);
        Assert.Equal(CallState.Completed, (await world.Officer.CompleteCallAsync(request)).Call.State);
        await Eventually.TrueAsync(() => world.Donations.IsReleased(call.CallId), "the envelope was given back");
    }

    private async Task<ProposalState> StateAsync(Applicant applicant) =>
        (await world.Officer.GetProposalAsync(new GetProposalRequest { ProposalId = applicant.Id })).Proposal.State;

    private async Task<CallState> CallStateAsync(Decidable decidable) =>
        (await world.Officer.GetCallAsync(new GetCallRequest { CallId = decidable.Call.CallId })).Call.State;

    private static RecordBoardSessionRequest Session(Call call, string heldOn, params string[] present) =>
        new()
        {
            RequestId = Make.Id(),
            CallId = call.CallId,
            HeldOn = heldOn,
            Present = { present },
        };

    private static DecideProposalRequest Reserve(Decidable decidable, Applicant applicant, int rank) =>
        new()
        {
            RequestId = Make.Id(),
            BoardSessionId = decidable.SessionId,
            ProposalId = applicant.Id,
            Decision = Decision.ReserveList,
            ReserveRank = rank,
            Reasons = "When money allows.",
        };

    private static DecideProposalRequest Decline(Decidable decidable, Applicant applicant) =>
        new()
        {
            RequestId = Make.Id(),
            BoardSessionId = decidable.SessionId,
            ProposalId = applicant.Id,
            Decision = Decision.Decline,
            Reasons = "Outside the call's aims.",
        };
}
