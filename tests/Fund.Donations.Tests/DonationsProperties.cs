using FsCheck;
using FsCheck.Fluent;
using Fund.Common.V1;
using Fund.Donations.V1;
using Fund.Hosting;
using Fund.Testing;
using Grpc.Core;

namespace Fund.Donations.Tests;

/// <summary>
/// Whatever is promised, given, reversed, corrected, cancelled and merged in whatever order, while rates come and days
/// pass: the books balance, the position is its parts, every pledge stands at what a plain model says on every day, and
/// a statement cut in two is the whole.
/// </summary>
public sealed class DonationsProperties : IAsyncLifetime
{
    private const int Sequences = 10;
    private const int Longest = 40;

    private static readonly string[] Currencies = ["USD", "EUR", "JPY", "KWD"];
    private static readonly DateOnly Beginning = new(2026, 9, 1);
    private static readonly Arbitrary<Step[]> AnySequence = AnyStep().ArrayOf().Resize(Longest).ToArbitrary();

    private readonly DonationsFixture fund = new();
    private readonly DonationsModel _model = new();

    private enum Kind
    {
        Donor,
        Pledge,
        Contribute,
        Pay,
        PayMore,
        Reverse,
        Correct,
        Cancel,
        Replan,
        Merge,
        Undo,
        Rate,
        Night,
    }

    private sealed record Step(Kind Kind, int Which, int Other, int Amount, int Day);

    private DateOnly Today => DateOnly.FromDateTime(fund.Clock.Now.UtcDateTime);

    public async ValueTask InitializeAsync()
    {
        await fund.InitializeAsync();
        await AddDonorAsync();
        await AddDonorAsync();
    }

    public ValueTask DisposeAsync() => fund.DisposeAsync();

    [Fact]
    public void Pledges_statements_and_books_hold_after_any_sequence() =>
        Prop.ForAll(AnySequence, steps => HoldsAfterAsync(steps).GetAwaiter().GetResult())
            .Check(Config.QuickThrowOnFailure.WithMaxTest(Sequences));

    private static Gen<Step> AnyStep() =>
        from kind in Gen.Frequency(
            (2, Gen.Constant(Kind.Donor)),
            (6, Gen.Constant(Kind.Pledge)),
            (6, Gen.Constant(Kind.Contribute)),
            (9, Gen.Constant(Kind.Pay)),
            (3, Gen.Constant(Kind.PayMore)),
            (5, Gen.Constant(Kind.Reverse)),
            (6, Gen.Constant(Kind.Correct)),
            (2, Gen.Constant(Kind.Cancel)),
            (3, Gen.Constant(Kind.Replan)),
            (2, Gen.Constant(Kind.Merge)),
            (2, Gen.Constant(Kind.Undo)),
            (3, Gen.Constant(Kind.Rate)),
            (6, Gen.Constant(Kind.Night))
        )
        from which in Gen.Choose(0, 1000)
        from other in Gen.Choose(0, 1000)
        from amount in Gen.OneOf(Gen.Choose(1, 200), Gen.Choose(1, 5_000_000))
        from day in Gen.Choose(0, 30)
        select new Step(kind, which, other, amount, day);

    private async Task<bool> HoldsAfterAsync(Step[] steps)
    {
        foreach (var step in steps)
        {
            try
            {
                await DoAsync(step);
            }
            catch (RpcException e)
                when (e.ToRefusal() is { Kind: Kernel.RefusalKind.WrongState or Kernel.RefusalKind.BadInput })
            {
                // A refusal leaves everything as it was, which is what is checked.
            }
        }

        await fund.BooksBalanceAsync();
        await PositionIsItsPartsAsync();
        await PledgesStandAsTheModelSaysAsync(steps.Length);
        await StatementsAddUpAsync(steps.Length);
        return true;
    }

