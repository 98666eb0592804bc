using Fund.Donations.V1;
using Fund.Testing;
using Google.Protobuf.Collections;
using Grpc.Core;
using Money = Fund.Common.V1.Money;

namespace Fund.Donations.Tests.Features;

public sealed class StatementTests(DonationsFixture fund) : IClassFixture<DonationsFixture>
{
    [Fact]
    public async Task A_statement_shows_what_was_outstanding_what_happened_and_what_is_outstanding()
    {
        var donor = await HistoryAsync();

        var statement = await AskAsync(donor, "2026-03-01", "2026-06-30");

        Assert.Equal([("EUR", 1000_00L)], Sums(statement.OpeningOutstanding));
        Assert.Equal(
            [("2026-03-10", "contribution"), ("2026-04-01", "pledge"), ("2026-05-05", "contribution")],
            statement.Lines.Select(line => (line.Date, line.Kind))
        );
        Assert.Equal([("EUR", 700_00L), ("USD", 50_00L)], Sums(statement.ClosingOutstanding));
        Assert.Equal([("EUR", 300_00L), ("USD", 20_00L)], Sums(statement.Contributed));
        Assert.Equal(20_00 + 375_00, statement.ContributedUsd.MinorUnits);
        Assert.Equal("0.8", statement.Lines[0].Rate);
    }

    [Fact]
    public async Task A_range_cut_in_two_adds_up_to_the_whole()
    {
        var donor = await HistoryAsync();

        foreach (var cut in new[] { "2026-01-15", "2026-03-10", "2026-05-04", "2026-10-15" })
        {
            var next = DateOnly.Parse(cut).AddDays(1).ToString("yyyy-MM-dd");
            var whole = await AskAsync(donor, "2026-01-01", "2026-12-31");
            var first = await AskAsync(donor, "2026-01-01", cut);
            var second = await AskAsync(donor, next, "2026-12-31");

            Assert.Equal(whole.OpeningOutstanding, first.OpeningOutstanding);
            Assert.Equal(first.ClosingOutstanding, second.OpeningOutstanding);
            Assert.Equal(whole.ClosingOutstanding, second.ClosingOutstanding);
            Assert.Equal(whole.Lines, first.Lines.Concat(second.Lines));
            Assert.Equal(
                whole.ContributedUsd.MinorUnits,
                first.ContributedUsd.MinorUnits + second.ContributedUsd.MinorUnits
            );
        }
    }

    [Fact]
    public async Task The_same_question_keeps_its_number_and_another_gets_the_next()
    {
        var donor = (await fund.DonorAsync()).DonorId;

        var numbers = await Task.WhenAll(
            Enumerable.Range(0, 20).Select(i => AskAsync(donor, "2026-01-01", $"2026-02-{1 + (i % 4):00}"))
        );

        Assert.Equal(4, numbers.Select(statement => statement.Number).Distinct().Count());
        Assert.All(numbers, statement => Assert.Matches(@"^S-2026-\d{6}$", statement.Number));
        var again = await AskAsync(donor, "2026-01-01", "2026-02-01");
        Assert.Equal(numbers[0].Number, again.Number);
    }

    [Fact]
    public async Task A_cancelled_pledge_and_a_correction_are_lines_of_their_own()
    {
        var donor = (await fund.DonorAsync()).DonorId;
        await RateAsync("DKK", "10", "2026-09-01");
        var contribution = await fund.ContributeAsync(donor, DonationsFixture.Amount(100_00, "DKK"), "2026-10-02");
        var pledge = await fund.PledgeAsync(donor, DonationsFixture.Usd(7_00));
        await fund.Finance.CancelPledgeAsync(
            new CancelPledgeRequest
            {
                RequestId = DonationsFixture.NewId(),
                PledgeId = pledge.PledgeId,
                Reason = "Budget",
            }
        );
        await RateAsync("DKK", "8", "2026-10-01");

        var statement = await AskAsync(donor, "2026-10-01", "2026-10-31");

        var received = Assert.Single(statement.Lines, line => line.Kind == "contribution");
        var corrected = Assert.Single(statement.Lines, line => line.Kind == "correction");
        var cancelled = Assert.Single(statement.Lines, line => line.Kind == "pledge cancelled");
        Assert.Equal((10_00L, "10"), (received.UsdValue.MinorUnits, received.Rate));
        Assert.Equal((2_50L, "8", "2026-10-15"), (corrected.UsdValue.MinorUnits, corrected.Rate, corrected.Date));
        Assert.Equal(-7_00, cancelled.Amount.MinorUnits);
        Assert.Equal(contribution.ContributionId, corrected.Id);
        Assert.Equal(12_50, statement.ContributedUsd.MinorUnits);
        Assert.Empty(statement.ClosingOutstanding);
    }

    [Fact]
    public async Task What_is_wrong_with_the_question_is_refused()
    {
        var donor = (await fund.DonorAsync()).DonorId;

        await Refused.ByAsync("RANGE_REVERSED", Ask(donor, "2026-02-01", "2026-01-31"), "to_date");
        await Refused.ByAsync("INVALID_FIELDS", Ask("x", "", "then"), "donor_id", "from_date", "to_date");
        await Refused.ByAsync("NOT_FOUND", Ask(DonationsFixture.NewId(), "2026-01-01", "2026-01-31"));
        var stranger = fund.Statements(TestIdentity.ContactOf(Guid.CreateVersion7()));
        await Refused.ByAsync(
            "NOT_FOUND",
            stranger.GetDonorStatementAsync(
                new GetDonorStatementRequest
                {
                    DonorId = donor,
                    FromDate = "2026-01-01",
                    ToDate = "2026-01-31",
                }
            )
        );
    }

    /// <summary>Pledges of EUR 1,000 and USD 50; EUR 300 paid against the first, and USD 20 against none.</summary>
    private async Task<string> HistoryAsync()
    {
        var donor = (await fund.DonorAsync()).DonorId;
        await RateAsync("EUR", "0.8", "2026-01-01");
        var pledge = await fund.PledgeAsync(donor, DonationsFixture.Amount(1000_00, "EUR"), "2026-02-01");
        await fund.PledgeAsync(donor, DonationsFixture.Usd(50_00), "2026-04-01");
        await fund.ContributeAsync(donor, DonationsFixture.Amount(300_00, "EUR"), "2026-03-10", pledge.PledgeId);
        await fund.ContributeAsync(donor, DonationsFixture.Usd(20_00), "2026-05-05");
        return donor;
    }

    private async Task RateAsync(string code, string rate, string date) =>
        await fund.Rates.RecordRateAsync(
            new RecordRateRequest
            {
                RequestId = DonationsFixture.NewId(),
                CurrencyCode = code,
                EffectiveDate = date,
                UnitsPerUsd = rate,
            }
        );

    private async Task<DonorStatement> AskAsync(string donor, string from, string to) =>
        (await Ask(donor, from, to)).Statement;

    private AsyncUnaryCall<GetDonorStatementResponse> Ask(string donor, string from, string to) =>
        fund.Statements(TestIdentity.FinanceOfficer)
            .GetDonorStatementAsync(
                new GetDonorStatementRequest
                {
                    DonorId = donor,
                    FromDate = from,
                    ToDate = to,
                }
            );

    private static IEnumerable<(string, long)> Sums(RepeatedField<Money> amounts) =>
        amounts.Select(amount => (amount.CurrencyCode, amount.MinorUnits));
}
