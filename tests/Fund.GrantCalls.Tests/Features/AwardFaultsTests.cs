using Fund.GrantCalls.V1;
using Fund.Hosting;
using Fund.Kernel;
using Fund.Testing;
using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using AwardState = Fund.GrantCalls.Domain.AwardState;
using Client = Fund.GrantCalls.V1.GrantCallsService.GrantCallsServiceClient;

namespace Fund.GrantCalls.Tests.Features;

/// <summary>An award is whole or absent, whatever fails in between and whoever else is at it.</summary>
public sealed class AwardFaultsTests(World world) : IClassFixture<World>
{
    [Fact]
    public async Task An_award_that_stopped_before_the_commitment_is_finished_by_the_clock_once()
    {
        var decidable = await world.DecidableAsync(null, 100_000);
        world.Donations.Break("CommitAward");
        await CutOffAsync(World.Award(decidable, decidable.Applicants[0], 90_000));
        Assert.Equal(0, world.Donations.Committed(decidable.Call.CallId));
        world.Donations.Heal();
        await WholeAsync(decidable, 90_000);
    }

    [Fact]
    public async Task An_award_that_was_committed_but_not_heard_of_is_finished_by_the_clock_once()
    {
        var decidable = await world.DecidableAsync(null, 100_000);
        world.Donations.LoseAnswersOf("CommitAward");
        var request = World.Award(decidable, decidable.Applicants[0], 90_000);
        await CutOffAsync(request);
        Assert.Equal(9_000_000, world.Donations.Committed(decidable.Call.CallId));
        world.Donations.Heal();
        await WholeAsync(decidable, 90_000);

        // The request that was cut off gets its answer when it is sent again; another input under its id does not.
        var again = (await world.Officer.DecideProposalAsync(request)).Proposal;
        Assert.Equal((ProposalState.Awarded, Make.Usd(90_000)), (again.State, again.Awarded));
        Assert.Equal(again, (await world.Officer.DecideProposalAsync(request)).Proposal);
        request.Amount = Make.Usd(80_000);
        await World.RefusedAsync(
            RefusalKind.AlreadyUsed,
            "REQUEST_ID_REUSED",
            world.Officer.DecideProposalAsync(request)
        );
        await WholeAsync(decidable, 90_000);
    }

    [Fact]
    public async Task The_same_request_carries_on_with_an_award_that_was_cut_off_and_no_other_does()
    {
        var decidable = await world.DecidableAsync(null, 100_000);
        var request = World.Award(decidable, decidable.Applicants[0], 90_000);
        world.Donations.Break("CommitAward");
        await CutOffAsync(request);
        var other = World.Award(decidable, decidable.Applicants[0], 70_000);
        await World.RefusedAsync(RefusalKind.WrongState, "PROPOSAL_STATE", world.Officer.DecideProposalAsync(other));
        other = request.Clone();
        other.Amount = Make.Usd(70_000);
        await World.RefusedAsync(
            RefusalKind.AlreadyUsed,
            "REQUEST_ID_REUSED",
            world.Officer.DecideProposalAsync(other)
        );
        world.Donations.Heal();
        Assert.Equal(ProposalState.Awarded, (await world.Officer.DecideProposalAsync(request)).Proposal.State);
        await WholeAsync(decidable, 90_000);
    }

    [Fact]
    public async Task An_award_that_donations_refuses_is_undone_and_can_be_made_again()
    {
        var decidable = await world.DecidableAsync(null, 100_000);
        var applicant = decidable.Applicants[0];
        world.Donations.Before = rpc =>
            rpc == "CommitAward"
                ? throw new Refusal(RefusalKind.WrongState, "ENVELOPE_EXCEEDED", "USD 5.00 is left.").ToRpcException()
                : Task.CompletedTask;
        await World.RefusedAsync(
            RefusalKind.WrongState,
            "ENVELOPE_EXCEEDED",
            world.Officer.DecideProposalAsync(World.Award(decidable, applicant, 90_000))
        );
        var call = (await world.Officer.GetCallAsync(new GetCallRequest { CallId = decidable.Call.CallId })).Call;
        Assert.Equal((Make.Usd(0), CallState.InEvaluation), (call.Awarded, call.State));
        var refused = await world.LookAsync(db =>
            db.Awards.SingleAsync(row => row.ProposalId == Guid.Parse(applicant.Id))
        );
        Assert.Equal(
            (AwardState.Refused, "ENVELOPE_EXCEEDED: USD 5.00 is left."),
            (refused.State, refused.RefusalReason)
        );
        world.Donations.Heal();
        await world.Officer.DecideProposalAsync(World.Award(decidable, applicant, 95_000));
        await WholeAsync(decidable, 95_000);
    }

