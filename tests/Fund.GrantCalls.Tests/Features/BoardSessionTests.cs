using Fund.GrantCalls.V1;
using Fund.Hosting;
using Fund.Kernel;
using Fund.Testing;
using Grpc.Core;
using Client = Fund.GrantCalls.V1.GrantCallsService.GrantCallsServiceClient;

namespace Fund.GrantCalls.Tests.Features;

/// <summary>A session of the Board from its plan to its end.</summary>
public sealed class BoardSessionTests(World world) : IClassFixture<World>
{
    private readonly BoardRoom _room = new(world);

    [Fact]
    public async Task A_session_is_planned_held_decides_and_is_closed()
    {
        var scene = await world.DecidableAsync(null, 100_000, 80_000, 60_000);
        var planned = await _room.PlanAsync(scene.Call.CallId);
        Assert.Equal(BoardSessionState.Planned, planned.State);
        Assert.Equal(3, planned.Agenda.Count);
        await World.RefusedAsync(
            RefusalKind.WrongState,
            "SESSION_STATE",
            world.Officer.DecideProposalAsync(BoardRoom.Award(planned, scene.Applicants[0], 90_000))
        );

        var held = await _room.HoldAsync(planned);
        Assert.Equal((BoardSessionState.Held, 3, true), (held.State, held.Quorum, held.HasQuorum));
        await world.Officer.DecideProposalAsync(BoardRoom.Award(held, scene.Applicants[0], 90_000));
        Later();
        await world.Officer.DecideProposalAsync(
            BoardRoom.Decide(held, scene.Applicants[1], Decision.ReserveList, request => request.ReserveRank = 1)
        );
        Later();
        var deferred = await world.Officer.DecideProposalAsync(
            BoardRoom.Decide(held, scene.Applicants[2], Decision.Defer)
        );
        Assert.Equal(ProposalState.Eligible, deferred.Proposal.State);

        var seen = await _room.GetAsync(held, _room.Trustees[1]);
        Assert.Equal(
            [(Decision.Award, true, false), (Decision.ReserveList, false, true), (Decision.Defer, false, true)],
            seen.Decisions.Select(row => (row.Decision, row.IsReduced, row.CanBeUndone))
        );
        var closed = await _room.CloseAsync(held);
        Assert.Equal(BoardSessionState.Closed, closed.State);
        await World.RefusedAsync(
            RefusalKind.WrongState,
            "SESSION_STATE",
            world.Officer.DecideProposalAsync(BoardRoom.Decide(held, scene.Applicants[2], Decision.Decline))
        );
        var listed = await _room.As(TestIdentity.Auditor).ListBoardSessionsAsync(new ListBoardSessionsRequest());
        Assert.Contains(listed.Sessions, row => row.BoardSessionId == closed.BoardSessionId);
        Assert.Contains(listed.Sessions, row => row.State == BoardSessionState.Recorded && row.Present.Count == 4);
    }

    [Fact]
    public async Task Too_few_trustees_decide_nothing_and_attendance_is_by_account()
    {
        var scene = await world.DecidableAsync(null, 100_000);
        var held = await _room.HoldAsync(await _room.PlanAsync(scene.Call.CallId), present: 2);
        Assert.False(held.HasQuorum);
        await World.RefusedAsync(
            RefusalKind.WrongState,
            "NO_QUORUM",
            world.Officer.DecideProposalAsync(BoardRoom.Award(held, scene.Applicants[0], 90_000))
        );
        var twice = _room.Attendance(held, 3);
        twice.Attendees[2].TrusteeId = twice.Attendees[1].TrusteeId;
        var refusal = await World.RefusedAsync(_room.Officer.RecordAttendanceAsync(twice));
        Assert.Contains(refusal.Fields, field => field.Field == "attendees[2].trustee_id");
        var noChair = _room.Attendance(held, 3);
        noChair.Attendees[0].IsChair = false;
        refusal = await World.RefusedAsync(_room.Officer.RecordAttendanceAsync(noChair));
        Assert.Contains(refusal.Fields, field => field.Field == "attendees");
        Assert.True((await _room.HoldAsync(held, present: 3)).HasQuorum);
    }