    private Task DoAsync(Step step) =>
        step.Kind switch
        {
            Kind.Donor => AddDonorAsync(),
            Kind.Pledge => PledgeAsync(step),
            Kind.Contribute => ContributeAsync(step, null, step.Amount),
            Kind.Pay => ContributeAsync(step, Pick(_model.Pledges, step.Which), 1 + (step.Amount / 3)),
            Kind.PayMore => ContributeAsync(step, Pick(_model.Pledges, step.Which), step.Amount * 2L),
            Kind.Reverse => ReverseAsync(step),
            Kind.Correct => CorrectAsync(step),
            Kind.Cancel => CancelAsync(step),
            Kind.Replan => ReplanAsync(step),
            Kind.Merge => MergeAsync(step),
            Kind.Undo => UndoAsync(step),
            Kind.Rate => RateAsync(step),
            _ => Task.Run(() => fund.Clock.Advance(TimeSpan.FromDays(1 + (step.Day % 3)))),
        };

    private async Task AddDonorAsync() =>
        _model.Donors.Add(new DonationsModel.Donor((await fund.DonorAsync($"Donor {_model.Donors.Count}")).DonorId));

    private async Task PledgeAsync(Step step)
    {
        var (donor, on) = (Pick(_model.Donors, step.Which)!, Day(step));
        var money = DonationsFixture.Amount(step.Amount, Currencies[step.Other % Currencies.Length]);
        var pledge = await fund.PledgeAsync(donor.Now.Id, money, on.ToWire());
        _model.Pledges.Add(new DonationsModel.Pledge(pledge.PledgeId, donor.Now, step.Amount, money.CurrencyCode, on));
    }

    private async Task ContributeAsync(Step step, DonationsModel.Pledge? pledge, long minor)
    {
        var donor = pledge?.Owner.Now ?? Pick(_model.Donors, step.Which)!.Now;
        var currency = pledge?.Currency ?? Currencies[step.Other % Currencies.Length];
        var made = await fund.ContributeAsync(
            donor.Id,
            DonationsFixture.Amount(minor, currency),
            Day(step).ToWire(),
            pledge?.Id ?? ""
        );
        _model.Contributions.Add(
            new DonationsModel.Contribution(made.ContributionId, donor, minor, currency, Day(step), Day(step), pledge)
        );
    }

    private async Task ReverseAsync(Step step)
    {
        if (Pick(_model.Contributions, step.Which) is { } row)
        {
            await fund.Finance.ReverseContributionAsync(
                new ReverseContributionRequest
                {
                    RequestId = NewId(),
                    ContributionId = row.Id,
                    Reason = "Sent back",
                }
            );
            row.ReversedOn = Today;
        }
    }

    private async Task CorrectAsync(Step step)
    {
        if (Pick(_model.Contributions, step.Which) is not { } row)
        {
            return;
        }

        // Another donor, another pledge, another amount or another date.
        var pledge = step.Other % 3 == 0 ? Pick(_model.Pledges, step.Other) : row.Pledge;
        var donor = pledge?.Owner.Now ?? (step.Other % 2 == 0 ? Pick(_model.Donors, step.Other)!.Now : row.Owner.Now);
        var currency = pledge?.Currency ?? row.Currency;
        var date = step.Other % 5 == 0 ? Day(step) : row.ValueDate;
        var answer = await fund.Finance.CorrectContributionAsync(
            new CorrectContributionRequest
            {
                RequestId = NewId(),
                ContributionId = row.Id,
                Reason = "Typed wrongly",
                DonorId = donor.Id,
                Amount = DonationsFixture.Amount(step.Amount, currency),
                ValueDate = date.ToWire(),
                Channel = Channel.Bank,
                PledgeId = pledge?.Id ?? "",
            }
        );
        row.ReversedOn = Today;
        var id = answer.Contribution.ContributionId;
        _model.Contributions.Add(
            new DonationsModel.Contribution(id, donor, step.Amount, currency, date, Today, pledge)
        );
    }

    private async Task CancelAsync(Step step)
    {
        if (Pick(_model.Pledges, step.Which) is { } pledge)
        {
            await fund.Finance.CancelPledgeAsync(
                new CancelPledgeRequest
                {
                    RequestId = NewId(),
                    PledgeId = pledge.Id,
                    Reason = "Budget",
                }
            );
            pledge.CancelledOn = Today;
        }
    }

