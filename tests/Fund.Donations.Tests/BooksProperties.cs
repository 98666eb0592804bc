using FsCheck;
using FsCheck.Fluent;
using Fund.Donations.V1;
using Fund.Events;
using Fund.Hosting;
using Grpc.Core;

namespace Fund.Donations.Tests;

/// <summary>
/// Whatever is asked for in whatever order, allowed or not: debits are credits, the running totals are the ledger's,
/// the position is the sum of its parts, and no more is promised or paid than came in.
/// </summary>
public sealed class BooksProperties : IAsyncLifetime
{
    private const int Sequences = 15;
    private const int Longest = 25;

    private static readonly string[] Currencies = ["USD", "EUR", "JPY", "KWD", "VND"];
    private static readonly Arbitrary<Step[]> AnySequence = AnyStep().ArrayOf().Resize(Longest).ToArbitrary();

    private readonly DonationsFixture fund = new();
    private readonly List<string> _calls = [];
    private readonly Dictionary<string, long> _unpaid = new(StringComparer.Ordinal);
    private string _donor = "";

    private enum Kind
    {
        Contribute,
        Rate,
        Pledge,
        Reserve,
        Commit,
        Release,
        Pay,
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

    private static Gen<Step> AnyStep() =>
        from kind in Gen.Elements(Enum.GetValues<Kind>())
        from which in Gen.Choose(0, 100)
        from amount in Gen.OneOf(Gen.Choose(1, 200), Gen.Choose(1, 5_000_000))
        from day in Gen.Choose(1, 15)
        select new Step(kind, which, amount, day);

    private async Task<bool> HoldsAfterAsync(Step[] steps)
    {
        foreach (var step in steps)
        {
            await DoAsync(step);
        }

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
        return true;
    }

    /// <summary>Asks for it; being refused is as good as being served.</summary>
    private async Task DoAsync(Step step)
    {
        try
        {
            await AskAsync(step);
        }
        catch (RpcException e)
            when (e.ToRefusal() is { Kind: Kernel.RefusalKind.WrongState or Kernel.RefusalKind.BadInput })
        {
            // A refusal leaves the books as they were, which is what is checked.
        }
    }

    private async Task AskAsync(Step step)
    {
        var currency = Currencies[step.Which % Currencies.Length];
        var date = $"2026-10-{step.Day:00}";
        switch (step.Kind)
        {
            case Kind.Contribute:
                await fund.ContributeAsync(_donor, DonationsFixture.Amount(step.Amount, currency), date);
                break;
            case Kind.Rate:
                await fund.Rates.RecordRateAsync(
                    new RecordRateRequest
                    {
                        RequestId = NewId(),
                        CurrencyCode = currency,
                        EffectiveDate = date,
                        UnitsPerUsd = $"{1 + (step.Amount % 40)}.{step.Which:00}",
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
        var call = _calls.Count > 0 ? _calls[step.Which % _calls.Count] : NewId();
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
            case Kind.Commit when _calls.Count > 0:
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
                _unpaid[award] = 1 + (step.Amount / 3);
                break;
            case Kind.Release when _calls.Count > 0:
                await fund.GrantCalls.ReleaseReservationAsync(
                    new ReleaseReservationRequest { RequestId = NewId(), CallId = call }
                );
                break;
            case Kind.Pay:
                await PayAsync(step);
                break;
        }
    }

    private async Task PayAsync(Step step)
    {
        var (award, left) = _unpaid.FirstOrDefault(row => row.Value > 0);
        if (award is null)
        {
            return;
        }

        var cents = Math.Min(left, step.Amount);
        _unpaid[award] = left - cents;
        await fund.PublishAsync(
            new InstalmentPaid(
                Guid.CreateVersion7(),
                Guid.CreateVersion7(),
                Guid.Parse(award),
                1,
                cents,
                new DateOnly(2026, 10, 15)
            ),
            times: 1 + (step.Which % 3)
        );
    }

    private static string NewId() => DonationsFixture.NewId();
}