    [Fact]
    public async Task What_committed_nothing_can_be_taken_back_until_the_session_is_closed()
    {
        var scene = await world.DecidableAsync(null, 100_000, 90_000, 80_000);
        var held = await _room.HoldAsync(await _room.PlanAsync(scene.Call.CallId));
        await world.Officer.DecideProposalAsync(BoardRoom.Award(held, scene.Applicants[0], 90_000));
        await World.RefusedAsync(
            RefusalKind.WrongState,
            "DECISION_COMMITTED",
            _room.Officer.UndoDecisionAsync(Undo(held, scene.Applicants[0]))
        );
        await world.Officer.DecideProposalAsync(
            BoardRoom.Decide(held, scene.Applicants[1], Decision.ReserveList, request => request.ReserveRank = 1)
        );
        Later();
        await world.Officer.DecideProposalAsync(BoardRoom.Decide(held, scene.Applicants[1], Decision.Decline));
        var undone = await _room.Officer.UndoDecisionAsync(Undo(held, scene.Applicants[1]));
        Assert.Equal(ProposalState.ReserveList, undone.Proposal.State);
        undone = await _room.Officer.UndoDecisionAsync(Undo(held, scene.Applicants[1]));
        Assert.Equal((ProposalState.Eligible, ""), (undone.Proposal.State, undone.Proposal.DecisionReasons));
        await World.RefusedAsync(
            RefusalKind.WrongState,
            "NOTHING_TO_UNDO",
            _room.Officer.UndoDecisionAsync(Undo(held, scene.Applicants[1]))
        );

        await world.Officer.DecideProposalAsync(BoardRoom.Decide(held, scene.Applicants[2], Decision.Decline));
        var letters = world.Service.Client<LettersService.LettersServiceClient>(TestIdentity.ProgrammeOfficer);
        await letters.PrepareLettersAsync(
            new PrepareLettersRequest { RequestId = Make.Id(), CallId = scene.Call.CallId }
        );
        var written = (await letters.ListLettersAsync(new() { CallId = scene.Call.CallId })).Letters;
        await letters.SendLettersAsync(
            new SendLettersRequest
            {
                RequestId = Make.Id(),
                CallId = scene.Call.CallId,
                LetterIds = { written.Select(letter => letter.LetterId) },
            }
        );
        await World.RefusedAsync(
            RefusalKind.WrongState,
            "APPLICANT_TOLD",
            _room.Officer.UndoDecisionAsync(Undo(held, scene.Applicants[2]))
        );
        await world.Officer.DecideProposalAsync(BoardRoom.Decide(held, scene.Applicants[1], Decision.Decline));
        await _room.CloseAsync(held);
        await World.RefusedAsync(
            RefusalKind.WrongState,
            "SESSION_STATE",
            _room.Officer.UndoDecisionAsync(Undo(held, scene.Applicants[1]))
        );
    }

    [Fact]
    public async Task Two_sessions_at_once_never_award_more_than_the_envelope()
    {
        // Ten times USD 100,000 are awarded at once, in two sessions at two instances; five fit.
        var scene = await world.DecidableAsync(null, [.. Enumerable.Repeat(100_000L, 10)]);
        BoardSession[] sessions =
        [
            await _room.HoldAsync(await _room.PlanAsync(scene.Call.CallId)),
            await _room.HoldAsync(await _room.PlanAsync(scene.Call.CallId)),
        ];
        await using var second = await world.StartInstanceAsync();
        Client[] instances = [world.Officer, second.Client<Client>(TestIdentity.ProgrammeOfficer)];
        var outcomes = await Task.WhenAll(
            scene.Applicants.Select(
                async (applicant, i) =>
                {
                    try
                    {
                        await instances[i % 2]
                            .DecideProposalAsync(BoardRoom.Award(sessions[i % 2], applicant, 100_000));
                        return "";
                    }
                    catch (RpcException e)
                    {
                        return e.ToRefusal()?.Reason ?? e.Status.Detail;
                    }
                }
            )
        );
        Assert.Equal(5, outcomes.Count(outcome => outcome.Length == 0));
        Assert.Equal(5, outcomes.Count(outcome => outcome == "AWARD_ABOVE_ENVELOPE"));
        Assert.Equal(50_000_000, world.Donations.Committed(scene.Call.CallId));
    }

