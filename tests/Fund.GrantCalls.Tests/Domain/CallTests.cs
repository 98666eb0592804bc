using Fund.GrantCalls.Domain;
using Fund.GrantCalls.Grpc;
using Fund.Hosting;
using Fund.Kernel;

namespace Fund.GrantCalls.Tests.Domain;

public sealed class CallTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void The_deadline_23_59_in_Vienna_holds_to_the_instant_on_the_day_the_clocks_go_forward()
    {
        var call = Published("2026-03-29T23:59:00");
        var closes = DateTimeOffset.Parse("2026-03-29T21:59:01Z");
        Assert.Equal(closes, call.ClosesAt);
        Assert.Equal(CallState.Open, call.StateAt(closes.AddTicks(-1)));
        Assert.Equal(CallState.Closed, call.StateAt(closes));
        call.RequireOpen(closes.AddTicks(-1));
        Assert.Equal("DEADLINE_PASSED", Reason(() => call.RequireOpen(closes)));
    }

    [Fact]
    public void The_deadline_23_59_in_Vienna_holds_to_the_instant_on_the_day_the_clocks_go_back()
    {
        var call = Published("2026-10-25T23:59:00");
        Assert.Equal(DateTimeOffset.Parse("2026-10-25T22:59:01Z"), call.ClosesAt);
    }

    [Fact]
    public void Opening_needs_nothing_but_the_clock()
    {
        var call = Published("2026-03-29T23:59:00");
        Assert.Equal(CallState.Published, call.StateAt(call.OpensAt.AddTicks(-1)));
        Assert.Equal(CallState.Open, call.StateAt(call.OpensAt));
        Assert.Equal("CALL_NOT_OPEN", Reason(() => call.RequireOpen(call.OpensAt.AddTicks(-1))));
    }

    [Fact]
    public void A_refused_publication_leaves_a_draft_that_can_be_changed_and_published()
    {
        var call = Draft("2026-03-29T23:59:00");
        call.BeginPublishing("somebody/1", Now);
        Assert.Equal("CALL_STATE", Reason(() => call.Revise(Terms("2026-03-29T23:59:00"), call.Version)));
        call.ReturnToDraft();
        call.Revise(Terms("2026-03-30T23:59:00"), call.Version);
        call.BeginPublishing("somebody/2", Now);
        call.FinishPublishing(Now);
        Assert.True(call.IsPublic);
    }

    [Fact]
    public void A_draft_whose_deadline_has_gone_by_cannot_be_published()
    {
        var call = Draft("2026-03-29T23:59:00");
        Assert.Equal("DEADLINE_IN_THE_PAST", Reason(() => call.BeginPublishing("somebody/1", call.ClosesAt)));
    }

    [Fact]
    public void A_stale_change_is_refused()
    {
        var call = Draft("2026-03-29T23:59:00");
        Assert.Equal("CHANGED_MEANWHILE", Reason(() => call.Revise(Terms("2026-03-29T23:59:00"), call.Version - 1)));
    }

    [Fact]
    public void Evaluation_begins_after_the_deadline_and_ends_when_nothing_waits_for_a_decision()
    {
        var call = Published("2026-03-29T23:59:00");
        Assert.Equal("SEALED_UNTIL_DEADLINE", Reason(() => call.BeginEvaluation(call.ClosesAt.AddTicks(-1))));
        call.BeginEvaluation(call.ClosesAt);
        call.Settle(undecided: 1);
        Assert.Equal(CallStage.InEvaluation, call.Stage);
        call.Settle(undecided: 0);
        Assert.Equal(CallStage.Decided, call.Stage);
        call.Settle(undecided: 1);
        Assert.Equal(CallStage.InEvaluation, call.Stage);
        Assert.Equal("PROPOSALS_UNDECIDED", Reason(() => call.Complete(1, 0, call.ClosesAt)));
        Assert.Equal("PROPOSALS_UNDECIDED", Reason(() => call.Complete(0, 1, call.ClosesAt)));
        call.Complete(0, 0, call.ClosesAt);
        Assert.True(call.ReleasePending);
    }

    [Fact]
    public void Nothing_is_possible_with_a_cancelled_call()
    {
        var call = Published("2026-03-29T23:59:00");
        call.Cancel("No money.");
        Assert.Equal("CALL_STATE", Reason(() => call.Cancel("Again.")));
        Assert.Equal("CALL_STATE", Reason(() => call.Complete(0, 0, call.ClosesAt)));
        Assert.Equal("CALL_NOT_OPEN", Reason(() => call.RequireOpen(call.OpensAt)));
        Assert.Equal("CALL_NOT_OPEN", Reason(() => call.RequireOpen(call.ClosesAt)));
    }

    private static Call Published(string closes)
    {
        var call = Draft(closes);
        call.BeginPublishing("somebody/1", Now);
        call.FinishPublishing(Now);
        return call;
    }

    private static Call Draft(string closes) => Call.Draft(Terms(closes), "somebody", Now);

    private static CallTerms Terms(string closes)
    {
        var wire = Make.Terms(Now);
        wire.OpensAtLocal = "2026-03-10T00:00:00";
        wire.ClosesAtLocal = closes;
        var check = new Check();
        var terms = new CallTermsReader(check, Now).Read(wire);
        check.ThrowIfAny();
        return terms;
    }

    private static string Reason(Action action) => Assert.Throws<RefusedException>(action).Refusal.Reason;
}
