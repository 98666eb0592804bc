using Fund.GrantCalls.Features;
using Fund.GrantCalls.V1;
using Fund.Hosting;
using Fund.Kernel;
using Fund.Testing;
using Grpc.Core;

namespace Fund.GrantCalls.Tests.Features;

/// <summary>An envelope follows the money that donations reserves, whole or not at all, and awards never exceed it.</summary>
public sealed class ChangeEnvelopeTests(World world) : IClassFixture<World>
{
    [Fact]
    public async Task A_raised_envelope_is_reserved_and_takes_the_award_that_did_not_fit()
    {
        var decidable = await world.DecidableAsync(
            terms => (terms.Envelope, terms.MaximumGrant) = (Make.Usd(150_000), Make.Usd(100_000)),
            100_000,
            100_000
        );
        var call = decidable.Call.CallId;
        await world.Officer.DecideProposalAsync(World.Award(decidable, decidable.Applicants[0], 100_000));
        var second = World.Award(decidable, decidable.Applicants[1], 100_000);
        await World.RefusedAsync(
            RefusalKind.WrongState,
            "AWARD_ABOVE_ENVELOPE",
            world.Officer.DecideProposalAsync(second)
        );

        var raised = (await world.Officer.ChangeEnvelopeAsync(await ChangeAsync(call, 200_000))).Call;

        Assert.Equal(Make.Usd(200_000), raised.Terms.Envelope);
        Assert.Equal(20_000_000, world.Donations.Envelope(call));
        var change = Assert.Single(raised.EnvelopeChanges);
        Assert.Equal(
            (Make.Usd(150_000), Make.Usd(200_000), "A contribution came in."),
            (change.From, change.To, change.Reason)
        );
        Assert.Null(raised.EnvelopeChanging);
        second.RequestId = Make.Id();
        Assert.Equal(ProposalState.Awarded, (await world.Officer.DecideProposalAsync(second)).Proposal.State);
        Assert.Equal(0, world.Donations.Left(call));
    }

    [Fact]
    public async Task A_lowered_envelope_gives_the_difference_back_but_never_what_is_awarded()
    {
        var decidable = await world.DecidableAsync(terms => terms.MaximumGrant = Make.Usd(100_000), 100_000, 100_000);
        var call = decidable.Call.CallId;
        await world.Officer.DecideProposalAsync(World.Award(decidable, decidable.Applicants[0], 100_000));
        await world.Officer.DecideProposalAsync(World.Award(decidable, decidable.Applicants[1], 100_000));
        var before = world.Donations.Available;

        await World.RefusedAsync(
            RefusalKind.BadInput,
            "ENVELOPE_BELOW_AWARDED",
            world.Officer.ChangeEnvelopeAsync(await ChangeAsync(call, 199_999))
        );
        await World.RefusedAsync(
            RefusalKind.BadInput,
            "ENVELOPE_BELOW_GRANT",
            world.Officer.ChangeEnvelopeAsync(await ChangeAsync(call, 99_999))
        );
        await World.RefusedAsync(
            RefusalKind.BadInput,
            "ENVELOPE_UNCHANGED",
            world.Officer.ChangeEnvelopeAsync(await ChangeAsync(call, 500_000))
        );
        var lowered = (await world.Officer.ChangeEnvelopeAsync(await ChangeAsync(call, 200_000))).Call;

        Assert.Equal(Make.Usd(200_000), lowered.Terms.Envelope);
        Assert.Equal(30_000_000, world.Donations.Available - before);
        Assert.Equal(0, world.Donations.Left(call));
    }

