using Fund.Donations.V1;
using Fund.Hosting;
using Grpc.Core;

namespace Fund.Donations.Tests.Features;

/// <summary>Decisions that come together are decided together; each is still its own.</summary>
public sealed class ManyDecisionsTests : IAsyncLifetime
{
    private const long Envelope = 500_000_00;

    private readonly DonationsFixture fund = new();
    private string _call = "";

    public async ValueTask InitializeAsync()
    {
        await fund.InitializeAsync();
        await fund.LedgerManager.RecordPublishedTotalAsync(
            new RecordPublishedTotalRequest
            {
                RequestId = NewId(),
                Kind = PublishedTotalKind.Received,
                Amount = DonationsFixture.Usd(2_000_000_00),
                AsOf = "2026-10-01",
                Source = "Money to decide over",
            }
        );
        _call = NewId();
        await fund.GrantCalls.ReserveForCallAsync(
            new ReserveForCallRequest
            {
                RequestId = NewId(),
                CallId = _call,
                Envelope = DonationsFixture.Usd(Envelope),
            }
        );
    }

    public ValueTask DisposeAsync() => fund.DisposeAsync();

    [Fact]
    public async Task Of_a_thousand_awards_for_ten_times_the_envelope_exactly_the_affordable_ones_succeed()
    {
        // A hundred fit: 5,000.00 of 500,000.00 each.
        var outcomes = await Task.WhenAll(
            Enumerable.Range(0, 1000).Select(_ => OutcomeAsync(Commit(NewId(), 5_000_00)))
        );

        Assert.Equal(100, outcomes.Count(outcome => outcome == "committed"));
        Assert.Equal(900, outcomes.Count(outcome => outcome == "ENVELOPE_EXCEEDED"));
        Assert.Equal((0, Envelope), await LeftAndCommittedAsync());
        Assert.Equal(100, await fund.Database.ScalarAsync<long>("select count(*) from awards"));
        await fund.BooksBalanceAsync();
    }

    [Fact]
    public async Task Of_awards_of_any_size_at_once_not_a_cent_more_than_the_envelope_is_committed()
    {
        var amounts = Enumerable.Range(1, 400).Select(i => 1_000_00L + (i * 777)).ToList();

        var outcomes = await Task.WhenAll(amounts.Select(cents => OutcomeAsync(Commit(NewId(), cents))));

        var committed = amounts.Zip(outcomes).Where(row => row.Second == "committed").Sum(row => row.First);
        var (left, stored) = await LeftAndCommittedAsync();
        Assert.Equal(committed, stored);
        Assert.Equal(Envelope, committed + left);
        Assert.All(
            amounts.Zip(outcomes).Where(row => row.Second != "committed"),
            row => Assert.True(row.First > left, $"{row.First} was refused although {left} is left")
        );
        await fund.BooksBalanceAsync();
    }

    [Fact]
    public async Task The_same_request_a_hundred_times_at_once_commits_once_and_is_answered_the_same()
    {
        var request = Request(NewId(), 5_000_00);

        var answers = await Task.WhenAll(
            Enumerable.Range(0, 100).Select(_ => fund.GrantCalls.CommitAwardAsync(request).ResponseAsync)
        );

        Assert.Single(answers.Distinct());
        Assert.Equal(5_000_00, (await LeftAndCommittedAsync()).Committed);
    }

    [Fact]
    public async Task The_same_award_by_different_requests_at_once_commits_once()
    {
        var award = NewId();

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => OutcomeAsync(Commit(award, 5_000_00))));

        Assert.All(outcomes, outcome => Assert.Equal("committed", outcome));
        Assert.Equal(5_000_00, (await LeftAndCommittedAsync()).Committed);
    }

    [Fact]
    public async Task A_request_id_used_for_something_else_is_refused_in_the_same_group_and_later()
    {
        var (first, other) = (Request(NewId(), 5_000_00), Request(NewId(), 6_000_00));
        other.RequestId = first.RequestId;

        var outcomes = await Task.WhenAll(
            OutcomeAsync(fund.GrantCalls.CommitAwardAsync(first)),
            OutcomeAsync(fund.GrantCalls.CommitAwardAsync(other))
        );

        Assert.Equal(["REQUEST_ID_REUSED", "committed"], outcomes.Order(StringComparer.Ordinal));
        await Refused.ByAsync(
            "REQUEST_ID_REUSED",
            fund.GrantCalls.ReleaseReservationAsync(
                new ReleaseReservationRequest { RequestId = first.RequestId, CallId = _call }
            )
        );
    }

    [Fact]
    public async Task One_that_is_refused_takes_nobody_with_it()
    {
        var good = Enumerable.Range(0, 40).Select(_ => OutcomeAsync(Commit(NewId(), 1_000_00))).ToList();
        var unknown = OutcomeAsync(
            fund.GrantCalls.CommitAwardAsync(
                new CommitAwardRequest
                {
                    RequestId = NewId(),
                    CallId = NewId(),
                    AwardId = NewId(),
                    Amount = DonationsFixture.Usd(1),
                }
            )
        );
        var tooMuch = OutcomeAsync(Commit(NewId(), Envelope + 1));

        Assert.All(await Task.WhenAll(good), outcome => Assert.Equal("committed", outcome));
        Assert.Equal(("NOT_FOUND", "ENVELOPE_EXCEEDED"), (await unknown, await tooMuch));
        Assert.Equal(40_000_00, (await LeftAndCommittedAsync()).Committed);
    }

    [Fact]
    public async Task A_release_among_awards_gives_back_exactly_what_was_not_committed()
    {
        var awards = Enumerable.Range(0, 200).Select(_ => OutcomeAsync(Commit(NewId(), 1_000_00))).ToList();
        var released = await fund.GrantCalls.ReleaseReservationAsync(
            new ReleaseReservationRequest { RequestId = NewId(), CallId = _call }
        );

        var outcomes = await Task.WhenAll(awards);

        var committed = outcomes.Count(outcome => outcome == "committed") * 1_000_00L;
        Assert.All(outcomes, outcome => Assert.Contains(outcome, new[] { "committed", "RESERVATION_RELEASED" }));
        Assert.Equal(Envelope, committed + released.Reservation.Released.MinorUnits);
        Assert.Equal(0, (await fund.PositionAsync()).Reserved.MinorUnits);
        await fund.BooksBalanceAsync();
    }

    private async Task<(long Left, long Committed)> LeftAndCommittedAsync()
    {
        var answer = await fund.GrantCalls.GetReservationAsync(new GetReservationRequest { CallId = _call });
        return (answer.Reservation.Left.MinorUnits, answer.Reservation.Committed.MinorUnits);
    }

    private AsyncUnaryCall<CommitAwardResponse> Commit(string award, long cents) =>
        fund.GrantCalls.CommitAwardAsync(Request(award, cents));

    private CommitAwardRequest Request(string award, long cents) =>
        new()
        {
            RequestId = NewId(),
            CallId = _call,
            AwardId = award,
            Amount = DonationsFixture.Usd(cents),
        };

    /// <summary>"committed", or why not.</summary>
    private static async Task<string> OutcomeAsync(AsyncUnaryCall<CommitAwardResponse> call)
    {
        try
        {
            await call;
            return "committed";
        }
        catch (RpcException e) when (e.ToRefusal() is { } refusal)
        {
            return refusal.Reason;
        }
    }

    private static string NewId() => DonationsFixture.NewId();
}