    private async Task ReplanAsync(Step step)
    {
        if (Pick(_model.Pledges, step.Which) is { } pledge)
        {
            var first = Math.Max(1, pledge.Minor / 2);
            var parts = new[] { first, pledge.Minor - first }.Where(minor => minor > 0);
            await fund.Finance.ChangePledgePlanAsync(
                new ChangePledgePlanRequest
                {
                    RequestId = NewId(),
                    PledgeId = pledge.Id,
                    Reason = "Asked for",
                    Instalments =
                    {
                        parts.Select(
                            (minor, i) =>
                                new PledgeInstalment
                                {
                                    DueDate = pledge.On.AddDays(step.Day * (i + 1)).ToWire(),
                                    Amount = DonationsFixture.Amount(minor, pledge.Currency),
                                }
                        ),
                    },
                }
            );
        }
    }

    private async Task MergeAsync(Step step)
    {
        var (survivor, duplicate) = (Pick(_model.Donors, step.Which)!, Pick(_model.Donors, step.Other)!);
        var answer = await fund.Finance.MergeDonorsAsync(
            new MergeDonorsRequest
            {
                RequestId = NewId(),
                DonorId = survivor.Id,
                DuplicateId = duplicate.Id,
                Reason = "The same",
            }
        );
        duplicate.MergedInto = survivor;
        duplicate.MergeId = answer.Donor.MergedFrom.Single(from => from.DonorId == duplicate.Id).MergeId;
    }

    private async Task UndoAsync(Step step)
    {
        var merged = _model.Donors.Where(donor => donor.MergeId is not null).ToList();
        if (Pick(merged, step.Which) is { } duplicate)
        {
            await fund.Finance.UndoMergeAsync(
                new UndoMergeRequest
                {
                    RequestId = NewId(),
                    MergeId = duplicate.MergeId,
                    Reason = "Two after all",
                }
            );
            (duplicate.MergedInto, duplicate.MergeId) = (null, null);
        }
    }

    private async Task RateAsync(Step step) =>
        await fund.Rates.RecordRateAsync(
            new RecordRateRequest
            {
                RequestId = NewId(),
                CurrencyCode = Currencies[1 + (step.Which % 3)],
                EffectiveDate = Day(step).ToWire(),
                UnitsPerUsd = $"{1 + (step.Amount % 40)}.{step.Other % 100:00}",
            }
        );

    private async Task PositionIsItsPartsAsync()
    {
        var position = await fund.PositionAsync();
        var parts =
            position.Reserved.MinorUnits
            + position.Committed.MinorUnits
            + position.Disbursed.MinorUnits
            + position.ProgrammeSupportCosts.MinorUnits
            + position.OperatingReserve.MinorUnits
            - position.Refunded.MinorUnits;
        Assert.Equal(position.Available.MinorUnits, position.Received.MinorUnits - parts);
        var counting = await ContributionsAsync();
        Assert.Equal(position.Received.MinorUnits, counting.Sum(row => row.UsdValue?.MinorUnits ?? 0));
        Assert.Equal(
            _model.Contributions.Where(row => row.ReversedOn is null).Select(row => (row.Id, row.Owner.Now.Id)).Order(),
            counting.Select(row => (row.ContributionId, row.DonorId)).Order()
        );
    }

