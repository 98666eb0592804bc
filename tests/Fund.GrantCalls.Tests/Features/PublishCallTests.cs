using Fund.GrantCalls.Features;
using Fund.GrantCalls.V1;
using Fund.Kernel;
using Fund.Testing;
using Grpc.Core;
using Microsoft.EntityFrameworkCore;

namespace Fund.GrantCalls.Tests.Features;

public sealed class PublishCallTests(World world) : IClassFixture<World>
{
    [Fact]
    public async Task Publishing_reserves_the_envelope_and_opens_the_call()
    {
        var call = await world.OpenCallAsync();
        Assert.Equal(CallState.Open, call.State);
        Assert.Equal(50_000_000, world.Donations.Left(call.CallId));
    }

    [Fact]
    public async Task Less_money_than_the_envelope_is_refused_with_both_numbers_and_the_call_is_a_draft_again()
    {
        var draft = await world.DraftAsync(terms => terms.Envelope = Make.Usd(600_000));
        var before = world.Donations.Available;
        world.Donations.Available = 5_000_000;
        var refusal = await World.RefusedAsync(RefusalKind.WrongState, "INSUFFICIENT_FUNDS", Publish(draft, Make.Id()));
        Assert.Contains("USD 600,000.00", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("USD 50,000.00", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(CallState.Draft, (await GetAsync(draft)).State);
        Assert.Null(world.Donations.Left(draft.CallId));

        world.Donations.Available = before;
        Assert.Equal(CallState.Open, (await Publish(draft, Make.Id())).Call.State);
    }

    [Fact]
    public async Task The_same_request_twice_has_one_effect_and_the_same_answer()
    {
        var draft = await world.DraftAsync();
        var id = Make.Id();
        var answers = await Task.WhenAll(Enumerable.Range(0, 5).Select(async _ => (await Publish(draft, id)).Call));
        Assert.Single(answers.Distinct());
        world.Clock.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal(answers[0], (await Publish(draft, id)).Call);
        await World.RefusedAsync(RefusalKind.WrongState, "CALL_STATE", Publish(draft, Make.Id()));
    }

    [Fact]
    public async Task A_request_id_that_did_something_else_publishes_nothing()
    {
        var draft = await world.DraftAsync();
        var id = Make.Id();
        await world.Officer.CreateCallAsync(new CreateCallRequest { RequestId = id, Terms = draft.Terms });
        await World.RefusedAsync(RefusalKind.AlreadyUsed, "REQUEST_ID_REUSED", Publish(draft, id));
        Assert.Equal(CallState.Draft, (await GetAsync(draft)).State);
        Assert.Null(world.Donations.Left(draft.CallId));
    }

    [Fact]
    public async Task A_call_whose_publication_stopped_before_the_reservation_is_finished_by_the_clock()
    {
        var draft = await world.DraftAsync();
        world.Donations.Break("ReserveForCall");
        await Assert.ThrowsAsync<RpcException>(async () => await Publish(draft, Make.Id()));
        Assert.Equal(CallState.Publishing, (await GetAsync(draft)).State);
        Assert.Null(world.Donations.Left(draft.CallId));
        await World.RefusedAsync(RefusalKind.WrongState, "CALL_BEING_PUBLISHED", Publish(draft, Make.Id()));
        world.Donations.Heal();
        await FinishedAsync(draft);
    }

    [Fact]
    public async Task A_call_whose_reservation_was_made_but_not_heard_of_is_finished_by_the_clock_with_one_reservation()
    {
        var draft = await world.DraftAsync();
        var before = world.Donations.Available;
        world.Donations.LoseAnswersOf("ReserveForCall");
        var id = Make.Id();
        await Assert.ThrowsAsync<RpcException>(async () => await Publish(draft, id));
        Assert.Equal(CallState.Publishing, (await GetAsync(draft)).State);
        Assert.Equal(50_000_000, world.Donations.Left(draft.CallId));
        world.Donations.Heal();
        await FinishedAsync(draft);
        Assert.Equal(50_000_000, before - world.Donations.Available);

        // The request that was cut off gets its answer when it is sent again.
        Assert.Equal(CallState.Open, (await Publish(draft, id)).Call.State);
    }

    [Fact]
    public async Task A_refusal_found_by_the_clock_makes_the_call_a_draft_again()
    {
        var draft = await world.DraftAsync(terms => terms.Envelope = Make.Usd(700_000));
        world.Donations.Break("ReserveForCall");
        await Assert.ThrowsAsync<RpcException>(async () => await Publish(draft, Make.Id()));
        var before = world.Donations.Available;
        world.Donations.Available = 0;
        world.Donations.Heal();
        await Eventually.TrueAsync(async () => (await GetAsync(draft)).State == CallState.Draft, "the call is a draft");
        world.Donations.Available = before;
    }

    [Fact]
    public async Task A_draft_can_be_changed_until_it_is_published_but_not_by_two_people_at_once()
    {
        var draft = await world.DraftAsync();
        var terms = draft.Terms.Clone();
        terms.Titles[0].Text = "Another title";
        var request = new UpdateCallRequest
        {
            RequestId = Make.Id(),
            CallId = draft.CallId,
            Terms = terms,
            Version = draft.Version,
        };
        var changed = (await world.Officer.UpdateCallAsync(request)).Call;
        Assert.Equal("Another title", changed.Terms.Titles[0].Text);
        request.RequestId = Make.Id();
        await World.RefusedAsync(RefusalKind.Conflict, "CHANGED_MEANWHILE", world.Officer.UpdateCallAsync(request));
        await Publish(draft, Make.Id());
        request.RequestId = Make.Id();
        request.Version = (await GetAsync(draft)).Version;
        await World.RefusedAsync(RefusalKind.WrongState, "CALL_STATE", world.Officer.UpdateCallAsync(request));
    }

    [Fact]
    public async Task The_public_sees_published_calls_only()
    {
        var draft = await world.DraftAsync();
        var open = await world.OpenCallAsync();
        var visitor = world.As(Hosting.Caller.Anonymous);
        await World.RefusedAsync(
            RefusalKind.NotFound,
            "NOT_FOUND",
            visitor.GetCallAsync(new GetCallRequest { CallId = draft.CallId })
        );
        Assert.Equal(open, (await visitor.GetCallAsync(new GetCallRequest { CallId = open.CallId })).Call);
        var listed = (await visitor.ListCallsAsync(new ListCallsRequest())).Calls.Select(call => call.CallId).ToList();
        Assert.Contains(open.CallId, listed);
        Assert.DoesNotContain(draft.CallId, listed);
        var drafts = await visitor.ListCallsAsync(new ListCallsRequest { State = CallState.Draft });
        Assert.Empty(drafts.Calls);
        var own = await world.Officer.ListCallsAsync(new ListCallsRequest { State = CallState.Draft });
        Assert.Contains(draft, own.Calls);
        var refused = await world.OpenCallAsync();
        Assert.Contains(refused, (await visitor.ListCallsAsync(new ListCallsRequest { State = CallState.Open })).Calls);
    }

    [Fact]
    public async Task Cancelling_gives_the_envelope_back_even_when_donations_is_down_at_first()
    {
        var call = await world.OpenCallAsync();
        world.Donations.Break("ReleaseReservation");
        var request = new CancelCallRequest
        {
            RequestId = Make.Id(),
            CallId = call.CallId,
            Reason = "The window was announced wrongly.",
        };
        var cancelled = (await world.Officer.CancelCallAsync(request)).Call;
        Assert.Equal((CallState.Cancelled, request.Reason), (cancelled.State, cancelled.CancellationReason));
        Assert.False(world.Donations.IsReleased(call.CallId));
        world.Donations.Heal();
        await Eventually.TrueAsync(() => world.Donations.IsReleased(call.CallId), "the envelope was given back");
        Assert.Equal(cancelled, (await world.Officer.CancelCallAsync(request)).Call);
        await Eventually.TrueAsync(
            () => world.LookAsync(db => db.Calls.AllAsync(row => !row.ReleasePending)),
            "nothing waits to be released"
        );
    }

    [Fact]
    public async Task Wrong_terms_are_refused_whole()
    {
        var terms = Make.Terms(world.Clock.Now);
        terms.Grid[0].Weight = 50;
        terms.Envelope.CurrencyCode = "EUR";
        var refusal = await World.RefusedAsync(
            RefusalKind.BadInput,
            "INVALID_FIELDS",
            world.Officer.CreateCallAsync(new CreateCallRequest { RequestId = Make.Id(), Terms = terms })
        );
        Assert.Equal(["terms.envelope.currency_code", "terms.grid"], refusal.Fields.Select(problem => problem.Field));
    }

    [Fact]
    public async Task Only_a_programme_officer_makes_calls()
    {
        var request = new CreateCallRequest { RequestId = Make.Id(), Terms = Make.Terms(world.Clock.Now) };
        foreach (var caller in new[] { TestIdentity.FinanceOfficer, TestIdentity.Trustee, Hosting.Caller.Anonymous })
        {
            var refusal = await World.RefusedAsync(world.As(caller).CreateCallAsync(request));
            Assert.Equal(RefusalKind.NotAllowed, refusal.Kind);
        }
    }

    private AsyncUnaryCall<PublishCallResponse> Publish(Call call, string requestId) =>
        world.Officer.PublishCallAsync(new PublishCallRequest { RequestId = requestId, CallId = call.CallId });

    private async Task<Call> GetAsync(Call call) =>
        (await world.Officer.GetCallAsync(new GetCallRequest { CallId = call.CallId })).Call;

    private Task FinishedAsync(Call call) =>
        Eventually.TrueAsync(
            async () =>
            {
                await world.Service.InScopeAsync<FinishPendingWork>(work => work.RunAsync(CancellationToken.None));
                return (await GetAsync(call)).State == CallState.Open;
            },
            "the call is open"
        );
}
