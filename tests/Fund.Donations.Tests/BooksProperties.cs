using System.Collections.Concurrent;
using FsCheck;
using FsCheck.Fluent;
using Fund.Donations.Features;
using Fund.Donations.V1;
using Fund.Events;
using Fund.Hosting;
using Fund.Kernel;
using Grpc.Core;

namespace Fund.Donations.Tests;

/// <summary>
/// Whatever is asked for in whatever order or all at once, allowed or not: debits are credits, the running totals are the
/// ledger's, the position is the sum of its parts, a contribution is worth what its entries say, a closed month never
/// changes, and no more is promised or paid than came in.
/// </summary>
public sealed class BooksProperties : IAsyncLifetime
{
    private const int Sequences = 15;
    private const int Longest = 25;

    private static readonly string[] Currencies = ["USD", "EUR", "JPY", "KWD", "VND"];
    private static readonly Arbitrary<Step[]> AnySequence = AnyStep().ArrayOf().Resize(Longest).ToArbitrary();

    private readonly DonationsFixture fund = new();
    private readonly ConcurrentBag<string> _calls = [];
    private readonly ConcurrentBag<string> _contributions = [];
    private readonly ConcurrentQueue<(string Award, long Left)> _unpaid = new();
    private readonly ConcurrentDictionary<string, string> _closed = new(StringComparer.Ordinal);
    private string _donor = "";

    private enum Kind
    {
        Contribute,
        Reverse,
        Rate,
        CorrectRate,
        Pledge,
        Reserve,
        Commit,
        ChangeEnvelope,
        Release,
        Pay,
        Close,
    }

    private sealed record Step(Kind Kind, int Which, int Amount, int Day);

    public async ValueTask InitializeAsync()
    {
        await fund.InitializeAsync();
        _donor = (await fund.DonorAsync()).DonorId;
        await fund.LedgerManager.ChangePolicySettingAsync(
            new ChangePolicySettingRequest
            {
                RequestId = NewId(),
                Name = "minimum_for_new_call_usd_cents",
                Value = 0,
                EffectiveDate = "2026-10-15",
                Source = "Lets small calls through",
            }
        );
        await fund.ContributeAsync(_donor, DonationsFixture.Usd(100_000_00));
    }

    public ValueTask DisposeAsync() => fund.DisposeAsync();

    [Fact]
    public void The_books_hold_after_any_sequence() =>
        Prop.ForAll(AnySequence, steps => HoldsAfterAsync(steps).GetAwaiter().GetResult())
            .Check(Config.QuickThrowOnFailure.WithMaxTest(Sequences));

    [Fact]
    public void The_books_hold_when_everything_happens_at_once() =>
        Prop.ForAll(AnySequence, steps => HoldsAfterAllAtOnceAsync(steps).GetAwaiter().GetResult())
            .Check(Config.QuickThrowOnFailure.WithMaxTest(Sequences));

    private static Gen<Step> AnyStep() =>
        from kind in Gen.Elements(Enum.GetValues<Kind>())
        from which in Gen.Choose(0, 100)
        from amount in Gen.OneOf(Gen.Choose(1, 200), Gen.Choose(1, 5_000_000))
        from day in Gen.Choose(0, 75)
        select new Step(kind, which, amount, day);

    private async Task<bool> HoldsAfterAsync(Step[] steps)
    {
        foreach (var step in steps)
        {
            await DoAsync(step);
        }

        return await HoldAsync();
    }

    private async Task<bool> HoldsAfterAllAtOnceAsync(Step[] steps)
    {
        await Task.WhenAll(steps.Select(DoAsync));
        return await HoldAsync();
    }

    private async Task<bool> HoldAsync()
    {
        await fund.QuietAsync("donations.instalment-paid");
        await fund.BooksBalanceAsync();
        var position = await fund.PositionAsync();
        var promised =
            position.Reserved.MinorUnits
            + position.Committed.MinorUnits
            + position.Disbursed.MinorUnits
            + position.ProgrammeSupportCosts.MinorUnits;
        Assert.Equal(
            position.Available.MinorUnits,
            position.Received.MinorUnits - promised - position.OperatingReserve.MinorUnits
        );
        Assert.True(promised <= position.Received.MinorUnits, "More is promised or paid than was received.");
        Assert.Equal(0u, await fund.Broker.CountAsync("donations.instalment-paid_error"));
        var explained = await fund.Ledger.ExplainFundPositionAsync(new ExplainFundPositionRequest());
        Assert.Equal(position.Available, explained.Available);
        await EntriesSayWhatContributionsAreWorthAsync();
        await ClosedMonthsStayAsync();
        return true;
    }

    private async Task EntriesSayWhatContributionsAreWorthAsync() =>
        Assert.Equal(
            0,
            await fund.Database.ScalarAsync<long>(
                """
                select count(*)
                from contributions c
                left join (
                    select cause_id, -sum(amount_minor) as cents from ledger_entries
                    where account = 'received' group by cause_id
                ) posted on posted.cause_id = c.id
                where c.reversed_on is null and coalesce(c.usd_cents, 0) <> coalesce(posted.cents, 0)
                """
            )
        );

    private async Task ClosedMonthsStayAsync()
    {
        await fund.Service.InScopeAsync<SumClosedMonths>(sums => sums.RunAsync(CancellationToken.None));
        foreach (var (day, books) in _closed)
        {
            Assert.Equal(books, await BooksAsync(day));
        }
    }