    [Fact]
    public async Task The_same_award_sent_many_times_at_once_to_two_instances_is_made_once()
    {
        var decidable = await world.DecidableAsync(null, 100_000);
        await using var second = await world.StartInstanceAsync();
        Client[] instances = [world.Officer, second.Client<Client>(TestIdentity.ProgrammeOfficer)];
        var request = World.Award(decidable, decidable.Applicants[0], 90_000);
        var answers = await Task.WhenAll(
            Enumerable.Range(0, 20).Select(async i => await instances[i % 2].DecideProposalAsync(request))
        );
        Assert.Single(answers.Distinct());
        await WholeAsync(decidable, 90_000);
    }

    [Fact]
    public async Task Of_more_awards_than_the_envelope_holds_exactly_the_affordable_ones_are_made()
    {
        // Twelve times USD 100,000 are asked for at once, at two instances; five fit.
        var decidable = await world.DecidableAsync(null, [.. Enumerable.Repeat(100_000L, 12)]);
        await using var second = await world.StartInstanceAsync();
        Client[] instances = [world.Officer, second.Client<Client>(TestIdentity.ProgrammeOfficer)];
        var outcomes = await Task.WhenAll(
            decidable.Applicants.Select(
                async (applicant, i) =>
                {
                    try
                    {
                        await instances[i % 2].DecideProposalAsync(World.Award(decidable, applicant, 100_000));
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
        Assert.Equal(7, outcomes.Count(outcome => outcome == "AWARD_ABOVE_ENVELOPE"));
        Assert.Equal(50_000_000, world.Donations.Committed(decidable.Call.CallId));
        Assert.Equal(5, await EventsAsync(decidable));
    }

    [Fact]
    public async Task Whatever_the_Board_awards_in_whatever_order_the_envelope_is_never_exceeded()
    {
        var decidable = await world.DecidableAsync(null, [.. Enumerable.Repeat(100_000L, 10)]);
        var random = new Random(20261122);
        long awarded = 0;
        foreach (var applicant in decidable.Applicants)
        {
            var dollars = random.Next(1, 110_001);
            var fits = dollars <= 100_000 && awarded + dollars <= 500_000;
            try
            {
                await world.Officer.DecideProposalAsync(World.Award(decidable, applicant, dollars));
                awarded += dollars;
                Assert.True(fits, $"{dollars} was awarded with {awarded} awarded");
            }
            catch (RpcException e) when (e.StatusCode == StatusCode.FailedPrecondition)
            {
                Assert.False(fits, $"{dollars} was refused with {awarded} awarded: {e.Status.Detail}");
            }

            var call = (await world.Officer.GetCallAsync(new GetCallRequest { CallId = decidable.Call.CallId })).Call;
            Assert.Equal(Make.Usd(awarded), call.Awarded);
            Assert.True(awarded <= 500_000);
        }
    }

    [Fact]
    public async Task The_database_itself_refuses_more_than_the_envelope()
    {
        var call = await world.DraftAsync();
        var broken = await Assert.ThrowsAsync<Npgsql.PostgresException>(() =>
            world.Database.ExecuteAsync($"update calls set awarded_usd_cents = 50000001 where id = '{call.CallId}'")
        );
        Assert.Equal("ck_calls_awarded_within_envelope", broken.ConstraintName);
    }

    /// <summary>Sends the award while donations fails without deciding; it stays committing.</summary>
    private async Task CutOffAsync(DecideProposalRequest request)
    {
        await Assert.ThrowsAsync<RpcException>(async () => await world.Officer.DecideProposalAsync(request));
        var award = await world.LookAsync(db =>
            db.Awards.SingleAsync(row => row.ProposalId == Guid.Parse(request.ProposalId))
        );
        Assert.Equal(AwardState.Committing, award.State);
        Assert.Empty(
            (await world.Officer.ListAwardsAsync(new ListAwardsRequest { CallId = award.CallId.ToWire() })).Awards
        );
    }

    /// <summary>One award, one commitment, one decision and one event, and the envelope holds it once.</summary>
    private async Task WholeAsync(Decidable decidable, long dollars)
    {
        var callId = decidable.Call.CallId;
        await Eventually.TrueAsync(
            async () =>
                (await world.Officer.ListAwardsAsync(new ListAwardsRequest { CallId = callId })).Awards.Count == 1,
            "the award is whole"
        );
        Assert.Equal(dollars * 100, world.Donations.Committed(callId));
        var call = (await world.Officer.GetCallAsync(new GetCallRequest { CallId = callId })).Call;
        Assert.Equal(Make.Usd(dollars), call.Awarded);
        var decisions = await world.LookAsync(db =>
            db.BoardDecisions.CountAsync(row => row.CallId == Guid.Parse(callId))
        );
        Assert.Equal(1, decisions);
        Assert.Equal(1, await EventsAsync(decidable));
    }

    /// <summary>Events of a call's awards in the queue of the projects service.</summary>
    private async Task<int> EventsAsync(Decidable decidable)
    {
        await Eventually.EqualAsync(
            0L,
            () => world.Database.ScalarAsync<long>("select count(*) from outbox"),
            "the number of events waiting to be published"
        );
        return (await QueueReader.ReadAsync(world.Broker, decidable.Call.CallId)).Count;
    }
}