    private async Task PledgesStandAsTheModelSaysAsync(int seed)
    {
        foreach (var day in Days(seed))
        {
            var seen = new Dictionary<string, Pledge>(StringComparer.Ordinal);
            var request = new ListPledgesRequest
            {
                AsOf = day.ToWire(),
                Page = new PageRequest { PageSize = 500 },
            };
            do
            {
                var page = await fund.Finance.ListPledgesAsync(request);
                foreach (var row in page.Pledges)
                {
                    seen.Add(row.PledgeId, row);
                }

                request.Page.PageToken = page.Page.NextPageToken;
            } while (request.Page.PageToken.Length > 0);

            Assert.Equal(
                _model
                    .Pledges.Where(pledge => pledge.On <= day)
                    .Select(pledge => (pledge.Id, _model.Paid(pledge, day), _model.Outstanding(pledge, day)))
                    .Order(),
                seen.Values.Select(row => (row.PledgeId, row.Paid.MinorUnits, row.Outstanding.MinorUnits)).Order()
            );
            Assert.All(
                seen.Values,
                row =>
                {
                    Assert.InRange(row.Overdue.MinorUnits, 0, row.Outstanding.MinorUnits);
                    Assert.True(row.Outstanding.MinorUnits == 0 || row.Overpaid.MinorUnits == 0);
                }
            );
        }
    }

    private async Task StatementsAddUpAsync(int seed)
    {
        var (from, to) = (Beginning.AddDays(5), Today);
        foreach (var donor in _model.Donors.Where(donor => donor.MergedInto is null))
        {
            var cut = from.AddDays((seed + _model.Donors.IndexOf(donor)) % Math.Max(1, to.DayNumber - from.DayNumber));
            var whole = await StatementAsync(donor, from, to);
            var first = await StatementAsync(donor, from, cut);
            var second = await StatementAsync(donor, cut.AddDays(1), to);
            Assert.Equal(whole.Lines, first.Lines.Concat(second.Lines));
            Assert.Equal(whole.OpeningOutstanding, first.OpeningOutstanding);
            Assert.Equal(first.ClosingOutstanding, second.OpeningOutstanding);
            Assert.Equal(whole.ClosingOutstanding, second.ClosingOutstanding);
            Assert.Equal(
                whole.ContributedUsd.MinorUnits,
                first.ContributedUsd.MinorUnits + second.ContributedUsd.MinorUnits
            );
            Assert.Equal(_model.Outstanding(donor, cut), Sums(first.ClosingOutstanding));
            Assert.Equal(_model.Outstanding(donor, from.AddDays(-1)), Sums(whole.OpeningOutstanding));
            Assert.Equal(_model.Outstanding(donor, to), Sums(whole.ClosingOutstanding));
            Assert.Equal(_model.Contributed(donor, from, to), Sums(whole.Contributed));
            Assert.Equal(_model.Contributed(donor, from, cut), Sums(first.Contributed));
        }
    }

    private async Task<List<Contribution>> ContributionsAsync()
    {
        var found = new List<Contribution>();
        var request = new ListContributionsRequest
        {
            State = ContributionState.Counting,
            Page = new PageRequest { PageSize = 500 },
        };
        do
        {
            var page = await fund.Finance.ListContributionsAsync(request);
            found.AddRange(page.Contributions);
            request.Page.PageToken = page.Page.NextPageToken;
        } while (request.Page.PageToken.Length > 0);

        return found;
    }

    private async Task<DonorStatement> StatementAsync(DonationsModel.Donor donor, DateOnly from, DateOnly to) =>
        (
            await fund.Statements(TestIdentity.FinanceOfficer)
                .GetDonorStatementAsync(
                    new GetDonorStatementRequest
                    {
                        DonorId = donor.Id,
                        FromDate = from.ToWire(),
                        ToDate = to.ToWire(),
                    }
                )
        ).Statement;

    private IEnumerable<DateOnly> Days(int seed) =>
        new[] { Beginning.AddDays(seed % 30), Beginning.AddDays(20 + (seed % 25)), Today.AddDays(-1), Today }
            .Where(day => day <= Today)
            .Distinct();

    /// <summary>A day of the past month or so.</summary>
    private DateOnly Day(Step step) => Today.AddDays(-step.Day);

    private static T? Pick<T>(List<T> from, int which)
        where T : class => from.Count == 0 ? null : from[which % from.Count];

    private static Dictionary<string, long> Sums(IEnumerable<Money> sums) =>
        sums.ToDictionary(money => money.CurrencyCode, money => money.MinorUnits);

    private static string NewId() => DonationsFixture.NewId();
}