    [Fact]
    public async Task More_than_is_available_is_refused_with_both_numbers_and_nothing_changes()
    {
        var call = await world.OpenCallAsync();
        var before = world.Donations.Available;
        world.Donations.Available = 5_000_000;
        var refusal = await World.RefusedAsync(
            RefusalKind.WrongState,
            "INSUFFICIENT_FUNDS",
            world.Officer.ChangeEnvelopeAsync(await ChangeAsync(call.CallId, 600_000))
        );
        world.Donations.Available = before;

        Assert.Contains("USD 100,000.00", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("USD 50,000.00", refusal.Message, StringComparison.Ordinal);
        var now = await GetAsync(call.CallId);
        Assert.Equal(Make.Usd(500_000), now.Terms.Envelope);
        Assert.Empty(now.EnvelopeChanges);
        Assert.Null(now.EnvelopeChanging);
        Assert.Equal(50_000_000, world.Donations.Envelope(call.CallId));
    }

    [Theory]
    [InlineData(true, 600_000)]
    [InlineData(true, 400_000)]
    [InlineData(false, 600_000)]
    [InlineData(false, 400_000)]
    public async Task A_change_that_was_cut_off_holds_the_smaller_envelope_and_is_finished_by_the_clock_once(
        bool beforeTheReservation,
        long dollars
    )
    {
        var call = (await world.OpenCallAsync()).CallId;
        Fail(beforeTheReservation);
        var request = await ChangeAsync(call, dollars);
        await Assert.ThrowsAsync<RpcException>(async () => await world.Officer.ChangeEnvelopeAsync(request));

        var waiting = await GetAsync(call);
        Assert.Equal(Make.Usd(dollars), waiting.EnvelopeChanging.To);
        Assert.Equal(Make.Usd(Math.Min(dollars, 500_000)), waiting.Terms.Envelope);
        await World.RefusedAsync(
            RefusalKind.WrongState,
            "ENVELOPE_BEING_CHANGED",
            world.Officer.ChangeEnvelopeAsync(await ChangeAsync(call, 700_000))
        );
        await World.RefusedAsync(
            RefusalKind.WrongState,
            "ENVELOPE_BEING_CHANGED",
            world.Officer.CancelCallAsync(
                new CancelCallRequest
                {
                    RequestId = Make.Id(),
                    CallId = call,
                    Reason = "No money.",
                }
            )
        );

        world.Donations.Heal();
        await FinishedAsync(call);
        var done = await GetAsync(call);
        Assert.Equal((Make.Usd(dollars), 1), (done.Terms.Envelope, done.EnvelopeChanges.Count));
        Assert.Equal(dollars * 100, world.Donations.Envelope(call));

        // The request that was cut off gets its answer when it is sent again; another input under its id does not.
        Assert.Equal(done, (await world.Officer.ChangeEnvelopeAsync(request)).Call);
        request.Reason = "Another reason.";
        await World.RefusedAsync(
            RefusalKind.AlreadyUsed,
            "REQUEST_ID_REUSED",
            world.Officer.ChangeEnvelopeAsync(request)
        );
    }

    [Fact]
    public async Task Only_what_was_seen_is_changed_and_only_while_the_call_runs()
    {
        var draft = await world.DraftAsync();
        await World.RefusedAsync(
            RefusalKind.WrongState,
            "CALL_STATE",
            world.Officer.ChangeEnvelopeAsync(await ChangeAsync(draft.CallId, 600_000))
        );
        var call = (await world.OpenCallAsync()).CallId;
        var stale = await ChangeAsync(call, 600_000);
        await world.Officer.ChangeEnvelopeAsync(await ChangeAsync(call, 550_000));
        await World.RefusedAsync(RefusalKind.Conflict, "CHANGED_MEANWHILE", world.Officer.ChangeEnvelopeAsync(stale));
        await World.RefusedAsync(
            RefusalKind.NotFound,
            "NOT_FOUND",
            world.Officer.ChangeEnvelopeAsync(
                new ChangeEnvelopeRequest(stale) { CallId = Make.Id(), RequestId = Make.Id() }
            )
        );
        var trustee = await World.RefusedAsync(world.As(TestIdentity.Trustee).ChangeEnvelopeAsync(stale));
        Assert.Equal(RefusalKind.NotAllowed, trustee.Kind);
    }

    [Fact]
    public async Task Whatever_is_awarded_raised_and_lowered_with_whatever_failing_awards_stay_within_the_envelope()
    {
        var decidable = await world.DecidableAsync(
            terms => terms.MaximumGrant = Make.Usd(100_000),
            [.. Enumerable.Repeat(100_000L, 10)]
        );
        var call = decidable.Call.CallId;
        var random = new Random(20261123);
        var waiting = new Queue<Applicant>(decidable.Applicants);
        for (var step = 0; step < 60; step++)
        {
            Fail(random.Next(6));
            try
            {
                if (random.Next(3) > 0)
                {
                    await world.Officer.ChangeEnvelopeAsync(await ChangeAsync(call, random.Next(100_000, 900_001)));
                }
                else if (waiting.TryDequeue(out var applicant))
                {
                    await world.Officer.DecideProposalAsync(World.Award(decidable, applicant, random.Next(1, 100_001)));
                }
            }
            catch (RpcException)
            {
                // Refused or cut off: either way it is whole or absent, which is what is checked.
            }

            await WithinAsync(call);
        }

        world.Donations.Heal();
        await FinishedAsync(call);
        await WithinAsync(call);
        Assert.Equal((await GetAsync(call)).Terms.Envelope.MinorUnits, world.Donations.Envelope(call));
    }

    private async Task WithinAsync(string callId)
    {
        var call = await GetAsync(callId);
        Assert.InRange(call.Awarded.MinorUnits, 0, call.Terms.Envelope.MinorUnits);
        Assert.InRange(world.Donations.Committed(callId), 0, world.Donations.Envelope(callId));
    }

    /// <summary>Donations fails before it did what it was asked (0), after (1), or not at all.</summary>
    private void Fail(int how)
    {
        world.Donations.Heal();
        if (how < 2)
        {
            Fail(beforeTheReservation: how == 0);
        }
    }

    private void Fail(bool beforeTheReservation)
    {
        if (beforeTheReservation)
        {
            world.Donations.Break("ChangeReservation");
        }
        else
        {
            world.Donations.LoseAnswersOf("ChangeReservation");
        }
    }

    private async Task<ChangeEnvelopeRequest> ChangeAsync(string callId, long dollars) =>
        new()
        {
            RequestId = Make.Id(),
            CallId = callId,
            Envelope = Make.Usd(dollars),
            Reason = "A contribution came in.",
            Version = (await GetAsync(callId)).Version,
        };

    private async Task<Call> GetAsync(string callId) =>
        (await world.Officer.GetCallAsync(new GetCallRequest { CallId = callId })).Call;

    private Task FinishedAsync(string callId) =>
        Eventually.TrueAsync(
            async () =>
            {
                await world.Service.InScopeAsync<FinishPendingWork>(work => work.RunAsync(CancellationToken.None));
                return (await GetAsync(callId)).EnvelopeChanging is null;
            },
            "the envelope is settled"
        );
}