    [Fact]
    public async Task A_withdrawn_proposal_is_neither_planned_nor_decided_on()
    {
        var call = await world.OpenCallAsync();
        var withdrawn = await world.SubmitAsync(call);
        var applicant = await world.SubmitAsync(call, 90_000);
        await withdrawn.Authorising.WithdrawProposalAsync(
            new WithdrawProposalRequest { RequestId = Make.Id(), ProposalId = withdrawn.Id }
        );
        world.PassDeadline(call);
        await world.ScreenAsync(applicant);
        await world.ReviewAsync(applicant, 80, 84);
        var session = await _room.PlanAsync(call.CallId);
        Assert.Equal([applicant.Id], session.Agenda.Select(line => line.Item.ProposalId));
        var change = new ChangeBoardSessionRequest
        {
            RequestId = Make.Id(),
            BoardSessionId = session.BoardSessionId,
            Version = session.Version,
            HeldOn = session.HeldOn,
            CallIds = { call.CallId },
            Agenda =
            {
                new AgendaItem { Text = "Opening" },
                new AgendaItem { ProposalId = withdrawn.Id },
            },
        };
        var refusal = await World.RefusedAsync(_room.Officer.ChangeBoardSessionAsync(change));
        Assert.Contains(refusal.Fields, field => field.Field == "agenda[1].proposal_id");
        change.Agenda[1].ProposalId = applicant.Id;
        var changed = (await _room.Officer.ChangeBoardSessionAsync(change)).Session;
        Assert.Equal(["Opening", ""], changed.Agenda.Select(line => line.Item.Text));

        var recorded = new Decidable(call, [withdrawn], await world.SessionAsync(call));
        await World.RefusedAsync(
            RefusalKind.WrongState,
            "PROPOSAL_STATE",
            world.Officer.DecideProposalAsync(World.Award(recorded, withdrawn, 90_000))
        );
        var held = await _room.HoldAsync(changed);
        await World.RefusedAsync(
            RefusalKind.BadInput,
            "NOT_ON_AGENDA",
            world.Officer.DecideProposalAsync(BoardRoom.Award(held, withdrawn, 90_000))
        );
    }

    [Fact]
    public async Task The_reserve_list_is_awarded_in_its_order_unless_the_Board_says_why()
    {
        var scene = await world.DecidableAsync(null, 100_000, 90_000);
        var held = await _room.HoldAsync(await _room.PlanAsync(scene.Call.CallId));
        for (var rank = 1; rank <= 2; rank++)
        {
            await world.Officer.DecideProposalAsync(
                BoardRoom.Decide(
                    held,
                    scene.Applicants[rank - 1],
                    Decision.ReserveList,
                    request => request.ReserveRank = rank
                )
            );
        }

        await _room.CloseAsync(held);
        var later = await _room.HoldAsync(await _room.PlanAsync(scene.Call.CallId));
        Assert.Equal(2, later.Agenda.Count);
        var award = BoardRoom.Award(later, scene.Applicants[1], 90_000);
        var refusal = await World.RefusedAsync(
            RefusalKind.BadInput,
            "RESERVE_ORDER",
            world.Officer.DecideProposalAsync(award)
        );
        Assert.Contains("Place 1", refusal.Message, StringComparison.Ordinal);
        award.DepartureReason = "The first has found other money.";
        Assert.Equal(ProposalState.Awarded, (await world.Officer.DecideProposalAsync(award)).Proposal.State);
        await world.Officer.DecideProposalAsync(BoardRoom.Award(later, scene.Applicants[0], 100_000));
    }

    [Fact]
    public async Task Only_staff_and_the_Board_see_sessions()
    {
        var scene = await world.DecidableAsync(null, 100_000);
        var session = await _room.PlanAsync(scene.Call.CallId);
        foreach (
            var caller in new[]
            {
                Caller.Anonymous,
                TestIdentity.Reviewer(),
                TestIdentity.MemberOf(Guid.CreateVersion7()),
            }
        )
        {
            var refused = await World.RefusedAsync(
                _room.As(caller).GetBoardSessionAsync(new() { BoardSessionId = session.BoardSessionId })
            );
            Assert.True(refused.Kind is RefusalKind.NotAllowed or RefusalKind.NotSignedIn, refused.Reason);
        }

        await World.RefusedAsync(
            RefusalKind.NotFound,
            "NOT_FOUND",
            _room.Officer.GetBoardSessionAsync(new() { BoardSessionId = Make.Id() })
        );
    }

    /// <summary>The next step is at another moment, as the steps of people are.</summary>
    private void Later() => world.Clock.Now += TimeSpan.FromSeconds(1);

    private static UndoDecisionRequest Undo(BoardSession session, Applicant applicant) =>
        new()
        {
            RequestId = Make.Id(),
            BoardSessionId = session.BoardSessionId,
            ProposalId = applicant.Id,
            Reason = "The figures were read wrongly.",
        };
}
