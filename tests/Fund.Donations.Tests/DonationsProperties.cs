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
/// a statement cut in two is the whole and, when it is asked for again, what the tables say.
/// </summary>
public sealed class DonationsProperties : IAsyncLifetime
{
    private const int Sequences = 10;
    private const int Longest = 40;

    private static readonly DateOnly Beginning = new(2026, 9, 1);
    private static readonly Arbitrary<DonationsSteps.Step[]> AnySequence = DonationsSteps
        .Any()
        .ArrayOf()
        .Resize(Longest)
        .ToArbitrary();

    private readonly DonationsFixture fund = new();
    private readonly DonationsModel _model = new();
    private DonationsSteps? _steps;

    private DateOnly Today => DateOnly.FromDateTime(fund.Clock.Now.UtcDateTime);

    public async ValueTask InitializeAsync()
    {
        await fund.InitializeAsync();
        _steps = new DonationsSteps(fund, _model);
        await _steps.AddDonorAsync();
        await _steps.AddDonorAsync();
    }

    public ValueTask DisposeAsync() => fund.DisposeAsync();

    [Fact]
    public void Pledges_statements_and_books_hold_after_any_sequence() =>
        Prop.ForAll(AnySequence, steps => HoldsAfterAsync(steps).GetAwaiter().GetResult())
            .Check(Config.QuickThrowOnFailure.WithMaxTest(Sequences));

    private async Task<bool> HoldsAfterAsync(DonationsSteps.Step[] steps)
    {
        foreach (var step in steps)
        {
            await StatementsAreAsMadeAnewAsync(Some(step));
            try
            {
                await _steps!.DoAsync(step);
            }
            catch (RpcException e)
                when (e.ToRefusal() is { Kind: Kernel.RefusalKind.WrongState or Kernel.RefusalKind.BadInput })
            {
                // A refusal leaves everything as it was, which is what is checked.
            }
        }

        await fund.BooksBalanceAsync();
        await StatementsAreAsMadeAnewAsync(_model.Donors);
        await PositionIsItsPartsAsync();
        await PledgesStandAsTheModelSaysAsync(steps.Length);
        await StatementsAddUpAsync(steps.Length);
        return true;
    }

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

    /// <summary>What was answered before is given again; it must be what the tables say now.</summary>
    private async Task StatementsAreAsMadeAnewAsync(IEnumerable<DonationsModel.Donor> donors)
    {
        var (from, to) = (Beginning, Beginning.AddDays(60));
        foreach (var donor in donors)
        {
            var answer = await StatementAsync(donor, from, to);
            Assert.Equal(await fund.StatementMadeAnewAsync(donor.Id, from, to), answer);
            Assert.Equal(_model.Contributed(donor.Now, from, to), Sums(answer.Contributed));
        }
    }

    /// <summary>A few donors, others at every step, so that all are asked for now and then.</summary>
    private IEnumerable<DonationsModel.Donor> Some(DonationsSteps.Step step) =>
        Enumerable
            .Range(0, 4)
            .Select(i => _model.Donors[(step.Which + (step.Day * i)) % _model.Donors.Count])
            .Distinct();

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

    private static Dictionary<string, long> Sums(IEnumerable<Money> sums) =>
        sums.ToDictionary(money => money.CurrencyCode, money => money.MinorUnits);
}