    private async Task<string> BooksAsync(string day) =>
        $"{await fund.Ledger.GetTrialBalanceAsync(new GetTrialBalanceRequest { AsOf = day })}";

    /// <summary>Asks for it; being refused is as good as being served.</summary>
    private async Task DoAsync(Step step)
    {
        try
        {
            await AskAsync(step);
        }
        catch (RpcException e)
            when (e.ToRefusal() is { Kind: RefusalKind.WrongState or RefusalKind.BadInput or RefusalKind.Conflict })
        {
            // A refusal leaves the books as they were, which is what is checked.
        }
    }

    private async Task AskAsync(Step step)
    {
        var currency = Currencies[step.Which % Currencies.Length];
        var date = new DateOnly(2026, 8, 1).AddDays(step.Day).ToWire();
        switch (step.Kind)
        {
            case Kind.Contribute:
                var amount = DonationsFixture.Amount(step.Amount, currency);
                _contributions.Add((await fund.ContributeAsync(_donor, amount, date)).ContributionId);
                break;
            case Kind.Reverse
                when _contributions.Skip(step.Which % Math.Max(1, _contributions.Count)).FirstOrDefault()
                    is { } contribution:
                await fund.Finance.ReverseContributionAsync(
                    new ReverseContributionRequest
                    {
                        RequestId = NewId(),
                        ContributionId = contribution,
                        Reason = "Recorded twice",
                    }
                );
                break;
            case Kind.Rate or Kind.CorrectRate:
                await fund.Rates.RecordRateAsync(
                    new RecordRateRequest
                    {
                        RequestId = NewId(),
                        CurrencyCode = currency,
                        EffectiveDate = date,
                        UnitsPerUsd = $"{1 + (step.Amount % 40)}.{step.Which:00}",
                        CorrectionReason = step.Kind == Kind.CorrectRate ? "Typed wrongly" : "",
                    }
                );
                break;
            case Kind.Pledge:
                await fund.PledgeAsync(_donor, DonationsFixture.Amount(step.Amount, currency), date);
                break;
            default:
                await DecideAsync(step);
                break;
        }
    }

    private async Task DecideAsync(Step step)
    {
        var call = _calls.Skip(step.Which % Math.Max(1, _calls.Count)).FirstOrDefault() ?? NewId();
        switch (step.Kind)
        {
            case Kind.Reserve:
                call = NewId();
                await fund.GrantCalls.ReserveForCallAsync(
                    new ReserveForCallRequest
                    {
                        RequestId = NewId(),
                        CallId = call,
                        Envelope = DonationsFixture.Usd(step.Amount),
                    }
                );
                _calls.Add(call);
                break;
            case Kind.Commit when !_calls.IsEmpty:
                var award = NewId();
                await fund.GrantCalls.CommitAwardAsync(
                    new CommitAwardRequest
                    {
                        RequestId = NewId(),
                        CallId = call,
                        AwardId = award,
                        Amount = DonationsFixture.Usd(1 + (step.Amount / 3)),
                    }
                );
                _unpaid.Enqueue((award, 1 + (step.Amount / 3)));
                break;
            case Kind.ChangeEnvelope when !_calls.IsEmpty:
                await fund.GrantCalls.ChangeReservationAsync(
                    new ChangeReservationRequest
                    {
                        RequestId = NewId(),
                        CallId = call,
                        Envelope = DonationsFixture.Usd(step.Amount),
                        Number = 1 + step.Which,
                    }
                );
                break;
            case Kind.Release when !_calls.IsEmpty:
                await fund.GrantCalls.ReleaseReservationAsync(
                    new ReleaseReservationRequest { RequestId = NewId(), CallId = call }
                );
                break;
            case Kind.Pay:
                await PayAsync(step);
                break;
            case Kind.Close:
                await CloseAsync();
                break;
        }
    }

    /// <summary>The next month in order, which is July first; from October on it is refused.</summary>
    private async Task CloseAsync()
    {
        var month = $"2026-{7 + _closed.Count:00}";
        await fund.Ledger.RequestMonthClosingAsync(
            new RequestMonthClosingRequest { RequestId = NewId(), Month = month }
        );
        var closed = await fund.LedgerManager.CloseMonthAsync(
            new CloseMonthRequest { RequestId = NewId(), Month = month }
        );
        var day = closed.FirstOpenDate.ToDate("first_open_date").AddDays(-1).ToWire();
        _closed[day] = await BooksAsync(day);
    }

    private async Task PayAsync(Step step)
    {
        if (!_unpaid.TryDequeue(out var unpaid))
        {
            return;
        }

        var cents = Math.Min(unpaid.Left, step.Amount);
        if (unpaid.Left > cents)
        {
            _unpaid.Enqueue((unpaid.Award, unpaid.Left - cents));
        }

        await fund.PublishAsync(
            new InstalmentPaid(
                Guid.CreateVersion7(),
                Guid.CreateVersion7(),
                Guid.Parse(unpaid.Award),
                1,
                cents,
                new DateOnly(2026, 10, 15)
            ),
            times: 1 + (step.Which % 3)
        );
    }

    private static string NewId() => DonationsFixture.NewId();
}
