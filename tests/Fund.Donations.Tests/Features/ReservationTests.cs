using Fund.Donations.V1;
using Fund.Hosting;
using Grpc.Core;

namespace Fund.Donations.Tests.Features;

/// <summary>A fund of its own for every test, because they all decide over the same money.</summary>
public sealed class ReservationTests : IAsyncLifetime
{
    private readonly DonationsFixture fund = new();

    public ValueTask InitializeAsync() => fund.InitializeAsync();

    public ValueTask DisposeAsync() => fund.DisposeAsync();

    [Fact]
    public async Task A_call_that_needs_more_than_is_available_is_refused_with_both_numbers()
    {
        await FillAsync(available: 400_000_00);

        var refusal = await Refused.ByAsync("INSUFFICIENT_FUNDS", Reserve(NewId(), 500_000_00));

        Assert.Equal("50000000", refusal.Facts["required_usd_cents"]);
        Assert.Equal("40000000", refusal.Facts["available_usd_cents"]);
        Assert.Contains("USD 500,000.00", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("USD 400,000.00", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(0, (await fund.PositionAsync()).Reserved.MinorUnits);
    }

    [Fact]
    public async Task A_small_call_is_refused_while_less_than_the_policy_minimum_is_available()
    {
        await FillAsync(available: 499_999_99);

        var refusal = await Refused.ByAsync("BELOW_MINIMUM_FOR_NEW_CALL", Reserve(NewId(), 100_00));

        Assert.Equal("50000000", refusal.Facts["minimum_usd_cents"]);
        Assert.Equal("49999999", refusal.Facts["available_usd_cents"]);
    }

    [Fact]
    public async Task Publishing_a_call_lowers_what_is_available_by_exactly_the_envelope_and_a_payment_by_nothing()
    {
        await FillAsync(available: 600_000_00);
        var (call, award) = (NewId(), NewId());

        await Reserve(call, 500_000_00);
        var reserved = await fund.PositionAsync();
        await Commit(call, award, 20_000_00);
        var committed = await fund.PositionAsync();
        await PayAsync(award, 10_000_00);
        var paid = await fund.PositionAsync();

        Assert.Equal(100_000_00, reserved.Available.MinorUnits);
        Assert.Equal(100_000_00, committed.Available.MinorUnits);
        Assert.Equal(100_000_00, paid.Available.MinorUnits);
        Assert.Equal((480_000_00, 20_000_00), (committed.Reserved.MinorUnits, committed.Committed.MinorUnits));
        Assert.Equal((10_000_00, 10_000_00), (paid.Committed.MinorUnits, paid.Disbursed.MinorUnits));
        Assert.Equal(reserved.ProgrammeSupportCosts, paid.ProgrammeSupportCosts);
        await fund.BooksBalanceAsync();
    }

    [Fact]
    public async Task A_payment_charges_its_support_cost_and_the_ledger_shows_both()
    {
        await FillAsync(available: 600_000_00);
        var (call, award) = (NewId(), NewId());
        await Reserve(call, 500_000_00);
        await Commit(call, award, 20_000_00);

        var instalment = await PayAsync(award, 10_000_00);

        var entries = await fund.Ledger.ListLedgerEntriesAsync(new ListLedgerEntriesRequest { CauseId = instalment });
        Assert.Equal(
            ["disbursement", "programme support cost"],
            entries.Entries.Select(entry => entry.Kind).Distinct().Order()
        );
        Assert.Equal(10_000_00, Entry(entries, "disbursed").Amount.MinorUnits);
        Assert.Equal(1_300_00, Entry(entries, "support_costs_charged").Amount.MinorUnits);
    }

    [Fact]
    public async Task The_same_payment_ten_times_over_is_posted_once()
    {
        await FillAsync(available: 600_000_00);
        var (call, award) = (NewId(), NewId());
        await Reserve(call, 500_000_00);
        await Commit(call, award, 20_000_00);

        var instalment = await PayAsync(award, 10_000_00, times: 10);
        await fund.PublishAsync(Paid(award, 10_000_00, Guid.Parse(instalment)));
        await fund.QuietAsync("donations.instalment-paid");

        Assert.Equal(10_000_00, (await fund.PositionAsync()).Disbursed.MinorUnits);
        await fund.BooksBalanceAsync();
    }

    [Fact]
    public async Task A_payment_above_the_commitment_is_set_aside_as_dead_and_books_nothing()
    {
        await FillAsync(available: 600_000_00);
        var (call, award) = (NewId(), NewId());
        await Reserve(call, 500_000_00);
        await Commit(call, award, 20_000_00);

        await fund.PublishAsync(Paid(award, 20_000_01, Guid.CreateVersion7()));

        await Fund.Testing.Eventually.EqualAsync(
            1u,
            () => fund.Broker.CountAsync("donations.instalment-paid_error"),
            "the queue of dead payments"
        );
        Assert.Equal(0, (await fund.PositionAsync()).Disbursed.MinorUnits);
    }

    [Fact]
    public async Task An_award_above_what_is_left_of_the_envelope_is_refused_with_both_numbers()
    {
        await FillAsync(available: 600_000_00);
        var call = NewId();
        await Reserve(call, 500_000_00);
        await Commit(call, NewId(), 450_000_00);

        var refusal = await Refused.ByAsync("ENVELOPE_EXCEEDED", Commit(call, NewId(), 50_000_01));

        Assert.Equal("5000001", refusal.Facts["required_usd_cents"]);
        Assert.Equal("5000000", refusal.Facts["left_usd_cents"]);
        await Refused.ByAsync("NOT_FOUND", Commit(NewId(), NewId(), 1_00));
    }

    [Fact]
    public async Task What_is_left_is_released_once_and_no_award_comes_after_it()
    {
        await FillAsync(available: 600_000_00);
        var call = NewId();
        await Reserve(call, 500_000_00);
        await Commit(call, NewId(), 20_000_00);

        var first = (await Release(call)).Reservation;
        var second = (await Release(call)).Reservation;

        Assert.Equal(480_000_00, first.Released.MinorUnits);
        Assert.Equal(first, second);
        Assert.Equal(580_000_00, (await fund.PositionAsync()).Available.MinorUnits);
        await Refused.ByAsync("RESERVATION_RELEASED", Commit(call, NewId(), 1_00));
        await Refused.ByAsync("RESERVATION_RELEASED", Reserve(call, 500_000_00));
    }

    [Fact]
    public async Task An_envelope_is_raised_and_lowered_and_the_ledger_has_the_differences()
    {
        await FillAsync(available: 600_000_00);
        var call = NewId();
        await Reserve(call, 500_000_00);
        await Commit(call, NewId(), 450_000_00);
        await Refused.ByAsync("ENVELOPE_EXCEEDED", Commit(call, NewId(), 60_000_00));

        var raised = (await Change(call, 580_000_00, 1)).Reservation;
        await Commit(call, NewId(), 60_000_00);
        var lowered = (await Change(call, 510_000_00, 2)).Reservation;

        Assert.Equal((580_000_00, 130_000_00), (raised.Envelope.MinorUnits, raised.Left.MinorUnits));
        Assert.Equal((510_000_00, 0), (lowered.Envelope.MinorUnits, lowered.Left.MinorUnits));
        Assert.Equal(90_000_00, (await fund.PositionAsync()).Available.MinorUnits);
        var entries = await fund.Ledger.ListLedgerEntriesAsync(new ListLedgerEntriesRequest { CauseId = call });
        Assert.Equal(
            [-500_000_00, -80_000_00, 70_000_00],
            entries.Entries.Where(entry => entry.Account == "reserved").Select(entry => entry.Amount.MinorUnits).Order()
        );
        await fund.BooksBalanceAsync();
    }

    [Fact]
    public async Task An_envelope_is_not_raised_above_what_is_available_nor_lowered_below_what_is_committed()
    {
        await FillAsync(available: 600_000_00);
        var call = NewId();
        await Reserve(call, 500_000_00);
        await Commit(call, NewId(), 300_000_00);

        var above = await Refused.ByAsync("INSUFFICIENT_FUNDS", Change(call, 600_000_01, 1));
        var below = await Refused.ByAsync("ENVELOPE_BELOW_COMMITTED", Change(call, 299_999_99, 1));
        await Refused.ByAsync("NOT_FOUND", Change(NewId(), 500_000_00, 1));

        Assert.Equal("10000001", above.Facts["required_usd_cents"]);
        Assert.Equal("10000000", above.Facts["available_usd_cents"]);
        Assert.Equal("30000000", below.Facts["committed_usd_cents"]);
        Assert.Equal(100_000_00, (await fund.PositionAsync()).Available.MinorUnits);
        Assert.Equal(600_000_00, (await Change(call, 600_000_00, 1)).Reservation.Envelope.MinorUnits);
        await Release(call);
        await Refused.ByAsync("RESERVATION_RELEASED", Change(call, 500_000_00, 2));
        await fund.BooksBalanceAsync();
    }

    [Fact]
    public async Task The_same_change_of_an_envelope_has_one_effect_and_one_that_comes_late_has_none()
    {
        await FillAsync(available: 600_000_00);
        var call = NewId();
        await Reserve(call, 500_000_00);

        await Task.WhenAll(Enumerable.Range(0, 20).Select(async _ => await Change(call, 550_000_00, 1)));
        await Change(call, 520_000_00, 2);

        await Refused.ByAsync("ENVELOPE_CHANGED_SINCE", Change(call, 550_000_00, 1));
        await Refused.ByAsync("ENVELOPE_CHANGED_SINCE", Change(call, 530_000_00, 2));
        await Refused.ByAsync("INVALID_FIELD", Change(call, 530_000_00, 0));
        Assert.Equal(80_000_00, (await fund.PositionAsync()).Available.MinorUnits);
        await fund.BooksBalanceAsync();
    }

    [Fact]
    public async Task Asking_again_for_the_same_call_or_award_changes_nothing_and_for_another_amount_is_refused()
    {
        await FillAsync(available: 1_200_000_00);
        var (call, award) = (NewId(), NewId());

        var first = (await Reserve(call, 500_000_00)).Reservation;
        var second = (await Reserve(call, 500_000_00)).Reservation;
        var committed = (await Commit(call, award, 20_000_00)).Reservation;
        var again = (await Commit(call, award, 20_000_00)).Reservation;

        Assert.Equal(first, second);
        Assert.Equal(committed, again);
        await Refused.ByAsync("ALREADY_RESERVED", Reserve(call, 400_000_00));
        await Refused.ByAsync("AWARD_ALREADY_COMMITTED", Commit(call, award, 30_000_00));
        Assert.Equal(480_000_00, (await fund.PositionAsync()).Reserved.MinorUnits);
    }

    [Fact]
    public async Task Of_two_hundred_calls_at_once_for_ten_times_the_money_exactly_the_affordable_ones_succeed()
    {
        // USD 20,000,000 available, 200 calls of a million each; the policy minimum is not in the way.
        await FillAsync(available: 20_000_000_00);

        var outcomes = await Task.WhenAll(
            Enumerable.Range(0, 200).Select(_ => SucceedsAsync(Reserve(NewId(), 1_000_000_00)))
        );

        var position = await fund.PositionAsync();
        Assert.Equal(20, outcomes.Count(succeeded => succeeded));
        Assert.Equal(0, position.Available.MinorUnits);
        Assert.Equal(20_000_000_00, position.Reserved.MinorUnits);
        await fund.BooksBalanceAsync();
    }

    [Fact]
    public async Task Of_many_awards_at_once_exactly_those_that_fit_the_envelope_succeed()
    {
        await FillAsync(available: 600_000_00);
        var call = NewId();
        await Reserve(call, 500_000_00);

        var outcomes = await Task.WhenAll(
            Enumerable.Range(0, 200).Select(_ => SucceedsAsync(Commit(call, NewId(), 25_000_00)))
        );

        Assert.Equal(20, outcomes.Count(succeeded => succeeded));
        var reservation = await fund.GrantCalls.GetReservationAsync(new GetReservationRequest { CallId = call });
        Assert.Equal(0, reservation.Reservation.Left.MinorUnits);
        await fund.BooksBalanceAsync();
    }

    [Fact]
    public async Task A_rate_that_would_take_back_promised_money_is_refused_and_changes_nothing()
    {
        var donor = await fund.DonorAsync();
        await RateAsync("EUR", "0.8", "2026-10-01");
        await fund.ContributeAsync(donor.DonorId, DonationsFixture.Amount(800_000_00, "EUR"));
        var before = await fund.PositionAsync();
        await Reserve(NewId(), before.Available.MinorUnits);

        await Refused.ByAsync("WOULD_UNCOVER_OBLIGATIONS", Rate("EUR", "1.6", "2026-10-05"));

        Assert.Equal(before.Received, (await fund.PositionAsync()).Received);
        await fund.BooksBalanceAsync();
    }

    /// <summary>Money so that exactly so much is available after support costs and the operating reserve.</summary>
    private async Task FillAsync(long available)
    {
        var reserve = (await fund.PositionAsync()).OperatingReserve.MinorUnits;
        var total = new RecordPublishedTotalRequest
        {
            RequestId = NewId(),
            Kind = PublishedTotalKind.Received,
            Amount = DonationsFixture.Usd(1_00),
            AsOf = "2026-10-01",
            Source = "Makes the sum round: one dollar that bears no support cost",
        };
        var donor = await fund.DonorAsync();
        await fund.ContributeAsync(donor.DonorId, DonationsFixture.Usd((available + reserve) / 100 * 113));
        var left = available - (await fund.PositionAsync()).Available.MinorUnits;
        if (left > 0)
        {
            total.Amount = DonationsFixture.Usd(left);
            await fund.LedgerManager.RecordPublishedTotalAsync(total);
        }

        Assert.Equal(available, (await fund.PositionAsync()).Available.MinorUnits);
    }

    private async Task<string> PayAsync(string award, long cents, int times = 1)
    {
        var instalment = Guid.CreateVersion7();
        await fund.PublishAsync(Paid(award, cents, instalment), times);
        await Fund.Testing.Eventually.TrueAsync(
            async () =>
                await fund.Database.ScalarAsync<long>(
                    $"select count(*) from disbursements where instalment_id = '{instalment}'"
                ) == 1,
            "the payment was posted"
        );
        await fund.QuietAsync("donations.instalment-paid");
        return instalment.ToString("D");
    }

    private static Fund.Events.InstalmentPaid Paid(string award, long cents, Guid instalment) =>
        new(instalment, Guid.CreateVersion7(), Guid.Parse(award), 1, cents, new DateOnly(2026, 10, 15));

    private AsyncUnaryCall<ReserveForCallResponse> Reserve(string call, long cents) =>
        fund.GrantCalls.ReserveForCallAsync(
            new ReserveForCallRequest
            {
                RequestId = NewId(),
                CallId = call,
                Envelope = DonationsFixture.Usd(cents),
            }
        );

    private AsyncUnaryCall<ChangeReservationResponse> Change(string call, long cents, int number) =>
        fund.GrantCalls.ChangeReservationAsync(
            new ChangeReservationRequest
            {
                RequestId = NewId(),
                CallId = call,
                Envelope = DonationsFixture.Usd(cents),
                Number = number,
            }
        );

    private AsyncUnaryCall<CommitAwardResponse> Commit(string call, string award, long cents) =>
        fund.GrantCalls.CommitAwardAsync(
            new CommitAwardRequest
            {
                RequestId = NewId(),
                CallId = call,
                AwardId = award,
                Amount = DonationsFixture.Usd(cents),
            }
        );

    private AsyncUnaryCall<ReleaseReservationResponse> Release(string call) =>
        fund.GrantCalls.ReleaseReservationAsync(new ReleaseReservationRequest { RequestId = NewId(), CallId = call });

    private async Task RateAsync(string code, string rate, string date) => await Rate(code, rate, date);

    private AsyncUnaryCall<RecordRateResponse> Rate(string code, string rate, string date) =>
        fund.Rates.RecordRateAsync(
            new RecordRateRequest
            {
                RequestId = NewId(),
                CurrencyCode = code,
                EffectiveDate = date,
                UnitsPerUsd = rate,
            }
        );

    private static async Task<bool> SucceedsAsync<T>(AsyncUnaryCall<T> call)
    {
        try
        {
            await call;
            return true;
        }
        catch (RpcException e)
            when (e.ToRefusal()
                    is { Reason: "INSUFFICIENT_FUNDS" or "BELOW_MINIMUM_FOR_NEW_CALL" or "ENVELOPE_EXCEEDED" }
            )
        {
            return false;
        }
    }

    private static LedgerEntry Entry(ListLedgerEntriesResponse entries, string account) =>
        Assert.Single(entries.Entries, entry => entry.Account == account);

    private static string NewId() => DonationsFixture.NewId();
}
